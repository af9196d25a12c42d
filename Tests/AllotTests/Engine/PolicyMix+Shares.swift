import Allot
import AllotPolicies
import AllotTesting

/// Every division of surplus with every order and quota that read it, with and without preemption,
/// memory and intervals.
extension PolicyMix {
  static let shares: [(policy: Policy, naive: NaivePolicy)] = {
    let ledger = HalfLifeLedger(
      halfLife: SimDuration(seconds: 100),
      tick: SimDuration(seconds: 10)
    )
    let orders: [(any OrderPart, (any LedgerPart)?, NaivePolicy.Order)] = [
      (ArrivalOrder(), nil, .arrival),
      (DeservedShareOrder(), nil, .deservedShare),
      (QuotaUseOrder(), nil, .quotaUse),
      (WithinQuotaOrder(), nil, .withinQuota),
      (DeservedQuotaOrder(), nil, .deservedQuota),
      (DominantRatioOrder(), nil, .minimumShare),
      (FairShareThenQuotaOrder(), nil, .fairShareThenQuota),
      (DominantShareOrder(), nil, .dominantShare),
      (HierarchicalShareOrder(), nil, .hierarchicalShare),
      (FairShareOrder(), ledger, .fairShare(halfLife: ledger.halfLife, tick: ledger.tick)),
    ]
    let quotas: [(any QuotaPart, NaivePolicy.Quota)] = [
      (ShareQuota(), .share), (UntilShareQuota(), .untilShare), (NoQuota(), .none),
      (CapQuota(), .cap), (TierQuota(), .tier),
    ]
    let surpluses: [(any SurplusPart, NaivePolicy.Surplus)] = [
      (WeightSurplus(), .weight), (GroupQuotaSurplus(), .groupQuota),
      (PriorityThenWeightSurplus(), .priorityThenWeight), (MinimumShareSurplus(), .minimumShare),
      (IdealSurplus(), .ideal),
    ]
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    for (order, memory, naiveOrder) in orders {
      for (quota, naiveQuota) in quotas {
        for (surplus, naiveSurplus) in surpluses
        where quota.bound == .none || !surplus.mayLeaveNothing {
          let number = all.count
          var naive = NaivePolicy()
          naive.order = naiveOrder
          naive.quota = naiveQuota
          naive.surplus = naiveSurplus
          naive.fill = quota.bound == .none && number % 3 == 0 ? .easy : .greedy
          naive.reclaims = number % 4 == 3
          naive.grace = number % 8 == 3 ? SimDuration(seconds: 7) : nil
          naive.trigger = number % 16 > 8 ? number % 3 > 0 ? .fairShare : .saturation : .quota
          if naiveSurplus == .ideal { naive.trigger = .ideal }
          if naiveSurplus == .ideal || naiveSurplus == .minimumShare {
            naive.reclaims = number % 4 > 0
          }
          if naiveSurplus == .weight && number % 3 == 1 { naive.trigger = .untilShare }
          naive.claimsEntitlement = number % 5 == 0
          naive.threshold = naive.trigger == .fairShare ? 700_000 : 1_000_000
          // Else nothing would ever start in tenants that are promised nothing.
          let mayStarve = quota.bound != .none && naiveSurplus == .priorityThenWeight
          naive.weighsAlike = number % 3 == 1 || mayStarve
          naive.interval = number % 7 == 5 ? SimDuration(seconds: 3) : nil
          let policy = Policy(
            name: "mix \(order.name) \(quota.name) \(surplus.name) \(number)",
            order: order,
            quota: quota,
            surplus: surplus,
            weights: naive.weighsAlike ? .equal : .share,
            fill: quota.bound == .none && number % 3 == 0 ? EasyFill() : GreedyFill(),
            ledger: memory,
            reclaim: reclaim(of: naive),
            interval: naive.interval
          )
          all.append((policy, naive))
        }
      }
    }
    return all
  }()
}
