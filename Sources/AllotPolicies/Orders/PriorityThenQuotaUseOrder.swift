public import Allot

/// Tenants below their entitlement go first, among them those of the highest priority, then the one
/// that holds the smallest part of its entitlement.
///
/// Tenants without an entitlement count as full; jobs of one tenant go by priority, then by submit
/// time.
///
/// Source: apache/hadoop trunk, PriorityUtilizationQueueOrderingPolicy of the Capacity Scheduler
/// with the policy `priority-utilization`.
public struct PriorityThenQuotaUseOrder: OrderPart {
  /// By use of quota up to it, by priority, by use of quota.
  public init() {}

  /// `priority-then-quota-use`.
  public var name: String { "priority-then-quota-use" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold and are entitled to.
  public var reads: OrderInputs { [.allocation, .entitlement] }
  /// Among those that are below their entitlement, and among those that are not.
  public var readsPriority: Bool { true }

  /// A step for who holds its entitlement, in each of them one less for each priority, and its part
  /// of the entitlement, squeezed to below one.
  public func key(of tenant: TenantView) -> Double {
    let part = Double(tenant.allocation) / Double(tenant.nominal)
    let isFull = tenant.nominal == 0 || part >= 1
    return (isFull ? 1_024.0 : 0) - Double(tenant.priority)
      + (tenant.nominal == 0 ? 1 : part / (1 + part))
  }
}
