/// A sharing policy: one answer to each question that a scheduler asks.
///
/// A policy is put together from parts, each of which is a small type in a file of its own. Parts
/// see what a scheduler may know; a job's true run time is not among it.
public struct Policy: Sendable {
  /// The name that files and reports use.
  public var name: String
  /// Who goes first.
  public var order: any OrderPart
  /// What each tenant may hold.
  public var quota: any QuotaPart
  /// Who gets what is idle, or nil for whoever comes first.
  public var surplus: (any SurplusPart)?
  /// What a tenant weighs for which the tenants file gives no weight.
  public var weights: WeightRule
  /// How the first jobs of all queues are decided about together, or nil where jobs are visited one
  /// by one.
  public var cycle: (any CyclePart)?
  /// What happens behind the first job that can not start.
  public var fill: any FillPart
  /// How past use is remembered, or nil where it is not.
  public var ledger: (any LedgerPart)?
  /// How what was borrowed is taken back, or nil where it is not.
  public var reclaim: (any ReclaimPart)?
  /// Whether a job that its tenant's limit stops holds up those behind it.
  public var blocked: BlockedRule
  /// The most waiting jobs that have a slot at a time, or nil where all have one; only for fills
  /// that give slots.
  public var depth: Int?
  /// The scheduler looks at the queue at multiples of it only, or whenever something happens where
  /// it is nil.
  public var interval: SimDuration?

  /// A policy made of parts.
  public init(
    name: String,
    order: any OrderPart,
    quota: any QuotaPart,
    surplus: (any SurplusPart)? = nil,
    weights: WeightRule = .share,
    cycle: (any CyclePart)? = nil,
    fill: any FillPart,
    ledger: (any LedgerPart)? = nil,
    reclaim: (any ReclaimPart)? = nil,
    blocked: BlockedRule = .skip,
    depth: Int? = nil,
    interval: SimDuration? = nil
  ) {
    self.name = name
    self.order = order
    self.quota = quota
    self.surplus = surplus
    self.weights = weights
    self.cycle = cycle
    self.fill = fill
    self.ledger = ledger
    self.reclaim = reclaim
    self.blocked = blocked
    self.depth = depth
    self.interval = interval
  }
}

extension Policy {
  /// True where tenants keep reserves: cycles over heads aside, only policies without walls and
  /// without reservations do, because reserves move with what tenants hold.
  public var keepsReserves: Bool {
    cycle == nil && !quota.hasWalls && fill.head == .pass && blocked == .skip
  }

  /// True where a strict queue's blocked job keeps those behind it waiting: under cycles over
  /// heads, and where jobs are visited in policy order and do not all have slots.
  public var keepsStrictQueues: Bool {
    guard cycle == nil else { return true }
    return [.pass, .close, .reserve].contains(fill.head) && fill.backfill == .policy
  }

  /// Parts that have no effect beside the others, each in one sentence.
  public var idleParts: [String] {
    var idle: [String] = []
    if ledger != nil && !order.reads.needLedger {
      idle.append("the ledger has no effect: the order \(order.name) does not read past use")
    }
    // Any entitlements serve as examples: limits and reclaim are rules of them.
    let isIdle = [0, 1_000].allSatisfy { (nominal: Int64) in
      guard let reclaim, !reclaim.terms.readJobPriority,
        let most = quota.limit(nominal: nominal)
      else { return false }
      return !reclaim.mayTake(TenantStanding(held: most, nominal: nominal))
    }
    if isIdle && !quota.hasWalls {
      idle.append("reclaim has no effect: under the quota \(quota.name) nobody holds too much")
    }
    if let surplus,
      quota.bound == .none && !order.reads.contains(.fairShare)
        && reclaim?.readsShares != true
    {
      idle.append("the surplus \(surplus.name) has no effect: nothing reads shares")
    }
    if blocked == .stop && quota.bindsNobody {
      idle.append("'blocked: stop' has no effect: the quota \(quota.name) blocks nobody")
    }
    return idle
  }
}

/// What a job over its tenant's headroom does to the jobs behind it.
public enum BlockedRule: String, Sendable, CaseIterable {
  /// It lets them pass.
  case skip
  /// Nothing behind it in policy order starts in this pass.
  case stop
}

/// A decision that no policy may make; the replay stops with the policy, the job and the instant.
public struct PolicyViolation: Error, Equatable, CustomStringConvertible {
  /// The policy that made the decision.
  public var policy: String
  /// The instant of the decision.
  public var time: SimTime
  /// The job that it concerns, if any.
  public var job: ID<Job>?
  /// What was wrong, in one sentence.
  public var message: String

  /// The violation in one line.
  public var description: String {
    let subject = job.map { ", job at position \($0.index) of the trace" } ?? ""
    return "policy \(policy), \(time.milliseconds) ms\(subject): \(message)"
  }
}
