public import Allot

/// Tenants below their fair share go first, then those that stay within quota with their next job,
/// then the higher priority, then the smaller part of what they may hold with it.
///
/// What a tenant may hold is its fair share or its quota, whichever is more; a tenant that may hold
/// nothing counts a thousand times the part of the cluster that it holds.
///
/// The next job is the first that waits below. Further ties go to the oldest waiting job below.
///
/// Source: NVIDIA/KAI-Scheduler at 72de64fc, queue order of the plugin proportion.
public struct FairShareThenQuotaOrder: OrderPart {
  /// By fair share, quota and dominant share.
  public init() {}

  /// `fair-share-then-quota`.
  public var name: String { "fair-share-then-quota" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold, are entitled to, count on and want next.
  public var reads: OrderInputs { [.allocation, .entitlement, .fairShare, .nextJob] }
  /// Among who stands alike.
  public var readsPriority: Bool { true }

  /// Two steps for who is over its fair share, one for who would be over its quota, in each of them
  /// one less for each priority, and its part of what it may hold, squeezed to below one.
  public func key(of tenant: TenantView) -> Double {
    let held = Double(tenant.allocation)
    let with = held + Double(tenant.nextJob)
    let nominal = Double(tenant.nominal)
    let most = max(tenant.fairShare, nominal)
    // Nothing is no part of anything, on a machine without devices either.
    let part =
      with == 0 ? 0 : most == 0 ? 1_000 * with / Double(tenant.capacity) : with / most
    let level = (tenant.fairShare < held ? 2.0 : 0) + (with <= nominal ? 0 : 1)
    return level * 1_024 + Double(1_000 - tenant.priority) + part / (1 + part)
  }
}
