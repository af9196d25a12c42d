/// A length of simulated time, in whole milliseconds.
public struct SimDuration: Hashable, Comparable, Sendable {
  /// The length in milliseconds; negative lengths are allowed in differences.
  public var milliseconds: Int64

  /// A length of that many milliseconds.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// A length of that many whole seconds.
  public init(seconds: Int64) {
    milliseconds = seconds * 1_000
  }

  /// The length in seconds, for reports.
  public var seconds: Double { Double(milliseconds) / 1_000 }

  /// The empty length.
  public static let zero = SimDuration(milliseconds: 0)

  /// Shorter lengths order first.
  public static func < (a: SimDuration, b: SimDuration) -> Bool {
    a.milliseconds < b.milliseconds
  }

  /// The sum of two lengths.
  public static func + (a: SimDuration, b: SimDuration) -> SimDuration {
    SimDuration(milliseconds: a.milliseconds + b.milliseconds)
  }

  /// The difference of two lengths.
  public static func - (a: SimDuration, b: SimDuration) -> SimDuration {
    SimDuration(milliseconds: a.milliseconds - b.milliseconds)
  }
}
