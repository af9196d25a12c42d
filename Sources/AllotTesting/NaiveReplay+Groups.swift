import Allot

/// Limits beside the tree by definition: what the jobs of a group hold is added up each time.
extension NaiveReplay {
  /// A job in some pools.
  typealias Use = (job: Int, pools: Assignment)

  /// Whether limits of its groups let a job start now in some pools; where slots lie ahead, nobody
  /// is passed over now.
  func isEligible(_ job: Int, in pools: Assignment) -> Bool {
    guard policy.cycle == nil, !hasSlots else { return true }
    return isWithinGroups(job, in: pools, beside: running.map { ($0.job, $0.pools) })
      && groups(of: job).allSatisfy { group in
        guard let share = group.share, let tenant = self.world.jobs[job].limits else { return true }
        let leaf = world.limitGroups.sets[tenant].tenant
        return world.cluster.models.ids.allSatisfy { model in
          isWithin(share, of: leaf, Int(model.index), job, in: pools)
        }
      }
  }

  /// The same in some pools.
  func isEligible(_ job: Int) -> Bool {
    world.limitGroups.isEmpty || assignments(job).contains { isEligible(job, in: $0) }
  }

  private var hasSlots: Bool {
    switch policy.fill {
    case .plan, .conservative: true
    case .strict, .easy, .easyShortest, .greedy: false
    }
  }

  private func groups(of job: Int) -> [LimitGroups.Group] {
    guard let set = world.jobs[job].limits else { return [] }
    return world.limitGroups.sets[set].groups.map { world.limitGroups.groups[$0] }
  }

  /// Whether a job keeps within the limits of its groups beside others.
  func isWithinGroups(_ job: Int, in pools: Assignment, beside others: [Use]) -> Bool {
    guard policy.cycle == nil, let set = world.jobs[job].limits else { return true }
    for group in world.limitGroups.sets[set].groups {
      let members = others.filter { other in
        world.jobs[other.job].limits.map { world.limitGroups.sets[$0].groups.contains(group) }
          ?? false
      }
      let limit = world.limitGroups.groups[group].limit
      let named = limit.named.map { entry in
        (entry.units, { (use: Use) in self.amount(use, of: entry.resource) })
      }
      let counts: [(Int64?, (Use) -> Int64)] =
        named.map { (Int64?($0.0), $0.1) } + [
          (limit.devices, { self.gpus($0.job) }), (limit.jobs, { _ in 1 }),
          (limit.nodes, { self.nodes($0) }),
        ]
      for (most, count) in counts {
        let own = count((job, pools))
        if let most, own > 0, members.reduce(own, { $0 + count($1) }) > most { return false }
      }
    }
    return true
  }

  private func amount(_ use: Use, of resource: String) -> Int64 {
    switch resource {
    case "cores": return Int64(world.jobs[use.job].cores)
    case "memory": return Int64(world.jobs[use.job].memory)
    default:
      return zip(works(use.job), use.pools)
        .filter { world.cluster.models[ID(model(of: $0.1))].name == resource }
        .reduce(0) { $0 + Int64($1.0.gpus) }
    }
  }

  private func nodes(_ use: Use) -> Int64 {
    zip(works(use.job), use.pools).reduce(0) { sum, part in
      sum + (isPlain(part.1) ? 0 : Int64(parts(of: part.0, in: part.1).count))
    }
  }

  /// Whether a user keeps within its share of a tenant's quota of a model.
  private func isWithin(
    _ share: UserShare,
    of leaf: ID<Tenant>,
    _ model: Int,
    _ job: Int,
    in pools: Assignment
  ) -> Bool {
    guard let quota = nominal(Int(leaf.index), model: model) else { return true }
    func devices(_ job: Int, _ pools: Assignment) -> Int64 {
      amount((job, pools), of: world.cluster.models[ID(model)].name)
    }
    func user(_ job: Int) -> ID<LimitGroups.Group>? {
      world.jobs[job].limits.flatMap { set in
        world.limitGroups.sets[set].groups.first { world.limitGroups.groups[$0].share != nil }
      }
    }
    let own = devices(job, pools)
    guard own > 0 else { return true }
    let ofLeaf = running.filter { world.jobs[$0.job].tenant == leaf }
    let users = Set(waiting.filter { world.jobs[$0].tenant == leaf }.compactMap { user($0) })
    func held(_ some: [Held]) -> Int64 { some.reduce(0) { $0 + devices($1.job, $1.pools) } }
    let wanted = held(ofLeaf.filter { running in user(running.job).map(users.contains) ?? false })
    let all = held(ofLeaf)
    let whole = max(quota, own)
    let current = Double(all < whole ? whole : all + own)
    let even = (Double(wanted + own) / Double(users.count)).rounded(.up)
    let percent = Double(share.minimum.millionths) / 10_000
    let least = ((current * percent).rounded(.down) / 100).rounded(.up)
    let mine = held(ofLeaf.filter { user($0.job) == user(job) })
    if let factor = share.factor,
      Double(mine + own) > (Double(whole * factor.millionths) / 1_000_000).rounded(.down)
    {
      return false
    }
    return mine == 0 || Double(mine + own) <= max(even, least)
  }

  /// Whether a job could keep within the limits of its groups if nothing else ran.
  func couldEverBeWithinGroups(_ works: [Job], in pools: Assignment) -> Bool {
    guard policy.cycle == nil, let set = works[0].limits else { return true }
    let models = pools.map { model(of: $0) }
    for group in world.limitGroups.sets[set].groups.map({ world.limitGroups.groups[$0] }) {
      func devices(_ name: String?) -> Int64 {
        zip(works, models).filter { name == nil || world.cluster.models[ID($0.1)].name == name }
          .reduce(0) { $0 + Int64($1.0.gpus) }
      }
      let nodes = zip(works, pools).reduce(Int64(0)) { sum, part in
        sum + (isPlain(part.1) ? 0 : Int64(parts(of: part.0, in: part.1).count))
      }
      let limit = group.limit
      var asked: [(Int64, Int64?)] = [
        (devices(nil), limit.devices), (1, limit.jobs), (nodes, limit.nodes),
      ]
      for entry in limit.named {
        switch entry.resource {
        case "cores": asked.append((works.reduce(0) { $0 + Int64($1.cores) }, entry.units))
        case "memory": asked.append((works.reduce(0) { $0 + Int64($1.memory) }, entry.units))
        default: asked.append((devices(entry.resource), entry.units))
        }
      }
      if asked.contains(where: { amount, most in most.map { amount > $0 } ?? false }) {
        return false
      }
      guard let factor = group.share?.factor, !hasSlots else { continue }
      for model in world.cluster.models.ids {
        let own = devices(world.cluster.models[model].name)
        let leaf = Int(world.limitGroups.sets[set].tenant.index)
        guard let quota = nominal(leaf, model: Int(model.index)) else { continue }
        let most = (Double(max(quota, own) * factor.millionths) / 1_000_000).rounded(.down)
        if Double(own) > most { return false }
      }
    }
    return true
  }
}
