import Allot

/// What tenants keep for themselves, by definition.
extension NaiveReplay {
  /// What a tenant keeps of its entitlement whatever others want.
  func reserve(_ tenant: Int, _ column: Int) -> Int64 {
    guard policy.cycle == nil, !policy.stops, case .greedy = policy.fill else { return 0 }
    if case .walls = policy.quota { return 0 }
    let terms = world.tenants[ID(tenant)].terms
    guard let nominal = world.nominal(of: ID(tenant), in: world.resources[column]) else { return 0 }
    let lent = amount(terms.lend, column, of: nominal) ?? nominal
    let kept = amount(terms.reserve, column, of: nominal) ?? 0
    return min(nominal, max(kept, nominal - lent, 0))
  }

  private func amount(_ given: Allowance?, _ column: Int, of nominal: Int64) -> Int64? {
    let name =
      switch world.resources[column] {
      case .devices(let model): world.cluster.models[model].name
      case .cores: "cores"
      case .memory: "memory"
      }
    switch given?.given(of: world.resources[column], named: name) {
    case .units(let count): return count
    case .part(let part): return nominal * part.millionths / 1_000_000
    case nil: return nil
    }
  }

  /// What a tenant speaks for: what is held below it or kept for those below it, or its reserve.
  private func spoken(_ tenant: Int, _ column: Int, _ held: [(leaf: Int, amount: Int64)]) -> Int64 {
    let children = world.tenants[ID(tenant)].children.map { Int($0.index) }
    let below = children.reduce(0) { $0 + spoken($1, column, held) }
    let own = held.filter { $0.leaf == tenant }.reduce(0) { $0 + $1.amount }
    return max(reserve(tenant, column), below + own)
  }

  /// Whether nobody above a job, which starts beside some, speaks for more than it may hold and for
  /// more than before.
  func leavesReserves(_ job: Int, in pools: Assignment, among others: [Held]) -> Bool {
    leavesReserves(works(job), in: pools, among: others)
  }

  /// The same for the parts of a job.
  func leavesReserves(_ works: [Job], in pools: Assignment, among others: [Held]) -> Bool {
    guard hasReserves else { return true }
    let leaf = Int(works[0].tenant.index)
    return columns(pools).allSatisfy { column in
      let held = others.filter { $0.leaves == nil }.map { held in
        (
          leaf: Int(world.jobs[held.job].tenant.index),
          amount: amount(held.job, column, in: held.pools)
        )
      }
      let with = held + [(leaf: leaf, amount: amount(works, column, in: pools))]
      return lineage(leaf).allSatisfy { tenant in
        let after = spoken(tenant, column, with)
        return after == spoken(tenant, column, held) || after <= most(tenant, column)
      }
    }
  }

  private var hasReserves: Bool {
    world.tenants.ids.contains { tenant in
      world.resources.indices.contains { reserve(Int(tenant.index), $0) > 0 }
    }
  }

  private func most(_ tenant: Int, _ column: Int) -> Int64 {
    tenant == 0 ? whole(column) : limit(tenant, column) ?? .max
  }
}
