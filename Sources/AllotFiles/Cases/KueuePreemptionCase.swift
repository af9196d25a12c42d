internal import Allot
internal import AllotPolicies

/// Cases about which workloads must leave so that an incoming one fits.
enum KueuePreemptionCase {
  static let kind = PolicyCaseKinds.Kind(
    name: "kueue.preemption",
    keys: ["mode", "strategies", "nodes", "admitted", "incoming", "needPreemptionOn"]
  ) { inputs throws(InputError) in
    let rows = try inputs.required("admitted").list { value throws(InputError) in
      try value.mapping(keys: keys)
    }
    let incoming = try inputs.required("incoming").mapping(keys: keys)
    let usages = try (rows + [incoming]).map { row throws(InputError) in try row.required("usage") }
    var tree = try KueueTree(nodes: inputs.required("nodes"), usages: usages)
    let uids = try rows.map { row throws(InputError) in try row.required("uid").textOrEmpty() }
    let ranks = ranks(uids)
    for (index, row) in rows.enumerated() {
      let amounts = try tree.amounts(row.required("usage"))
      tree.admit(try tree.holding(row, rank: ranks[index], amounts: amounts))
    }
    let request = try tree.amounts(incoming.required("usage"))
    let claim = try tree.holding(incoming, rank: rows.count, amounts: request)
    let contested = try inputs.required("needPreemptionOn").list { value throws(InputError) in
      try tree.column(value)
    }
    let victims = try victims(inputs, for: claim, contested: contested, tree)
    return .map([
      CaseValue.Entry(
        "targets",
        .set(
          try victims.map { victim throws(InputError) in
            .map([
              CaseValue.Entry("name", .text(try rows[victim.holding].required("name").text())),
              CaseValue.Entry("reason", .text(victim.reason.rawValue)),
            ])
          }
        )
      )
    ])
  }

  private static let keys = [
    "name", "clusterQueue", "priority", "createdSecRel", "quotaReservedSecRel", "alreadyEvicted",
    "uid", "usage",
  ]

  /// The place of each name in their order as bytes.
  static func ranks(_ names: [String]) -> [Int] {
    var ranks = names.indices.map { $0 }
    let order = names.indices.sorted {
      let (a, b) = (Array(names[$0].utf8), Array(names[$1].utf8))
      return a == b ? $0 < $1 : a.lexicographicallyPrecedes(b)
    }
    for (rank, index) in order.enumerated() { ranks[index] = rank }
    return ranks
  }

  private static func victims(
    _ inputs: YamlMapping,
    for claim: Holding,
    contested: [Int],
    _ tree: KueueTree
  ) throws(InputError) -> [QuotaVictim] {
    var state = tree.state
    let mode = try inputs.required("mode").word(among: ["classical", "fair"])
    let words = FairReclaim.Strategy.allCases.map(\.rawValue)
    let names = try inputs.required("strategies").list { value throws(InputError) in
      try value.word(among: words)
    }
    if mode == "classical" {
      let reclaim = ClassicalReclaim(rights: tree.rights)
      return reclaim.victims(for: claim, contested: contested, in: &state)
    }
    let strategies = names.compactMap(FairReclaim.Strategy.init(rawValue:))
    let reclaim =
      strategies.isEmpty
      ? FairReclaim(rights: tree.rights)
      : FairReclaim(rights: tree.rights, strategies: strategies)
    return reclaim.victims(for: claim, contested: contested, in: &state)
  }
}
