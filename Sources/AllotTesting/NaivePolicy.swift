public import Allot

/// A policy by definition, for the naive twin: what each part means, not how it is computed.
public struct NaivePolicy: Sendable {
  /// Who goes first.
  public enum Order: Sendable {
    /// By submit time.
    case arrival
    /// By use for weight, halved after each half-life.
    case fairShare(halfLife: SimDuration, tick: SimDuration)
    /// By weighted age, fair share and size.
    case multifactor(Factors)
    /// Whoever stays within quota first, then by submit time.
    case withinQuota
    /// By what a tenant holds of what it counts on.
    case deservedShare
    /// By what a tenant holds of its entitlement; those without one last.
    case quotaUse
    /// The same by priority first; those without one go first as long as they hold nothing.
    case deservedQuota
    /// Who holds less than its entitlement, then by priority, then by what is held of it.
    case priorityThenQuotaUse
    /// Whoever holds less than its entitlement, then by what is held for the weight.
    case minimumShare
    /// By fair share, entitlement and what is held of the larger of them.
    case fairShareThenQuota
    /// By the largest part of any resource for the weight.
    case dominantShare
    /// The same, where children that want no more count as they are, the others rescaled.
    case hierarchicalShare
    /// By a figure of the job at this instant, the lowest first.
    case score(@Sendable (JobFacts) -> Double)
  }

  /// The weights of a sum, and the ledger behind its fair share.
  public struct Factors: Sendable {
    /// The weight of the age.
    public var age = 1_000
    /// The weight of the fair share.
    public var fairShare = 10_000
    /// The weight of the size.
    public var size = 1_000
    /// The wait that counts as full age.
    public var maxAge = SimDuration(seconds: 7 * 86_400)
    /// How much more than its share a tenant may use until its fair share halves once more.
    public var dampening = 1
    /// After which use counts half.
    public var halfLife = SimDuration(seconds: 7 * 86_400)
    /// The time between ticks.
    public var tick = SimDuration(seconds: 300)

    /// The weights of the preset.
    public init() {}
  }

  /// A waiting job in the units of published formulas.
  public struct JobFacts: Sendable {
    /// Seconds from the beginning of the trace to its submission.
    public var submit: Double
    /// Seconds since then.
    public var wait: Double
    /// Seconds that it requests.
    public var request: Double
    /// Its devices, at least one.
    public var size: Double
  }

  /// What a tenant may hold.
  public enum Quota: Sendable {
    /// Anything.
    case none
    /// The nodes of its class.
    case walls
    /// Its entitlement.
    case cap
    /// Its entitlement, or anything for who has none.
    case tier
    /// Its entitlement and a part of it more, in millionths.
    case borrow(Int64)
    /// Its entitlement, but no more than a number.
    case ceiling(Int64)
    /// What the division of surplus gives it.
    case share
    /// Anything, as long as it holds less than that.
    case untilShare
  }

  /// Who gets what is idle.
  public enum Surplus: Sendable {
    /// Whoever comes first.
    case arrival
    /// Everybody by weight, up to what it wants.
    case weight
    /// Everybody its entitlement, then by entitlement.
    case groupQuota
    /// Everybody its entitlement, then by weight in whole units.
    case priorityThenWeight
    /// Who wants something by weight, but at least its entitlement, whatever it wants.
    case minimumShare
    /// Level by level, to whoever has least of its entitlement.
    case ideal
  }

  /// Who takes back, and from whom.
  public enum Trigger: Sendable {
    /// Who stays within its entitlement, from who holds more than its own.
    case quota
    /// Who stays within its fair share, by fair shares, entitlements and saturation.
    case saturation
    /// Who stays within a part of its fair share, from who keeps its own.
    case fairShare
    /// Who stays within its ideal assignment, from who holds more, as all above it.
    case ideal
    /// Who holds less than its share, from who holds more.
    case untilShare
  }

  /// What happens behind the first job that can not start.
  public enum Fill: Sendable {
    /// Nothing.
    case strict
    /// Everything that fits.
    case greedy
    /// What does not delay the first.
    case easy
    /// The same, shortest limit first.
    case easyShortest
    /// Every job, up to a number, is planned anew at every pass.
    case plan(depth: Int)
    /// Every job, up to a number of them waiting, keeps a slot that only moves earlier.
    case conservative(depth: Int)

    var givesSlots: Bool {
      switch self {
      case .plan, .conservative: true
      default: false
      }
    }
  }

  /// Who goes first.
  public var order = Order.arrival
  /// What a tenant may hold.
  public var quota = Quota.none
  /// Who gets what is idle.
  public var surplus = Surplus.arrival
  /// What happens behind the first job that can not start.
  public var fill = Fill.easy
  /// The rules of a cycle over heads, or nil where jobs are visited one by one.
  public var cycle: (any CyclePart)?
  /// True when borrowed devices are taken back.
  public var reclaims = false
  /// Who takes back.
  public var trigger = Trigger.quota
  /// The heights above queues at which tenants are compared as well, where queues are compared
  /// instead of siblings.
  public var ancestors: Int?
  /// True when tenants weigh alike for which the file gives no weight.
  public var weighsAlike = false
  /// The time between checkpoints, or nil.
  public var checkpoint: SimDuration?
  /// How long victims run on, or nil where they leave at once.
  public var grace: SimDuration?
  /// How long jobs run before they may be taken, or nil.
  public var protection: SimDuration?
  /// After how much of the cluster a pass takes back no more, in millionths, or nil.
  public var perRound: Int64?
  /// True where the last in line yield first, instead of the latest start.
  public var lastInLineYields = false
  /// True where jobs preempt less urgent ones of their own queues.
  public var ownQueue = false
  /// The priority from which on jobs are never preempted, and stay within entitlements; or nil.
  public var nonPreemptibleFrom: Int?
  /// The part of its entitlement, or its share, up to which a tenant takes back, in millionths.
  public var threshold: Int64 = 1_000_000
  /// True where a tenant takes back up to its entitlement, too.
  public var claimsEntitlement = false
  /// The part of its entitlement that a tenant holds beyond it before it yields, in millionths.
  public var tolerance: Int64 = 0
  /// The scheduler looks at multiples of it only, or always.
  public var interval: SimDuration?
  /// True when a job over its limit stops those behind it.
  public var stops = false

  /// First come, first served with EASY.
  public init() {}

  /// The definition of a shipped policy, or nil for an unknown name.
  ///
  /// Those that decide over heads take the rules of a cycle from outside.
  public init?(named name: String, cycle: (any CyclePart)? = nil) {
    self.cycle = cycle
    switch name {
    case "fcfs": fill = .strict
    case "easy": break
    case "easy-sjbf": fill = .easyShortest
    case "conservative": fill = .conservative(depth: .max)
    case "static-partition": quota = .walls
    case "fair-share":
      order = .fairShare(
        halfLife: SimDuration(seconds: 7 * 86_400),
        tick: SimDuration(seconds: 300)
      )
    case "multifactor": order = .multifactor(Factors())
    case "quota-borrowing":
      order = .withinQuota
      reclaims = true
    case "volcano-proportion":
      order = .deservedShare
      quota = .untilShare
      surplus = .weight
      fill = .greedy
    case "htcondor":
      order = .quotaUse
      quota = .share
      surplus = .groupQuota
      fill = .greedy
    case "kueue", "kueue-fair":
      weighsAlike = true
      fill = .greedy
    case "kai":
      order = .fairShareThenQuota
      surplus = .priorityThenWeight
      weighsAlike = true
      fill = .greedy
      reclaims = true
      trigger = .saturation
      lastInLineYields = true
      ownQueue = true
      nonPreemptibleFrom = 100
    case "volcano-capacity":
      order = .deservedQuota
      fill = .greedy
      reclaims = true
      lastInLineYields = true
      ancestors = 0
    case "yarn-fair":
      order = .minimumShare
      weighsAlike = true
      fill = .greedy
    case "yarn-capacity":
      order = .quotaUse
      fill = .greedy
    case "drf":
      order = .dominantShare
      weighsAlike = true
      fill = .greedy
    case "best-effort-tier":
      order = .withinQuota
      quota = .tier
      reclaims = true
    default: return nil
    }
  }
}
