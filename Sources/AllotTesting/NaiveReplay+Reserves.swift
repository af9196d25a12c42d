import Allot

/// What tenants keep for themselves, by definition.
extension NaiveReplay {
  /// What a tenant keeps of its entitlement whatever others want.
  func reserve(_ tenant: Int, model: Int) -> Int64 {
    guard policy.cycle == nil, !policy.stops, case .greedy = policy.fill else { return 0 }
    if case .walls = policy.quota { return 0 }
    let terms = world.tenants[ID(tenant)].terms
    guard let nominal = nominal(tenant, model: model) else { return 0 }
    let name = world.cluster.models[ID(model)].name
    let lent = terms.lend?.devices(of: name, whole: nominal) ?? nominal
    let kept = terms.reserve?.devices(of: name, whole: nominal) ?? 0
    return min(nominal, max(kept, nominal - lent, 0))
  }

  /// What a tenant speaks for: what is held below it or kept for those below it, or its reserve.
  private func spoken(_ tenant: Int, model: Int, _ held: [(leaf: Int, gpus: Int64)]) -> Int64 {
    let children = world.tenants[ID(tenant)].children.map { Int($0.index) }
    let below = children.reduce(0) { $0 + spoken($1, model: model, held) }
    let own = held.filter { $0.leaf == tenant }.reduce(0) { $0 + $1.gpus }
    return max(reserve(tenant, model: model), below + own)
  }

  /// Whether nobody above a job, which starts beside some, speaks for more than it may hold and for
  /// more than before.
  func leavesReserves(_ job: Int, model: Int, among others: [Held]) -> Bool {
    guard hasReserves else { return true }
    let held = others.filter { $0.leaves == nil && self.model(of: $0.pool) == model }
      .map { (leaf: Int(world.jobs[$0.job].tenant.index), gpus: gpus($0.job)) }
    let with = held + [(leaf: Int(world.jobs[job].tenant.index), gpus: gpus(job))]
    return path(job).allSatisfy { tenant in
      let after = spoken(tenant, model: model, with)
      return after == spoken(tenant, model: model, held) || after <= most(tenant, model: model)
    }
  }

  private var hasReserves: Bool {
    world.tenants.ids.contains { tenant in
      world.cluster.models.ids.contains {
        reserve(Int(tenant.index), model: Int($0.index)) > 0
      }
    }
  }

  private func most(_ tenant: Int, model: Int) -> Int64 {
    guard tenant == 0 else { return limit(tenant, model: model) ?? .max }
    return world.cluster.pools.elements.filter { Int($0.kind.model.index) == model }
      .reduce(0) { $0 + Int64($1.nodes * $1.kind.gpus) }
  }
}
