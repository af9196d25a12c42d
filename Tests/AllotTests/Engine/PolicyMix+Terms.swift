import Allot
import AllotPolicies
import AllotTesting

/// Reserves beside every quota, and every term of reclaim with every other.
extension PolicyMix {
  static let terms: [(policy: Policy, naive: NaivePolicy)] = {
    let orders: [(any OrderPart, (any SurplusPart)?, NaivePolicy.Order)] = [
      (ArrivalOrder(), nil, .arrival),
      (WithinQuotaOrder(), nil, .withinQuota),
      (DeservedQuotaOrder(), nil, .deservedQuota),
      (PriorityThenQuotaUseOrder(), nil, .priorityThenQuotaUse),
      (FairShareThenQuotaOrder(), PriorityThenWeightSurplus(), .fairShareThenQuota),
    ]
    let quotas: [(any QuotaPart, NaivePolicy.Quota)] = [
      (NoQuota(), .none), (BorrowingQuota(borrow: Share(percent: 50)), .borrow(500_000)),
      (TierQuota(), .tier),
    ]
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    for (order, surplus, naiveOrder) in orders {
      for (quota, naiveQuota) in quotas {
        for number in 0..<8 {
          var naive = NaivePolicy()
          naive.order = naiveOrder
          naive.quota = naiveQuota
          naive.surplus = surplus == nil ? .arrival : .priorityThenWeight
          naive.fill = number % 4 == 3 ? .easy : .greedy
          naive.reclaims = number > 0
          if surplus != nil && number % 2 == 1 {
            naive.trigger = number == 3 ? .fairShare : .saturation
          }
          naive.weighsAlike = number % 3 == 0
          naive.grace = number % 4 == 2 ? SimDuration(seconds: 7) : nil
          naive.protection = number > 1 ? SimDuration(seconds: number % 2 == 0 ? 4 : 9) : nil
          naive.perRound = number % 3 == 2 ? 200_000 : nil
          if number > 3 && naive.trigger == .quota {
            naive.threshold = number % 2 == 0 ? 1_000_000 : 600_000
            naive.tolerance = number % 3 == 0 ? 0 : 400_000
          }
          naive.interval = number == 5 ? SimDuration(seconds: 3) : nil
          let policy = Policy(
            name: "terms \(order.name) \(quota.name) \(number)",
            order: order,
            quota: quota,
            surplus: surplus,
            weights: naive.weighsAlike ? .equal : .share,
            fill: number % 4 == 3 ? EasyFill() : GreedyFill(),
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
