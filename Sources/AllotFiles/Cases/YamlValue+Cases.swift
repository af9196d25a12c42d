internal import Allot

/// What case files hold beside words: numbers of any size, and texts that may be empty.
extension YamlValue {
  /// A single value as written; nil for everything else.
  var plainText: String? {
    guard case .text(let text) = content else { return nil }
    return text
  }

  /// A text that may be empty.
  func textOrEmpty() throws(InputError) -> String {
    plainText == "" ? "" : try text()
  }

  /// A number with or without decimals.
  func number() throws(InputError) -> Double {
    let text = try text()
    guard let number = Double(text), number.isFinite else {
      throw error("\(name) must be a number, not '\(text)'")
    }
    return number
  }

  /// A number that is not negative.
  func positiveNumber() throws(InputError) -> Double {
    let number = try number()
    guard number >= 0 else { throw error("\(name) is negative: \(number)") }
    return number
  }

  /// A whole number, not negative, of which hundreds can be added.
  func units() throws(InputError) -> Int64 {
    Int64(try integer(in: 0...10_000_000_000_000_000))
  }

  /// A whole number of any sign.
  func wholeNumber() throws(InputError) -> Int {
    try integer(in: -1_000_000_000_000_000_000...1_000_000_000_000_000_000)
  }

  /// An instant in seconds, with at most three decimals.
  func instant() throws(InputError) -> SimTime {
    let milliseconds = try number() * 1_000
    guard milliseconds == milliseconds.rounded(), milliseconds.magnitude < 1e15 else {
      throw error("\(name) must be seconds with at most three decimals")
    }
    return SimTime(milliseconds: Int64(milliseconds))
  }

  /// Yes or no.
  func flag() throws(InputError) -> Bool {
    try word(among: ["true", "false"]) == "true"
  }

  /// A value, or nil for nothing.
  func optional<Value>(
    _ read: (YamlValue) throws(InputError) -> Value
  ) throws(InputError) -> Value? {
    isNothing ? nil : try read(self)
  }

  /// A list of values that are read alike.
  func list<Value>(
    _ read: (YamlValue) throws(InputError) -> Value
  ) throws(InputError) -> [Value] {
    var values: [Value] = []
    for value in try list() { values.append(try read(value)) }
    return values
  }

  /// Values under free names, read alike.
  func map<Value>(
    _ read: (YamlValue) throws(InputError) -> Value
  ) throws(InputError) -> [(name: String, value: Value)] {
    var values: [(name: String, value: Value)] = []
    for entry in try entries() { values.append((entry.key, try read(entry.value))) }
    return values
  }

  /// The value on one line, in the notation of case files.
  var oneLine: String {
    switch content {
    case .nothing: "null"
    case .text(let text):
      Double(text) != nil || text == "true" || text == "false" ? text : "\"\(text)\""
    case .list(let values): "[" + values.map(\.oneLine).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\"\($0.key)\": \($0.value.oneLine)" }.joined(separator: ", ") + "}"
    }
  }
}
