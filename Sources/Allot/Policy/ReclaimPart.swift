/// The part of a policy that says how borrowed devices are taken back, by preempting.
///
/// The engine looks for victims only when a visited job can not start and may claim. It takes them
/// in their ``ReclaimTerms/victims`` order until a place for the claimant exists, then lets stay
/// whatever can.
public protocol ReclaimPart: PolicyPart {
  /// True where it reads what the division of surplus gives tenants.
  var readsShares: Bool { get }
  /// The largest job for which a tenant may claim.
  ///
  /// Tenants without an entitlement are not asked: they neither claim by themselves nor are taken
  /// from.
  func claimable(_ tenant: TenantStanding) -> Int64
  /// True when jobs of a tenant may be taken, for some claimant.
  func mayTake(_ tenant: TenantStanding) -> Bool
  /// True when a tenant yields a job of so many devices to a sibling's job.
  func yields(
    _ tenant: TenantStanding,
    gpus: Int64,
    to claimant: TenantStanding,
    request: Int64
  ) -> Bool
  /// True where it reads what tenants held when the pass began.
  var readsFirstHoldings: Bool { get }
  /// Which tenants of a claimant and of a victim these questions are about.
  var scope: ReclaimScope { get }
  /// What victims are left with, and how much may be taken at a time.
  var terms: ReclaimTerms { get }
}

extension ReclaimPart {
  /// The terms alone.
  public var settings: [PolicySetting] { termSettings }

  /// The terms as settings of a policy file.
  public var termSettings: [PolicySetting] {
    [
      PolicySetting("checkpoint", terms.checkpoint.map { .duration($0) }),
      PolicySetting("grace", terms.grace.map { .duration($0) }),
      PolicySetting("protection", terms.protection.map { .duration($0) }),
      PolicySetting("per_round", terms.perRound.map { .share($0) }),
      PolicySetting("victims", .word(terms.victims.rawValue)),
      PolicySetting(
        "own_queue",
        .word((terms.ownQueue ? PreemptionRights.Whom.lowerPriority : .never).word)
      ),
      PolicySetting("non_preemptible_from", terms.nonPreemptibleFrom.map { .number($0) }),
    ]
  }

  /// The siblings below the lowest tenant above both.
  public var scope: ReclaimScope { .siblings }

  /// What tenants hold now is all that matters.
  public var readsFirstHoldings: Bool { false }

  /// Shares do not matter.
  public var readsShares: Bool { false }

  /// To every claimant alike.
  public func yields(
    _ tenant: TenantStanding,
    gpus: Int64,
    to claimant: TenantStanding,
    request: Int64
  ) -> Bool {
    mayTake(tenant)
  }
}
