public import Allot

/// What happens to a job whose trace gives no limit.
public enum MissingLimit: Sendable, Equatable {
  /// It is left out.
  case drop
  /// Its limit is its run time.
  case run
  /// Its limit is this.
  case duration(SimDuration)

  /// Reads `drop`, `run`, or a positive duration with its unit, such as `24 h`.
  ///
  /// - Throws: `UnreadableText` on anything else.
  public init(text: String) throws(UnreadableText) {
    switch text {
    case "drop":
      self = .drop
    case "run":
      self = .run
    default:
      guard let duration = QuantityText.duration(text) else {
        throw UnreadableText(
          "\"\(text)\" is neither \"drop\" nor \"run\" nor a duration such as \"24 h\""
        )
      }
      guard duration > .zero else {
        throw UnreadableText("a limit of \"\(text)\" would stop every job at once")
      }
      self = .duration(duration)
    }
  }

  /// The limit of a row: its own, or what this rule makes of it; nil when the row is to be dropped.
  public func limit(of row: TraceRow) -> SimDuration? {
    if let limit = row.limit { return limit }
    switch self {
    case .drop: return nil
    case .run: return row.run
    case .duration(let duration): return duration
    }
  }
}

extension MissingLimit: CustomStringConvertible {
  /// The rule as the command line takes it.
  public var description: String {
    switch self {
    case .drop: "drop"
    case .run: "run"
    case .duration(let duration): DurationText.format(duration)
    }
  }
}
