public import Allot

/// Shortest job first: by requested run time.
///
/// key = r. The textbook rule, with requests instead of the run times nobody knows.
public struct ShortestFirstOrder: JobOrder {
  /// The order.
  public init() {}

  /// `sjf`.
  public var name: String { "sjf" }

  /// The requested run time.
  public func key(of job: JobView) -> Double { job.limitSeconds }
}
