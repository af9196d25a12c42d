import Allot

/// What tenants would ideally hold of one device model, by definition.
struct IdealParts {
  /// A tenant, or what is left of one without those below it.
  private struct Node {
    var tenant: Int?
    var heirs: [Node] = []
    var guaranteed: Int64
    var most: Int64
    var used: Int64
    var demand: Int64
    var isProtected: Bool

    var excess: Int64 { max(0, used - guaranteed) }
    /// What can be taken below it of its excess.
    var loose: Int64 {
      guard heirs.isEmpty else { return min(excess, heirs.reduce(0) { $0 + $1.loose }) }
      return isProtected ? 0 : excess
    }
  }

  private let root: Node

  init(_ replay: NaiveReplay, _ model: Int) {
    root = Self.node(0, replay, model)
  }

  private static func node(_ tenant: Int, _ replay: NaiveReplay, _ model: Int) -> Node {
    let total = replay.world.cluster.pools.elements.filter { Int($0.kind.model.index) == model }
      .reduce(0) { $0 + Int64($1.nodes * $1.kind.gpus) }
    let ceiling = replay.world.ceiling(of: ID(tenant), in: .devices(ID(model)))
    let used = replay.held(tenant, model: model)
    var node = Node(
      tenant: tenant,
      guaranteed: tenant == 0 ? total : replay.nominal(tenant, model: model) ?? 0,
      most: min(ceiling ?? total, total),
      used: used,
      demand: max(used, Int64(replay.demand(tenant, model))),
      isProtected: !replay.world.tenants.isReclaimable(ID(tenant))
    )
    node.heirs = replay.heirs(of: tenant, model).map { Self.node($0, replay, model) }
    guard !node.heirs.isEmpty else { return node }
    var rest = node
    rest.tenant = nil
    rest.heirs = []
    rest.guaranteed = 0
    rest.used -= node.heirs.reduce(0) { $0 + $1.used }
    let waiting = node.heirs.reduce(node.demand - node.used) { $0 - ($1.demand - $1.used) }
    rest.demand = rest.used + max(0, waiting)
    node.heirs.append(rest)
    // What waits below a tenant is what waits in the last queues.
    node.demand = node.used + node.heirs.reduce(0) { $0 + $1.demand - $1.used }
    return node
  }

  /// What each tenant would hold.
  func parts() -> [Int: Double] {
    var parts: [Int: Double] = [0: Double(root.guaranteed)]
    assign(root.heirs, root.guaranteed, &parts)
    return parts
  }

  private func assign(_ level: [Node], _ total: Int64, _ parts: inout [Int: Double]) {
    var left = total
    var ideal = level.map { _ in Int64(0) }
    for hasGuarantee in [true, false] where hasGuarantee || left > 0 {
      let group = level.indices.filter { (level[$0].guaranteed > 0) == hasGuarantee }
      for index in group {
        let node = level[index]
        // What can not be taken below a tenant stays with it.
        ideal[index] = min(node.used, node.guaranteed) + node.excess - node.loose
        left -= ideal[index]
      }
      pour(into: group, of: level, &ideal, &left)
    }
    for (node, ideal) in zip(level, ideal) {
      if let tenant = node.tenant { parts[tenant] = Double(ideal) }
      if !node.heirs.isEmpty { assign(node.heirs, ideal, &parts) }
    }
  }

  /// What is left goes to those with the smallest part of their guarantee, again and again.
  private func pour(
    into group: [Int],
    of level: [Node],
    _ ideal: inout [Int64],
    _ left: inout Int64
  ) {
    var open = group.filter { ideal[$0] < level[$0].demand }
    while left > 0 && !open.isEmpty {
      let guaranteed = open.reduce(0) { $0 + level[$1].guaranteed }
      let filled = open.map { index in
        let own = level[index].guaranteed
        return own > 0 ? Float(ideal[index]) / Float(own) : .infinity
      }
      let least = zip(open, filled).filter { $0.1 == filled.min() }.map(\.0)
      let (offered, count) = (left, open.count)
      for index in least {
        let node = level[index]
        let weight =
          node.guaranteed > 0 ? Float(node.guaranteed) / Float(guaranteed) : 1 / Float(count)
        // The dominant resource calculator makes offers whole upwards, in single precision.
        let part = Float(Double(offered) * Double(weight))
        let offer = min(left, Int64(part.rounded(.up)))
        let cap = node.heirs.isEmpty ? max(node.used, node.guaranteed) : .max
        let room = min(max(0, node.most - ideal[index]), node.demand - ideal[index])
        let given = min(offer, room, max(0, cap - ideal[index]))
        if given == 0 { open.removeAll { $0 == index } }
        ideal[index] += given
        left -= given
      }
    }
  }
}
