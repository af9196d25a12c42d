public import Allot

/// Tenants with an entitlement hold no more than that; those without run on whatever is idle.
///
/// A tenant is best effort where siblings have a share and it has none, or one of zero.
public struct TierQuota: QuotaPart {
  /// Entitlements as limits for those who have one.
  public init() {}

  /// `tier`.
  public var name: String { "tier" }

  /// The entitlement, or nothing but the machine for best effort.
  public func limit(nominal: Int64?) -> Int64? { nominal == 0 ? nil : nominal }
}
