import Allot

/// What orders compare of tenants, by definition.
extension NaiveReplay {
  /// The weight of a tenant among its siblings.
  func weight(_ tenant: Int) -> Int64 {
    let own = world.tenants[ID(tenant)]
    if let weight = own.weight { return weight }
    guard !policy.weighsAlike, let parent = own.parent else { return 1_000_000 }
    if let share = own.share { return share.millionths }
    if own.terms.quota != nil { return world.entitlements.gpus(of: ID(tenant)) * 1_000_000 }
    let siblings = world.tenants[parent].children.map { world.tenants[$0] }
    let isBeside = siblings.contains { $0.share != nil || $0.terms.quota != nil }
    return isBeside ? 0 : 1_000_000
  }

  /// What a tenant is entitled to, over all models.
  func entitlement(_ tenant: Int) -> Int64 {
    world.cluster.models.ids.reduce(0) { $0 + (nominal(tenant, model: Int($1.index)) ?? 0) }
  }

  /// The largest part that is held below a tenant of devices, cores or memory.
  func dominantShare(_ tenant: Int) -> Double {
    let jobs = running.filter { path($0.job).contains(tenant) }.map { world.jobs[$0.job] }
    let pools = world.cluster.pools.elements
    func part(_ held: KeyPath<Job, Int32>, _ there: KeyPath<NodeKind, Int>) -> Double {
      let all = pools.reduce(0) { $0 + $1.nodes * $1.kind[keyPath: there] }
      return all == 0 ? 0 : Double(jobs.reduce(0) { $0 + Int($1[keyPath: held]) }) / Double(all)
    }
    return max(part(\.gpus, \.gpus), part(\.cores, \.cores), part(\.memory, \.memory))
  }

  /// What a tenant counts as holding, as parts of all devices, cores and memory: below, the largest
  /// parts of all who want more are lowered to the lowest of these.
  func hierarchical(_ tenant: Int) -> [Double] {
    let all = world.cluster.pools.elements.reduce([0.0, 0, 0]) { sum, pool in
      let kind = [pool.kind.gpus, pool.kind.cores, pool.kind.memory]
      return zip(sum, kind).map { $0 + Double(pool.nodes * $1) }
    }
    let children = world.tenants[ID(tenant)].children.map { Int($0.index) }
    func wants(_ tenant: Int) -> Bool { waiting.contains { path($0).contains(tenant) } }
    guard !children.isEmpty else {
      let jobs = running.filter { path($0.job).contains(tenant) }.map { world.jobs[$0.job] }
      let held = [
        jobs.reduce(0) { $0 + Double($1.gpus) }, jobs.reduce(0) { $0 + Double($1.cores) },
        jobs.reduce(0) { $0 + Double($1.memory) },
      ]
      return zip(held, all).map { $1 == 0 ? 0 : $0 / $1 }
    }
    let parts = children.map { hierarchical($0) }
    let holders = parts.indices.filter { (parts[$0].max() ?? 0) > 0 }
    let least = holders.filter { wants(children[$0]) }.compactMap { parts[$0].max() }.min() ?? 1
    return (0..<3).map { resource in
      holders.reduce(0) { sum, child in
        let scale = wants(children[child]) ? min(1, least) / (parts[child].max() ?? 1) : 1
        return sum + parts[child][resource] * scale
      }
    }
  }

  /// Over its fair share after within, over its quota with the next job after within, then by the
  /// part of what it may hold.
  func standing(_ tenant: Int, _ keys: inout [Int: Double]) -> Double {
    let below = waiting.filter { path($0).contains(tenant) }
    guard let next = sorted(below, below: tenant, keys: &keys).first else { return 0 }
    return standing(tenant, next: gpus(next))
  }

  /// The same where the next job asks for so many devices.
  func standing(_ tenant: Int, next: Int64) -> Double {
    let share = shares[tenant].reduce(0, +)
    let held = Double(heldOfAll(tenant))
    let with = held + Double(next)
    let quota = Double(entitlement(tenant))
    var level = 0.0
    if held > share { level += 2 }
    if with > quota { level += 1 }
    let most = share > quota ? share : quota
    var part = 0.0
    if with > 0 { part = most > 0 ? with / most : 1_000 * with / Double(world.cluster.gpus) }
    return level * 1_024 + Double(1_000 - world.tenants[ID(tenant)].priority) + part / (1 + part)
  }

  func heldOfAll(_ tenant: Int) -> Int64 {
    running.filter { path($0.job).contains(tenant) }.reduce(0) { $0 + gpus($1.job) }
  }
}
