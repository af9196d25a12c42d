public import Allot

/// Whoever stays within nominal quota with its first job goes before whoever borrows for it.
///
/// Among equals, by submit time: the classical order of Kueue (0.17) with one borrowing level.
public struct WithinQuotaOrder: OrderPart {
  /// The order by borrowing.
  public init() {}

  /// `within-quota`.
  public var name: String { "within-quota" }

  /// Tenants on the same side of their quota are merged job by job.
  public var walk: Walk { .merge }
  /// The excess alone.
  public var reads: OrderInputs { .excess }

  /// Zero within quota, one above.
  public func key(of tenant: TenantView) -> Double { tenant.excess > 0 ? 1 : 0 }
}
