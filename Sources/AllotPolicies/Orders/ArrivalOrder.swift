internal import Allot

/// First come, first served: one queue for everybody, by submit time.
public struct ArrivalOrder: JobOrder {
  /// The order by submit time.
  public init() {}

  /// `arrival`.
  public var name: String { "arrival" }
}
