/// What the tenants file says beside entitlements, in each resource.
extension World {
  /// The most that a tenant may hold of a resource under any policy: by its cap, or by its
  /// entitlement and what it may borrow; nil for any amount.
  public func ceiling(of tenant: ID<Tenant>, in resource: Resource) -> Int64? {
    let terms = tenants.terms(of: tenant)
    guard !terms.isEmpty else { return nil }
    let whole = mostHeld(above: tenant, resource)
    let cap = cluster.amount(of: resource, in: terms.cap, whole: whole)
    guard let nominal = nominal(of: tenant, in: resource),
      let borrow = cluster.amount(of: resource, in: terms.borrow, whole: nominal)
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
    let lend = cluster.amount(of: resource, in: terms.lend, whole: nominal)
    let rest = cluster.amount(of: resource, in: terms.reserve, whole: nominal)
      .map { max(0, nominal - $0) }
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

  /// True for a tenant that is the root of its own tree of queues: one at the top that may not
  /// borrow of anything, such as a cohort that stands alone.
  public func isRootOfQueues(_ tenant: ID<Tenant>) -> Bool {
    guard tenants.parent(of: tenant) == Tenants.root, let borrow = tenants.terms(of: tenant).borrow,
      let quota = tenants.terms(of: tenant).quota
    else { return false }
    let given = quota.named.map(\.resource)
    return borrow.isNothing && (borrow.others != nil || given.allSatisfy { borrow.names($0) })
  }

  /// The place of each model in the order in which jobs of a tenant try them: that of its quota,
  /// where that names models, the others behind.
  func ranksOfModels(under tenant: ID<Tenant>) -> [Int] {
    let named = tenants.terms(of: tenant).quota?.named.map(\.resource) ?? []
    return cluster.models.elements.map { named.firstIndex(of: $0.name) ?? named.count }
  }

  /// The most that a tenant's parent may hold: the ceiling of the lowest tenant above with one,
  /// else everything.
  private func mostHeld(above tenant: ID<Tenant>, _ resource: Resource) -> Int64 {
    var at = tenants.parent(of: tenant)
    while let above = at {
      if let ceiling = ceiling(of: above, in: resource) { return ceiling }
      at = tenants.parent(of: above)
    }
    return cluster.total(of: resource)
  }
}
