public import Allot

/// The tenant that holds the smallest part of its entitlement goes first.
///
/// Tenants without an entitlement go after all others; jobs of one tenant go by priority, then by
/// submit time.
///
/// Source: htcondor/htcondor, GROUP_SORT_EXPR as it is by default: resources in use / group quota.
public struct QuotaUseOrder: OrderPart {
  /// By use of quota.
  public init() {}

  /// `quota-use`.
  public var name: String { "quota-use" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold and are entitled to.
  public var reads: OrderInputs { [.allocation, .entitlement] }

  /// Devices held by devices entitled to.
  public func key(of tenant: TenantView) -> Double {
    tenant.nominal == 0 ? .infinity : Double(tenant.allocation) / Double(tenant.nominal)
  }
}
