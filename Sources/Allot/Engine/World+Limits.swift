/// What the tenants file says beside entitlements, in each resource.
extension World {
  /// The most that a tenant may hold of a resource under any policy: by its cap, or by its
  /// entitlement and what it may borrow; nil for any amount.
  public func ceiling(of tenant: ID<Tenant>, in resource: Resource) -> Int64? {
    let terms = tenants.terms(of: tenant)
    guard !terms.isEmpty else { return nil }
    let name = cluster.name(of: resource)
    let cap = terms.cap?.amount(of: name, whole: whole(above: tenant, resource))
    guard let nominal = nominal(of: tenant, in: resource),
      let borrow = terms.borrow?.amount(of: name, whole: nominal)
    else { return cap }
    return min(cap ?? .max, nominal + borrow)
  }

  /// The most that tenants may hold under any policy, by tenant and resource.
  var ceilings: [Int64] {
    tenants.ids.flatMap { tenant in resources.map { ceiling(of: tenant, in: $0) ?? .max } }
  }

  /// The most that a tenant lends of its entitlement to a resource; nil for all of it.
  public func lendable(by tenant: ID<Tenant>, in resource: Resource) -> Int64? {
    let terms = tenants.terms(of: tenant)
    guard !terms.isEmpty, let nominal = nominal(of: tenant, in: resource) else { return nil }
    let name = cluster.name(of: resource)
    let lend = terms.lend?.amount(of: name, whole: nominal)
    let rest = terms.reserve?.amount(of: name, whole: nominal).map { max(0, nominal - $0) }
    return [lend, rest].compactMap { $0 }.min().map { min($0, nominal) }
  }

  /// What tenants keep of their entitlements for themselves, whoever wants it, by tenant and
  /// resource.
  public var reserves: [Int64] {
    tenants.ids.flatMap { tenant in
      resources.map { resource in
        lendable(by: tenant, in: resource)
          .map { (nominal(of: tenant, in: resource) ?? 0) - $0 } ?? 0
      }
    }
  }

  /// The weight of every tenant among its siblings, in millionths.
  ///
  /// What the file gives as `weight`. Else, under the rule `share`: the share, or the devices of
  /// the quota, or one; zero for who is promised nothing beside siblings who are, and so comes
  /// last.
  public func weights(_ rule: WeightRule) -> [Int64] {
    tenants.ids.map { id in
      if let weight = tenants[id].weight { return weight }
      guard rule == .share, let parent = tenants.parent(of: id) else {
        return Share.whole.millionths
      }
      if let share = tenants[id].share { return share.millionths }
      if tenants.isPromised(id) { return entitlements.gpus(of: id) * Share.whole.millionths }
      return tenants.hasPromisedChild(parent) ? 0 : Share.whole.millionths
    }
  }

  /// True where a tenant has a queue of its own under a walk over heads: an entitlement or terms.
  public func hasQueue(_ tenant: ID<Tenant>) -> Bool {
    nominal(of: tenant, in: .devices(ID(0))) != nil || tenants.terms(of: tenant).makesQueue
  }

  /// What the lowest tenant above one that is promised something counts on; the root always does.
  private func whole(above tenant: ID<Tenant>, _ resource: Resource) -> Int64 {
    var at = tenants.parent(of: tenant) ?? Tenants.root
    while !isPromised(at, resource), let parent = tenants.parent(of: at) { at = parent }
    return nominal(of: at, in: resource) ?? cluster.total(of: resource)
  }

  private func isPromised(_ tenant: ID<Tenant>, _ resource: Resource) -> Bool {
    if case .devices = resource { return entitlements.isEntitled(tenant) }
    return tenants.terms(of: tenant).quota?.names(cluster.name(of: resource)) ?? false
  }

  /// What tenants are given that has no effect under a policy, each in one sentence.
  public func idleTerms(under policy: Policy) -> [String] {
    var idle: [String] = []
    func tell(_ what: String, _ why: String, where isGiven: @escaping (TenantTerms) -> Bool) {
      let paths = tenants.ids.filter { isGiven(tenants.terms(of: $0)) }
        .map { "'\(tenants.path(of: $0))'" }
      guard let first = paths.first else { return }
      let more = paths.count == 1 ? "" : " and \(paths.count - 1) more"
      idle.append("\(what) of \(first)\(more) has no effect under \(policy.name): \(why)")
    }
    if policy.cycle == nil {
      tell("'preemption'", "only policies with a cycle over heads read it") { $0.rights != nil }
      if !policy.keepsStrictQueues {
        tell("'queue: strict'", "it holds places for every job, or tries the shortest first") {
          $0.isStrict
        }
      }
      if !policy.keepsReserves {
        tell(
          "'lend' or 'reserve'",
          "it holds places for waiting jobs, has walls or stops at limits"
        ) {
          $0.lend != nil || $0.reserve != nil
        }
      }
    }
    if policy.reclaim == nil {
      tell("'protection'", "it has no reclaim, or decides over heads") { $0.protection != nil }
    }
    if policy.quota.hasWalls {
      for tenant in tenants[Tenants.root].children {
        let walled = cluster.pools.ids.reduce(0) { $0 + entitlements.gpus(of: tenant, in: $1) }
        let given = entitlements.gpus(of: tenant)
        guard walled < given else { continue }
        idle.append(
          "the walls of '\(tenants.path(of: tenant))' hold \(walled) of its \(given) devices under "
            + "\(policy.name): they are of whole nodes, as far as there are any"
        )
      }
    }
    return idle
  }
}
