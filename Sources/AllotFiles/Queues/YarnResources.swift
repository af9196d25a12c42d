internal import Allot

/// Resources as YARN's allocation files write them, in one of three forms.
enum YarnResources {
  typealias Amount = (resource: String, count: Int64)

  /// `vcores=10, yarn.io/gpu=4`: what is not named is zero as a minimum and anything as a maximum.
  case absolute([Amount])
  /// `10000 mb, 4 vcores`: every other resource is zero.
  case oldAbsolute([Amount])
  /// `50%`, `40% memory, 60% cpu` or `vcores=60%`: parts in millionths; no name for all resources.
  case percent([Amount])

  /// The resources that are named.
  var names: [String] {
    switch self {
    case .absolute(let amounts), .oldAbsolute(let amounts), .percent(let amounts):
      amounts.map(\.resource).filter { !$0.isEmpty }
    }
  }

  /// The resources of an element.
  init(_ element: XmlElement) throws(InputError) {
    let text = element.word
    let wrong = element.place.error(
      "\(element.name) is '\(text)'",
      remedy: "write vcores=10, memory-mb=1024, yarn.io/gpu=4 or 1024 mb, 10 vcores or 50%"
    )
    var amounts: [Amount] = []
    for part in text.split(separator: ",") {
      let amount = text.contains("=") ? Self.new(part) : Self.old(part)
      guard let amount else { throw wrong }
      amounts.append(amount)
    }
    guard !amounts.isEmpty else { throw wrong }
    let percentages = text.split(separator: ",").count { $0.contains("%") }
    if percentages > 0 && percentages < amounts.count {
      throw element.place.error(
        "\(element.name) is '\(text)', percentages and amounts in one",
        remedy: "write all of them as percentages or none, as YARN asks"
      )
    }
    if text.contains("%") {
      self = .percent(amounts)
    } else {
      self = text.contains("=") ? .absolute(amounts) : .oldAbsolute(amounts)
    }
  }

  /// True where amounts that are no percentages have decimals, which are cut off.
  static func hasFractions(_ text: String) -> Bool {
    !text.contains("%")
      && text.split(separator: ",").contains { part in
        part.split(separator: "=").last?.contains(".") ?? false
      }
  }

  private static func new(_ part: Substring) -> Amount? {
    let sides = part.split(separator: "=", maxSplits: 1).map { $0.filter { !$0.isWhitespace } }
    guard sides.count == 2, let count = number(sides[1]) else { return nil }
    return (sides[0], count)
  }

  private static func old(_ part: Substring) -> Amount? {
    let text = part.lowercased().filter { !$0.isWhitespace }
    if text.hasSuffix("%") { return number(text).map { ("", $0) } }
    let units = [
      ("%memory", "memory-mb"), ("%cpu", "vcores"), ("mb", "memory-mb"), ("vcores", "vcores"),
    ]
    guard let (unit, resource) = units.first(where: { text.hasSuffix($0.0) }) else { return nil }
    let digits = text.dropLast(unit.count) + (unit.hasPrefix("%") ? "%" : "")
    return number(String(digits)).map { (resource, $0) }
  }

  /// A whole number, fractions cut, or a percentage in millionths.
  private static func number(_ text: String) -> Int64? {
    guard text.hasSuffix("%") else {
      return QuantityText.millionths(text).map { $0 / 1_000_000 }
    }
    return QuantityText.share(text).map(\.millionths)
  }
}
