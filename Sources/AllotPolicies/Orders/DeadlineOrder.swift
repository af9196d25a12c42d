public import Allot

/// Earliest deadline first, where the deadline is submit time and requested run time.
///
/// key = s + r: when the job would be done if it had started at once. Traces carry no deadlines of
/// their own.
public struct DeadlineOrder: JobOrder {
  /// The order.
  public init() {}

  /// `edf`.
  public var name: String { "edf" }

  /// The deadline.
  public func key(of job: JobView) -> Double { job.submitSeconds + job.limitSeconds }
}
