public import Allot

/// Smallest job first: by devices.
///
/// key = n. A job without devices counts as one.
public struct SmallestFirstOrder: JobOrder {
  /// The order.
  public init() {}

  /// `smallest-first`.
  public var name: String { "smallest-first" }

  /// The devices.
  public func key(of job: JobView) -> Double { job.size }
}
