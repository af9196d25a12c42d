public import Allot

/// A tenant within its nominal quota takes back what tenants above theirs have borrowed.
///
/// A victim loses the work since its last checkpoint; without checkpoints, all of it. With grace it
/// runs on for a while and may end by itself, its devices held for the claimant.
///
/// Sources of the threshold and the tolerance: YARN, `fairSharePreemptionThreshold` of its fair and
/// `max_ignored_over_capacity` of its capacity scheduler, both of quotas here.
public struct WithinQuotaReclaim: ReclaimPart {
  /// What victims are left with, and how much may be taken at a time.
  public var terms: ReclaimTerms
  /// The part of its quota up to which a tenant takes back, its job included.
  public var threshold: Share
  /// The part of its quota that a tenant may hold beyond it before it yields.
  public var tolerance: Share

  /// Reclaim of the whole quota from whoever holds more than its own.
  public init(
    _ terms: ReclaimTerms = ReclaimTerms(),
    threshold: Share = .whole,
    tolerance: Share = Share(millionths: 0)
  ) {
    self.terms = terms
    self.threshold = threshold
    self.tolerance = tolerance
  }

  /// `within-quota`.
  public var name: String { "within-quota" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    termSettings + [
      PolicySetting("threshold", .share(threshold)), PolicySetting("tolerance", .share(tolerance)),
    ]
  }

  /// What is left of the quota up to the threshold, rounded down.
  public func claimable(_ tenant: TenantStanding) -> Int64 {
    part(threshold, of: tenant.nominal) - tenant.held
  }

  /// Only tenants above their quota, and what they may hold beyond it, yield.
  public func mayTake(_ tenant: TenantStanding) -> Bool {
    tenant.held - tenant.nominal > part(tolerance, of: tenant.nominal)
  }

  private func part(_ share: Share, of quota: Int64) -> Int64 {
    quota * share.millionths / Share.whole.millionths
  }
}
