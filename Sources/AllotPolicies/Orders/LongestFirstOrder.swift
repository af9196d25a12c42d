public import Allot

/// Longest job first: by requested run time, descending.
///
/// key = −r. The counterpart of `sjf`: long jobs are placed while there is room, short ones fill
/// gaps.
public struct LongestFirstOrder: JobOrder {
  /// The order.
  public init() {}

  /// `ljf`.
  public var name: String { "ljf" }

  /// The requested run time, longest first.
  public func key(of job: JobView) -> Double { -job.limitSeconds }
}
