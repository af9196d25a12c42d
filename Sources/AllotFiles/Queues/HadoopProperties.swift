internal import Allot

/// The properties of Hadoop's configuration files.
struct HadoopProperties {
  struct Property {
    var name: String
    /// The value without blanks around it.
    var text: String
    var place: SourcePlace

    /// The names of a list between commas.
    var names: [String] {
      text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
        .filter { !$0.isEmpty }
    }
  }

  private var properties: [Property] = []

  /// The properties of the configuration files among some.
  init(of sources: [QueueSource], _ notes: inout ImportNotes) throws(InputError) {
    for source in sources {
      if let xml = source.xml, xml.name == "configuration" { try add(xml, &notes) }
    }
  }

  /// The properties that nobody has taken, in the order of the files.
  var left: [Property] { properties }

  /// Adds the properties of a file; the last one of a name counts, as there.
  private mutating func add(_ xml: XmlElement, _ notes: inout ImportNotes) throws(InputError) {
    for element in xml.children {
      if element.name == "xi:include" {
        notes.add(
          "xi:include",
          of: "the file",
          at: element.place,
          "is not followed: give '\(element.attributes["href"] ?? "")' beside this file"
        )
        continue
      }
      guard element.name == "property" else {
        throw element.place.error(
          "a configuration holds properties, not '\(element.name)'",
          remedy: "write <property> with a <name> and a <value> in it, or leave it out"
        )
      }
      guard let name = element.children.first(where: { $0.name == "name" })?.word, !name.isEmpty
      else { throw element.place.error("a property without a name") }
      let value = element.children.first { $0.name == "value" }
      let place = value?.place ?? element.place
      let property = Property(name: name, text: value?.word ?? "", place: place)
      if let known = properties.firstIndex(where: { $0.name == name }) {
        notes.add(
          name,
          of: "an earlier place",
          at: properties[known].place,
          "ignored: it is said again, and the last one counts"
        )
        properties.remove(at: known)
      }
      properties.append(property)
    }
  }

  /// Whether a property is true; a text that is neither true nor false counts as false, as there.
  mutating func takeFlag(_ name: String, _ notes: inout ImportNotes) -> Bool {
    guard let property = take(name) else { return false }
    let word = property.text.lowercased()
    if word != "true" && word != "false" {
      notes.add(
        name,
        of: "the scheduler",
        at: property.place,
        "false: '\(property.text)' is neither true nor false"
      )
    }
    return word == "true"
  }

  /// A part of something from 0 to 1; nil where nothing says.
  mutating func takePart(_ name: String) throws(InputError) -> Share? {
    guard let property = take(name) else { return nil }
    return try Self.part(property.text, of: name, at: property.place)
  }

  /// A part of something from 0 to 1.
  static func part(
    _ text: String,
    of name: String,
    at place: SourcePlace
  ) throws(InputError) -> Share {
    guard let part = QuantityText.millionths(text), part <= Share.whole.millionths else {
      throw place.error("'\(name)' must be a part from 0 to 1, not '\(text)'")
    }
    return Share(millionths: part)
  }

  /// The time between a claim and its taking, in milliseconds: nil where it is 0, the usual one
  /// where nothing says.
  mutating func takeGrace(
    _ name: String,
    usual: SimDuration?
  ) throws(InputError) -> SimDuration? {
    guard let property = take(name) else { return usual }
    guard let milliseconds = Int64(property.text), milliseconds >= 0 else {
      throw property.place.error("'\(name)' must be milliseconds, not '\(property.text)'")
    }
    return milliseconds > 0 ? SimDuration(milliseconds: milliseconds) : nil
  }

  /// The property of a name, which then nobody else takes; nil where it is absent or empty.
  mutating func take(_ name: String) -> Property? {
    guard let position = properties.firstIndex(where: { $0.name == name }) else { return nil }
    let property = properties.remove(at: position)
    return property.text.isEmpty ? nil : property
  }
}

/// What a queue of YARN's Capacity Scheduler says of its capacity.
enum YarnAmount: Equatable {
  /// A percentage, in millionths of one per cent.
  case percent(Int64)
  /// A weight among siblings, in millionths.
  case weight(Int64)
  /// Amounts of resources.
  case absolute([(resource: String, count: Int64)])

  /// Such a text: `12.5`, `3w` or `[memory=1024,vcores=2,yarn.io/gpu=8]`.
  init(_ property: HadoopProperties.Property) throws(InputError) {
    let text = property.text
    if text.hasPrefix("[") {
      self = .absolute(try Self.amounts(property))
      return
    }
    let isWeight = text.hasSuffix("w")
    guard let number = QuantityText.millionths(isWeight ? String(text.dropLast()) : text),
      isWeight || number <= 100_000_000
    else {
      throw property.place.error(
        "'\(property.name)' is '\(text)'",
        remedy: "write a percentage up to 100 without a sign, a weight such as 3w, or amounts "
          + "such as [memory=1024,vcores=2,yarn.io/gpu=8]"
      )
    }
    self = isWeight ? .weight(number) : .percent(number)
  }

  private static func amounts(
    _ property: HadoopProperties.Property
  ) throws(InputError) -> [(resource: String, count: Int64)] {
    var amounts: [(resource: String, count: Int64)] = []
    for part in property.text.dropFirst().prefix(while: { $0 != "]" }).split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map { side in
        String(side.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      guard sides.count == 2, let quantity = KubernetesQuantity(sides[1]), quantity.isCountable
      else {
        throw property.place.error(
          "'\(property.name)' has '\(part)', which is no amount such as yarn.io/gpu=8"
        )
      }
      amounts.append((sides[0], quantity.roundedDown))
    }
    return amounts
  }

  static func == (a: YarnAmount, b: YarnAmount) -> Bool {
    switch (a, b) {
    case (.percent(let x), .percent(let y)), (.weight(let x), .weight(let y)): x == y
    case (.absolute(let x), .absolute(let y)): x.elementsEqual(y) { $0 == $1 }
    default: false
    }
  }
}
