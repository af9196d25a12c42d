import Allot
import AllotPolicies
import AllotTesting

/// Sums of age, fair share and size: under every quota and fill, with full ages that jobs of random
/// worlds reach soon, late and never.
extension PolicyMix {
  static let factors: [(policy: Policy, naive: NaivePolicy)] = {
    let ledger = HalfLifeLedger(
      halfLife: SimDuration(seconds: 100),
      tick: SimDuration(seconds: 10)
    )
    let quotas: [(any QuotaPart, NaivePolicy.Quota)] = [
      (NoQuota(), .none), (WallQuota(), .walls), (CapQuota(), .cap),
      (BorrowingQuota(borrow: Share(percent: 50)), .borrow(500_000)),
    ]
    let fills: [(any FillPart, NaivePolicy.Fill)] = [
      (StrictFill(), .strict), (GreedyFill(), .greedy), (EasyFill(), .easy),
      (EasyFill(backfill: .shortestLimit), .easyShortest), (PlanFill(), .plan(depth: .max)),
    ]
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    for (order, factors) in weightings(ledger) {
      for (quota, naiveQuota) in quotas {
        for (fill, naiveFill) in fills {
          let number = all.count
          var naive = NaivePolicy()
          naive.order = .multifactor(factors)
          naive.quota = naiveQuota
          naive.fill = naiveFill
          naive.reclaims = number % 3 == 1 && !quota.hasWalls && !fill.head.givesSlots
          naive.grace = number % 2 == 0 ? SimDuration(seconds: 7) : nil
          naive.stops = number % 7 == 0
          naive.interval = number % 11 == 0 ? SimDuration(seconds: 3) : nil
          let policy = Policy(
            name: "mix multifactor \(naiveQuota) \(naiveFill) \(number)",
            order: order,
            quota: quota,
            fill: fill,
            ledger: ledger,
            reclaim: naive.reclaims ? WithinQuotaReclaim(ReclaimTerms(grace: naive.grace)) : nil,
            blocked: naive.stops ? .stop : .skip,
            interval: naive.interval
          )
          all.append((policy, naive))
        }
      }
    }
    return all
  }()

  private static func weightings(
    _ ledger: HalfLifeLedger
  ) -> [(MultifactorOrder, NaivePolicy.Factors)] {
    let weights: [(age: Int, fairShare: Int, size: Int, seconds: Int64)] = [
      (1_000, 10_000, 1_000, 30), (1, 3, 2, 3_600), (0, 1_000, 10, 60), (1_000, 1, 20, 8),
      // So heavy that what keys may have fallen by has to be forgotten again and again.
      (1, 100_000, 50_000, 3_000_000),
    ]
    return weights.map { weight in
      var factors = NaivePolicy.Factors()
      factors.age = weight.age
      factors.fairShare = weight.fairShare
      factors.size = weight.size
      factors.maxAge = SimDuration(seconds: weight.seconds)
      factors.dampening = weight.age == 1 ? 3 : 1
      factors.halfLife = ledger.halfLife
      factors.tick = ledger.tick
      let order = MultifactorOrder(
        age: factors.age,
        fairShare: factors.fairShare,
        size: factors.size,
        maxAge: factors.maxAge,
        dampening: factors.dampening
      )
      return (order, factors)
    }
  }
}
