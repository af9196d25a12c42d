import Allot
import AllotPolicies
import AllotTesting

/// Walks over heads with every set of rights, by both rules, with and without putting heads aside.
extension PolicyMix {
  static let heads: [(policy: Policy, naive: NaivePolicy)] = {
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    let least = PreemptionRights.WhileBorrowing(highestPriority: 1)
    for own in PreemptionRights.Whom.allCases {
      for other in PreemptionRights.Whom.allCases {
        let number = all.count / 2
        let rights = PreemptionRights.Table(
          PreemptionRights(
            ownQueue: own,
            otherQueues: other,
            whileBorrowing: number % 3 == 1 ? least : nil
          )
        )
        let checkpoint = number % 4 == 2 ? SimDuration(seconds: 3) : nil
        for rule in [
          HeadsCycle.Rule.classical(ClassicalReclaim(rights: rights)),
          .fair(FairReclaim(rights: rights)),
        ] {
          let cycle = HeadsCycle(
            rule,
            checkpoint: checkpoint,
            admitsByQuotaAlone: number % 3 == 2
          )
          var naive = NaivePolicy()
          naive.cycle = cycle
          naive.fill = number % 5 == 3 ? .strict : .greedy
          naive.checkpoint = checkpoint
          naive.weighsAlike = number % 2 == 0
          naive.interval = number % 7 == 5 ? SimDuration(seconds: 3) : nil
          let policy = Policy(
            name: "heads \(cycle.name) \(own.word) \(other.word)",
            order: PriorityOrder(),
            quota: NoQuota(),
            weights: naive.weighsAlike ? .equal : .share,
            cycle: cycle,
            fill: number % 5 == 3 ? StrictFill() : GreedyFill(),
            interval: naive.interval
          )
          all.append((policy, naive))
        }
      }
    }
    return all
  }()
}
