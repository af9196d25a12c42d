public import Allot

/// Among the tenants of the highest priority, the one that holds the smallest part of its
/// entitlement goes first; one that is entitled to nothing counts as full once it holds something.
///
/// Jobs of one tenant go by priority, then by submit time.
///
/// Source: volcano-sh/volcano at ed72c7c8, plugin capacity, queue order.
public struct DeservedQuotaOrder: OrderPart {
  /// By devices held of the entitlement.
  public init() {}

  /// `deserved-quota`.
  public var name: String { "deserved-quota" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold and are entitled to.
  public var reads: OrderInputs { [.allocation, .entitlement] }
  /// Before what is held.
  public var readsPriority: Bool { true }

  /// Devices held by devices entitled to, behind the priority.
  public func key(of tenant: TenantView) -> Double {
    DeservedShareOrder.key(
      DeservedShareOrder.part(held: Double(tenant.allocation), of: Double(tenant.nominal)),
      behind: tenant.priority
    )
  }
}
