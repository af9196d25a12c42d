/// Terms that a policy does not read are told, so that nobody relies on them.
extension World {
  /// What tenants are given, now or later, that has no effect under a policy, each in one sentence.
  public func idleTerms(under policy: Policy) -> [String] {
    var idle = idleTermsOfBeginning(under: policy)
    for change in DatedTerms.distinct(changes) {
      let later = under(termsOf: change.time).idleTermsOfBeginning(under: policy)
      idle += later.filter { !idle.contains($0) }
    }
    return idle
  }

  private func idleTermsOfBeginning(under policy: Policy) -> [String] {
    var idle: [String] = []
    func tell(_ what: String, _ why: String, where isGiven: (ID<Tenant>, TenantTerms) -> Bool) {
      var paths: [String] = []
      for tenant in tenants.ids where isGiven(tenant, tenants.terms(of: tenant)) {
        paths.append("'\(tenants.path(of: tenant))'")
      }
      guard let first = paths.first else { return }
      let more = paths.count == 1 ? "" : " and \(paths.count - 1) more"
      idle.append("\(what) of \(first)\(more) has no effect under \(policy.name): \(why)")
    }
    idle += idleLimits(under: policy)
    if policy.cycle == nil {
      tell("'preemption'", "only policies with a cycle over heads read it") { $1.rights != nil }
      if !policy.keepsReserves {
        tell(
          "'lend' or 'reserve'",
          "it holds places for waiting jobs, has walls or stops at limits"
        ) {
          $1.lend != nil || $1.reserve != nil
        }
      }
      if policy.quota.limitsNobody {
        for (name, resource) in Resource.named
        where resources.contains(resource) && !limitsRead(name) {
          tell("the quota of \(name)", "it limits nobody to a quota") {
            $1.quota?.names(name) ?? false
          }
        }
      }
    }
    if policy.keepsStrictQueues {
      tell("'queue: strict'", "all below it have queues of their own") { tenant, terms in
        terms.isStrict && haveQueues(below: tenant)
      }
    } else {
      tell("'queue: strict'", "it holds places for every job, or tries the shortest first") {
        $1.isStrict
      }
    }
    if policy.reclaim == nil {
      let why = "it has no reclaim, or decides over heads"
      tell("'protection'", why) { $1.protection != nil }
      tell("'reclaimable'", why) { $1.isReclaimable != nil }
      tell("'non_preemptible'", why) { $1.nonPreemptible != nil }
    }
    if !policy.order.readsPriority && policy.surplus?.readsPriority != true {
      tell("'priority'", "neither its order nor its surplus reads what tenants have") { tenant, _ in
        tenants[tenant].priority != 0
      }
    }
    let isRead =
      policy.cycle != nil || policy.order.readsJobPriority
      || policy.reclaim?.terms.readJobPriority == true
    if !isRead, let first = jobs.first,
      let other = jobs.firstIndex(where: { $0.priority != first.priority })
    {
      idle.append(
        "the priorities of jobs, such as \(jobs[other].priority) and \(first.priority), have no "
          + "effect under \(policy.name): its order does not read them"
      )
    }
    idle += untouched(under: policy).map { [$0] } ?? []
    if policy.keepsReserves || policy.cycle != nil { idle += crowdedOut(under: policy) }
    if policy.quota.hasWalls { idle += narrowWalls(under: policy) }
    return idle
  }

  /// Limits beside the tree that a policy does not read.
  private func idleLimits(under policy: Policy) -> [String] {
    if policy.cycle != nil && !limitGroups.isEmpty {
      return [
        "limits of users and of QOS have no effect under \(policy.name): a cycle over heads knows "
          + "queues alone"
      ]
    }
    guard policy.fill.head.givesSlots,
      limitGroups.groups.elements.contains(where: { $0.share != nil })
    else { return [] }
    return [
      "users' shares of quotas ('minimum', 'quota_factor') have no effect under \(policy.name): "
        + "they depend on who waits, and it gives slots that lie ahead"
    ]
  }

  /// True where some tenant is given a limit of a resource that may be a part of a quota.
  private func limitsRead(_ name: String) -> Bool {
    tenants.ids.contains { tenant in
      let terms = tenants.terms(of: tenant)
      return [terms.borrow, terms.lend, terms.reserve, terms.cap].contains {
        $0?.names(name) ?? false
      }
    }
  }

  /// That reclaim leaves out jobs of several components, which would need room in several pools.
  private func untouched(under policy: Policy) -> String? {
    guard policy.reclaim != nil, components.count > 0 else { return nil }
    let jobs = components.count == 1 ? "1 job" : "\(components.count) jobs"
    return "\(jobs) of several components \(components.count == 1 ? "takes" : "take") nothing back "
      + "and \(components.count == 1 ? "is" : "are") never taken back under \(policy.name)"
  }

  private func haveQueues(below tenant: ID<Tenant>) -> Bool {
    let children = tenants[tenant].children
    return !children.isEmpty && children.allSatisfy { hasQueue($0) || haveQueues(below: $0) }
  }

  /// Who could not hold all that it is entitled to if nobody else held anything, because of what
  /// others keep.
  private func crowdedOut(under policy: Policy) -> [String] {
    let kept = self.reserves
    let reserves = Reserves(
      kept: kept,
      limits: kept.map { _ in .max },
      parents: tenants.ids.map { tenants.parent(of: $0).map { Int($0.index) } ?? -1 },
      world: self
    )
    guard !reserves.isEmpty else { return [] }
    func keeps(_ tenant: ID<Tenant>) -> Bool {
      let first = Int(tenant.index) * resources.count
      return kept[first..<first + resources.count].contains { $0 > 0 }
        || tenants[tenant].children.contains(where: keeps)
    }
    var told: [String] = []
    for tenant in tenants.ids where !tenants[tenant].children.contains(where: keeps) {
      for (column, resource) in resources.enumerated() {
        let room = reserves.room(of: Int(tenant.index), in: column)
        guard let nominal = nominal(of: tenant, in: resource), room < nominal else { continue }
        told.append(
          "'\(tenants.path(of: tenant))' is entitled to \(nominal) \(cluster.name(of: resource)) "
            + "and can hold \(room) of them under \(policy.name): what others keep is never lent"
        )
      }
    }
    return told
  }

  /// The classes whose walls hold more or less than they are entitled to.
  private func narrowWalls(under policy: Policy) -> [String] {
    tenants[Tenants.root].children.compactMap { tenant in
      let walled = cluster.pools.ids.reduce(0) { $0 + entitlements.gpus(of: tenant, in: $1) }
      let given = entitlements.gpus(of: tenant)
      guard walled != given else { return nil }
      return "the walls of '\(tenants.path(of: tenant))' hold \(walled) devices under "
        + "\(policy.name), and it is entitled to \(given): walls are of whole nodes"
    }
  }
}
