internal import Allot
internal import AllotPolicies

/// Cases about whole cycles: which workloads are admitted and which must leave.
enum KueueCycleCase {
  static let kind = PolicyCaseKinds.Kind(
    name: "kueue.cycle",
    keys: ["fairSharing", "run", "nodes", "admitted", "pending"]
  ) { inputs throws(InputError) in
    var tree = try KueueTree(nodes: inputs.required("nodes"), usages: [])
    guard tree.columns.count == 1 else {
      throw try inputs.required("nodes").error(
        "\(tree.columns.count) flavors and resources have quotas; these cases have one"
      )
    }
    let admitted = try inputs.required("admitted").list { value throws(InputError) in
      try value.mapping(keys: waitingKeys + ["quotaReservedSecRel"])
    }
    let pending = try inputs.required("pending").list { value throws(InputError) in
      try value.mapping(keys: waitingKeys)
    }
    let names = try YamlMapping.names(of: admitted + pending)
    let ranks = KueuePreemptionCase.ranks(names)
    for (index, row) in admitted.enumerated() {
      tree.admit(try tree.holding(row, rank: ranks[index], amounts: gpus(row)))
    }
    let waiting = try pending.enumerated().map { index, row throws(InputError) in
      try tree.holding(row, rank: ranks[admitted.count + index], amounts: gpus(row))
    }
    let isFair = try inputs.required("fairSharing").flag()
    let run = try inputs.required("run").word(among: ["one-cycle", "cycles-until-quiet"])
    let cycles = cycles(
      HeadsCycle(
        isFair
          ? .fair(FairReclaim(rights: tree.rights))
          : .classical(ClassicalReclaim(rights: tree.rights))
      ),
      waiting,
      tree,
      isSingle: run == "one-cycle"
    )
    let byRank = Dictionary(uniqueKeysWithValues: zip(ranks, names))
    return .map([
      CaseValue.Entry(
        "cycles",
        .list(cycles.map { value(of: $0, names: byRank) })
      )
    ])
  }

  private static let waitingKeys = ["name", "clusterQueue", "gpus", "priority", "createdSecRel"]
  private static let longest = 60

  private struct Cycle {
    var admitted: [Int] = []
    var evicted: [(rank: Int, reason: QuotaVictim.Reason)] = []
  }

  private static func gpus(_ row: YamlMapping) throws(InputError) -> [Holding.Amount] {
    [Holding.Amount(column: 0, units: try row.required("gpus").units())]
  }

  /// The first cycle and every later one that admits.
  private static func cycles(
    _ cycle: HeadsCycle,
    _ waiting: [Holding],
    _ tree: KueueTree,
    isSingle: Bool
  ) -> [Cycle] {
    var state = tree.state
    var queue = waiting.sorted { $0.isMoreUrgent(than: $1) }
    var parked: Set<Int> = []
    var cycles: [Cycle] = []
    for number in 0..<(isSingle ? 1 : longest) {
      var heads: [Holding] = []
      for job in queue where !parked.contains(job.rank) {
        if !heads.contains(where: { $0.node == job.node }) { heads.append(job) }
      }
      var during = state
      let decisions = cycle.decide(heads, in: &during)
      var result = Cycle()
      var hasParked = false
      for decision in decisions {
        let head = heads[decision.head]
        switch decision.outcome {
        case .admitted:
          state.admit(head)
          queue.removeAll { $0.rank == head.rank }
          result.admitted.append(head.rank)
        case .preempts(let victims):
          result.evicted += victims.map { (state.holdings[$0.holding].rank, $0.reason) }
        case .waits:
          if !tree.isStrict[head.node] {
            parked.insert(head.rank)
            hasParked = true
          }
        case .deferred: break
        }
      }
      if number == 0 || !result.admitted.isEmpty { cycles.append(result) }
      if result.admitted.isEmpty && !hasParked { break }
    }
    return cycles
  }

  private static func value(of cycle: Cycle, names: [Int: String]) -> CaseValue {
    .map([
      CaseValue.Entry("admitted", .set(cycle.admitted.map { .text(names[$0] ?? "") })),
      CaseValue.Entry(
        "evicted",
        .set(
          cycle.evicted.map { victim in
            .map([
              CaseValue.Entry("name", .text(names[victim.rank] ?? "")),
              CaseValue.Entry("reason", .text(victim.reason.rawValue)),
            ])
          }
        )
      ),
    ])
  }
}
