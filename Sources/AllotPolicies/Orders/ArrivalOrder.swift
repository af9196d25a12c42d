public import Allot

/// First come, first served: one queue for everybody, by submit time.
public struct ArrivalOrder: OrderPart {
  /// The order by submit time.
  public init() {}

  /// `arrival`.
  public var name: String { "arrival" }

  /// Tenants are merged job by job.
  public var walk: Walk { .merge }
  /// Nothing of tenants matters.
  public var reads: OrderInputs { [] }

  /// All tenants are equal.
  public func key(of tenant: TenantView) -> Double { 0 }
}
