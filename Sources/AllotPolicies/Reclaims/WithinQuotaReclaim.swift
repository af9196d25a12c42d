public import Allot

/// A tenant within its nominal quota takes back what tenants above theirs have borrowed.
///
/// A victim loses the work since its last checkpoint; without checkpoints, all of it. With grace it
/// runs on for a while and may end by itself, its devices held for the claimant.
public struct WithinQuotaReclaim: ReclaimPart {
  /// The time between checkpoints, or nil where there are none.
  public var checkpoint: SimDuration?
  /// How long a victim runs on, or nil where it leaves at once.
  public var grace: SimDuration?

  /// Reclaim with or without checkpoints and grace.
  public init(checkpoint: SimDuration? = nil, grace: SimDuration? = nil) {
    self.checkpoint = checkpoint
    self.grace = grace
  }

  /// `within-quota`.
  public var name: String { "within-quota" }

  /// What is left of the quota.
  public func claimable(_ tenant: TenantStanding) -> Int64 { tenant.nominal - tenant.held }

  /// Only tenants above their quota yield.
  public func mayTake(_ tenant: TenantStanding) -> Bool { tenant.held > tenant.nominal }
}
