public import Allot

/// The tenant with the smallest dominant share for its weight goes first.
///
/// The dominant share is the part that a tenant holds of devices, cores or memory, whichever is
/// largest; what the cluster does not model counts for nothing. At each level of the tree shares
/// include all that is held below.
///
/// Source: Ghodsi and others 2011, dominant resource fairness, weighted.
public struct DominantShareOrder: OrderPart {
  /// By dominant share.
  public init() {}

  /// `dominant-share`.
  public var name: String { "dominant-share" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold of every resource.
  public var reads: OrderInputs { .dominantShare }

  /// The dominant share for the weight.
  public func key(of tenant: TenantView) -> Double {
    tenant.weight == 0 ? .infinity : tenant.dominantShare / Double(tenant.weight)
  }
}
