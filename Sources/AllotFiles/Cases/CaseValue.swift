/// What an evaluated case answers, with the rule by which it is compared.
public indirect enum CaseValue: Sendable {
  /// A number, compared within the case's tolerance.
  case number(Double)
  /// A whole number, compared exactly.
  case integer(Int64)
  /// A word, compared exactly.
  case text(String)
  /// Yes or no.
  case flag(Bool)
  /// Nothing where something could stand.
  case nothing
  /// Elements in order.
  case list([CaseValue])
  /// Elements in any order.
  case set([CaseValue])
  /// Elements of which the case lists a selection, in any order.
  case selection([CaseValue])
  /// Values under names.
  case map([Entry])
  /// Values under names of which the case lists a selection.
  case partialMap([Entry])

  /// A name and its value.
  public struct Entry: Sendable {
    /// The name.
    public var name: String
    /// What stands under it.
    public var value: CaseValue

    init(_ name: String, _ value: CaseValue) {
      self.name = name
      self.value = value
    }
  }
}

extension CaseValue: CustomStringConvertible {
  /// The value on one line, in the notation of case files.
  public var description: String {
    switch self {
    case .number(let number):
      number == .infinity ? "\"+Inf\"" : Int64(exactly: number).map(String.init) ?? "\(number)"
    case .integer(let number): String(number)
    case .text(let text): "\"\(text)\""
    case .flag(let flag): flag ? "true" : "false"
    case .nothing: "null"
    case .list(let values), .set(let values), .selection(let values):
      "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .map(let entries), .partialMap(let entries):
      "{" + entries.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}"
    }
  }
}
