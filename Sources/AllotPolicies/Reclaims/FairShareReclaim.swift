public import Allot

/// A tenant below its fair share takes back from tenants that hold more than theirs.
///
/// It takes back up to a part of its share. Nobody yields a job without which it would hold less
/// than its own share. A victim loses the work since its last checkpoint; without checkpoints, all
/// of it.
///
/// Source: apache/hadoop trunk, preemption of the Fair Scheduler, of queues here and of
/// applications there; without its timeouts and the utilization below which it does nothing.
public struct FairShareReclaim: ReclaimPart {
  /// What victims are left with, and how much may be taken at a time.
  public var terms: ReclaimTerms
  /// The part of its share up to which a tenant takes back, its job included.
  public var threshold: Share
  /// True where it may take back up to its entitlement, too.
  public var claimsEntitlement: Bool

  /// Reclaim of half of the share, as the Fair Scheduler does where nothing else is said.
  public init(
    _ terms: ReclaimTerms = ReclaimTerms(),
    threshold: Share = Share(millionths: 500_000),
    claimsEntitlement: Bool = false
  ) {
    self.terms = terms
    self.threshold = threshold
    self.claimsEntitlement = claimsEntitlement
  }

  /// `fair-share`.
  public var name: String { "fair-share" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    termSettings + [
      PolicySetting("threshold", .share(threshold)),
      PolicySetting("floor", .word(claimsEntitlement ? "entitlement" : "none")),
    ]
  }
  /// Shares say who may take back, and from whom.
  public var readsShares: Bool { true }

  /// What is left of the share up to the threshold, rounded down.
  public func claimable(_ tenant: TenantStanding) -> Int64 {
    let part = tenant.missing(
      to: tenant.share * Double(threshold.millionths) / Double(Share.whole.millionths)
    )
    return claimsEntitlement ? max(part, tenant.nominal - tenant.held) : part
  }

  /// Only who holds more than its share yields.
  public func mayTake(_ tenant: TenantStanding) -> Bool { Double(tenant.held) > tenant.share }

  /// Only what leaves it its share.
  public func yields(
    _ tenant: TenantStanding,
    gpus: Int64,
    to claimant: TenantStanding,
    request: Int64
  ) -> Bool {
    Double(tenant.held - gpus) >= tenant.share
  }
}
