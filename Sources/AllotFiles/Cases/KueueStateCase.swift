internal import Allot

/// Cases about what cohorts and cluster queues may hold, borrow and show as their share.
enum KueueStateCase {
  static let nodeState = PolicyCaseKinds.Kind(
    name: "kueue.node-state",
    keys: ["nodes", "admitted"]
  ) { inputs throws(InputError) in
    let tree = try tree(inputs)
    return .map([
      CaseValue.Entry("nodes", .selection(tree.names.indices.map { nodeState(of: $0, tree) }))
    ])
  }

  static let roundedShare = PolicyCaseKinds.Kind(
    name: "kueue.rounded-share",
    keys: ["nodes", "admitted", "hypotheticalRequest"]
  ) { inputs throws(InputError) in
    let request = try inputs.required("hypotheticalRequest").mapping(keys: ["node", "usage"])
    let usage = try request.required("usage")
    let tree = try tree(inputs, with: [usage])
    let asking = try request.required("node").textOrEmpty()
    if !asking.isEmpty && !tree.names.contains(asking) {
      throw request.owner.error("there is no node '\(asking)'")
    }
    var more = Array(repeating: Int64(0), count: tree.columns.count)
    for amount in try tree.amounts(usage) { more[amount.column] += amount.units }
    let shares = tree.names.indices.map { node in
      tree.state.tree.dominantShare(
        of: node,
        weight: tree.state.weights[node],
        resources: tree.state.resources,
        with: tree.names[node] == asking ? more : []
      )
      .value.rounded(.up)
    }
    return .map([
      CaseValue.Entry(
        "roundedWeightedShare",
        .partialMap(zip(tree.names, shares).map { CaseValue.Entry($0, .number($1)) })
      )
    ])
  }

  private static func tree(
    _ inputs: YamlMapping,
    with others: [YamlValue] = []
  ) throws(InputError) -> KueueTree {
    let admitted = try inputs.required("admitted").list { value throws(InputError) in
      try value.mapping(keys: ["clusterQueue", "usage"])
    }
    let usages = try admitted.map { row throws(InputError) in try row.required("usage") }
    var tree = try KueueTree(nodes: inputs.required("nodes"), usages: usages + others)
    for (rank, row) in admitted.enumerated() {
      let amounts = try tree.amounts(row.required("usage"))
      tree.admit(try tree.holding(row, rank: rank, amounts: amounts))
    }
    return tree
  }

  private static func nodeState(of node: Int, _ tree: KueueTree) -> CaseValue {
    let quotas = tree.state.tree
    let share = tree.state.share(of: node)
    var entries = [
      CaseValue.Entry("node", .text(tree.names[node])),
      CaseValue.Entry("borrowing", .flag(share.isBorrowing)),
      CaseValue.Entry("weightedShareX1000", .number(share.value)),
    ]
    func amounts(_ amount: (Int) -> Int64) -> CaseValue {
      .partialMap(
        tree.columns.enumerated().map { CaseValue.Entry($1, .integer(max(0, amount($0)))) }
      )
    }
    if tree.isQueue[node] {
      entries.append(CaseValue.Entry("available", amounts { quotas.available(to: node, $0) }))
      entries.append(
        CaseValue.Entry(
          "potentialAvailable",
          amounts { quotas.potentiallyAvailable(to: node, $0) }
        )
      )
    }
    return .partialMap(entries)
  }
}
