/// A point in simulated time, in whole milliseconds since the trace's time zero.
///
/// A point and a duration are different types, so that adding two points does not compile.
public struct SimTime: Hashable, Comparable, Sendable {
  /// Milliseconds since the trace's time zero; may be negative.
  public var milliseconds: Int64

  /// The point that many milliseconds after time zero.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The point that many whole seconds after time zero.
  public init(seconds: Int64) {
    milliseconds = seconds * 1_000
  }

  /// Time zero of the trace.
  public static let zero = SimTime(milliseconds: 0)

  /// A point later than every event, far enough from overflow that a duration can be added.
  public static let distantFuture = SimTime(milliseconds: Int64.max / 4)

  /// A point earlier than every event.
  public static let distantPast = SimTime(milliseconds: Int64.min / 4)

  /// Earlier points order first.
  public static func < (a: SimTime, b: SimTime) -> Bool { a.milliseconds < b.milliseconds }

  /// The point a duration later.
  public static func + (a: SimTime, b: SimDuration) -> SimTime {
    SimTime(milliseconds: a.milliseconds + b.milliseconds)
  }

  /// The first multiple of a duration that is not before this instant.
  public func roundedUp(to step: SimDuration) -> SimTime {
    let rest = milliseconds % step.milliseconds
    let floor = milliseconds - rest
    return SimTime(milliseconds: rest > 0 ? floor + step.milliseconds : floor)
  }

  /// The point a duration earlier.
  public static func - (a: SimTime, b: SimDuration) -> SimTime {
    SimTime(milliseconds: a.milliseconds - b.milliseconds)
  }

  /// The duration from `b` to `a`.
  public static func - (a: SimTime, b: SimTime) -> SimDuration {
    SimDuration(milliseconds: a.milliseconds - b.milliseconds)
  }
}
