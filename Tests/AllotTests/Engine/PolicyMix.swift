import Allot
import AllotPolicies
import AllotTesting

/// Combinations of parts that no preset has, so that every part meets every other.
enum PolicyMix {
  /// `quota-borrowing` with grace, short and long beside the run times of random worlds.
  static let graces: [(policy: Policy, naive: NaivePolicy)] = [Int64(1), 40].map { seconds in
    guard var policy = PolicyPresets.named("quota-borrowing"),
      var naive = NaivePolicy(named: "quota-borrowing")
    else { preconditionFailure("the preset is shipped") }
    let grace = SimDuration(seconds: seconds)
    policy.name += " with a grace of \(seconds) s"
    policy.reclaim = WithinQuotaReclaim(ReclaimTerms(grace: grace))
    naive.grace = grace
    return (policy, naive)
  }

  static let all: [(policy: Policy, naive: NaivePolicy)] = {
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    let ledger = HalfLifeLedger(halfLife: SimDuration(seconds: 3_600))
    let orders: [(any OrderPart, (any LedgerPart)?, NaivePolicy.Order)] = [
      (ArrivalOrder(), nil, .arrival),
      (FairShareOrder(), ledger, .fairShare(halfLife: ledger.halfLife, tick: ledger.tick)),
      (WithinQuotaOrder(), nil, .withinQuota),
    ]
    let quotas: [(any QuotaPart, NaivePolicy.Quota)] = [
      (NoQuota(), .none), (WallQuota(), .walls), (CapQuota(), .cap),
      (BorrowingQuota(borrow: Share(percent: 50)), .borrow(500_000)),
    ]
    let fills: [(any FillPart, NaivePolicy.Fill)] = [
      (StrictFill(), .strict), (GreedyFill(), .greedy), (EasyFill(), .easy),
      (EasyFill(backfill: .shortestLimit), .easyShortest),
    ]
    for (order, memory, naiveOrder) in orders {
      for (quota, naiveQuota) in quotas {
        for (fill, naiveFill) in fills {
          let number = all.count
          var naive = NaivePolicy()
          naive.order = naiveOrder
          naive.quota = naiveQuota
          naive.fill = naiveFill
          naive.reclaims = number % 2 == 1 && !quota.hasWalls
          naive.checkpoint = number % 4 == 1 ? SimDuration(seconds: 3) : nil
          naive.grace = number % 3 == 0 ? SimDuration(seconds: 7) : nil
          naive.stops = number % 5 == 0
          let policy = Policy(
            name: "mix \(naiveOrder) \(naiveQuota) \(naiveFill) \(number)",
            order: order,
            quota: quota,
            fill: fill,
            ledger: memory,
            reclaim: naive.reclaims
              ? WithinQuotaReclaim(ReclaimTerms(checkpoint: naive.checkpoint, grace: naive.grace))
              : nil,
            blocked: naive.stops ? .stop : .skip
          )
          all.append((policy, naive))
        }
      }
    }
    return all
  }()

  /// Every order that looks at jobs alone, with its formula written again.
  private static let scores: [(any OrderPart, @Sendable (NaivePolicy.JobFacts) -> Double)] = [
    (ShortestFirstOrder(), { $0.request }),
    (LongestFirstOrder(), { -$0.request }),
    (SmallestFirstOrder(), { $0.size }),
    (DeadlineOrder(), { $0.submit + $0.request }),
    (F1Order(), { Elementary.log10($0.request) * $0.size + 870 * logSubmit($0) }),
    (F2Order(), { $0.request.squareRoot() * $0.size + 25_600 * logSubmit($0) }),
    (F3Order(), { $0.request * $0.size + 6_860_000 * logSubmit($0) }),
    (F4Order(), { $0.request * $0.size.squareRoot() + 530_000 * logSubmit($0) }),
    (
      WFP3Order(),
      { -($0.wait / $0.request) * ($0.wait / $0.request) * ($0.wait / $0.request) * $0.size }
    ),
    (
      UnicepOrder(),
      { -($0.wait + 1e-15) / (Elementary.log2($0.size + 1e-15) * $0.request) }
    ),
    (BoundedSlowdownOrder(), { -($0.wait + $0.request) / max($0.request, 10) }),
  ]

  private static func logSubmit(_ job: NaivePolicy.JobFacts) -> Double {
    Elementary.log10(max(job.submit, 0.1))
  }

  /// Each of these orders under each fill, with and without tenants' limits and reclaim.
  static let jobOrders: [(policy: Policy, naive: NaivePolicy)] = {
    let fills: [(any FillPart, NaivePolicy.Fill)] = [
      (StrictFill(), .strict), (GreedyFill(), .greedy), (EasyFill(), .easy),
      (EasyFill(backfill: .shortestLimit), .easyShortest),
    ]
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    for (order, score) in scores {
      for (fill, naiveFill) in fills {
        let number = all.count
        var naive = NaivePolicy()
        naive.order = .score(score)
        naive.fill = naiveFill
        if number % 3 == 1 { naive.quota = .cap }
        naive.reclaims = number % 5 == 2
        let policy = Policy(
          name: "mix \(order.name) \(fill.name) \(number)",
          order: order,
          quota: number % 3 == 1 ? CapQuota() : NoQuota(),
          fill: fill,
          reclaim: naive.reclaims ? WithinQuotaReclaim() : nil
        )
        all.append((policy, naive))
      }
    }
    return all
  }()

  /// Fills that give every job a slot, with other orders, limits, depths and intervals.
  static let slots: [(policy: Policy, naive: NaivePolicy)] = {
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    func add(_ policy: Policy, depth: Int?, _ change: (inout NaivePolicy) -> Void) {
      var naive = NaivePolicy()
      change(&naive)
      var policy = policy
      policy.interval = naive.interval
      policy.depth = depth
      policy.blocked = naive.stops ? .stop : .skip
      policy.name = "mix \(policy.fill.name) \(policy.order.name) \(all.count)"
      all.append((policy, naive))
    }
    let ledger = HalfLifeLedger(halfLife: SimDuration(seconds: 3_600))
    let tree = NaivePolicy.Order.fairShare(halfLife: ledger.halfLife, tick: ledger.tick)
    let quotas: [(any QuotaPart, NaivePolicy.Quota)] = [
      (NoQuota(), .none), (WallQuota(), .walls), (CapQuota(), .cap),
    ]
    for depth in [Int.max, 3] {
      for interval in [nil, SimDuration(seconds: 7)] {
        let bound = depth == .max ? nil : depth
        for (quota, naiveQuota) in quotas {
          let arrival = Policy(
            name: "",
            order: ArrivalOrder(),
            quota: quota,
            fill: ConservativeFill()
          )
          add(arrival, depth: bound) {
            $0.quota = naiveQuota
            $0.fill = .conservative(depth: depth)
            $0.interval = interval
          }
          let planned = Policy(
            name: "",
            order: FairShareOrder(),
            quota: quota,
            fill: PlanFill(),
            ledger: ledger
          )
          add(planned, depth: bound) {
            $0.order = tree
            $0.quota = naiveQuota
            $0.fill = .plan(depth: depth)
            $0.interval = interval
            $0.stops = depth == 3
          }
        }
        let none = NoQuota()
        let within = Policy(
          name: "",
          order: WithinQuotaOrder(),
          quota: none,
          fill: PlanFill()
        )
        add(within, depth: bound) {
          $0.order = .withinQuota
          $0.fill = .plan(depth: depth)
          $0.interval = interval
        }
        for (order, score) in scores {
          let plan = Policy(name: "", order: order, quota: none, fill: PlanFill())
          add(plan, depth: bound) {
            $0.order = .score(score)
            $0.fill = .plan(depth: depth)
            $0.interval = interval
          }
          guard order.reads.isEmpty else { continue }
          let fill = ConservativeFill()
          add(Policy(name: "", order: order, quota: none, fill: fill), depth: bound) {
            $0.order = .score(score)
            $0.fill = .conservative(depth: depth)
            $0.interval = interval
          }
        }
      }
    }
    return all
  }()

  /// The fills that an interval stretches: every other one, on the presets' orders.
  static let intervals: [(policy: Policy, naive: NaivePolicy)] = PolicyPresets.all.compactMap {
    guard var naive = NaivePolicy(named: $0.policy.name, cycle: $0.policy.cycle) else { return nil }
    var policy = $0.policy
    policy.name = "mix \(policy.name) at intervals"
    policy.interval = SimDuration(seconds: 7)
    naive.interval = policy.interval
    return (policy, naive)
  }
}
