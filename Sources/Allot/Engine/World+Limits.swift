/// What the tenants file says beside entitlements, in devices.
extension World {
  /// The most that a tenant may hold of a model under any policy: its cap, or its entitlement and
  /// what it may borrow; nil for any number.
  public func ceiling(of tenant: ID<Tenant>, model: ID<DeviceModel>) -> Int64? {
    let limits = tenants.limits(of: tenant)
    guard !limits.isEmpty else { return nil }
    let name = cluster.models[model].name
    let cap = limits.cap?.devices(of: name, whole: whole(above: tenant, model))
    guard let nominal = nominal(of: tenant, model: model),
      let borrow = limits.borrow?.devices(of: name, whole: nominal)
    else { return cap }
    return min(cap ?? .max, nominal + borrow)
  }

  /// The most that a tenant lends of its entitlement to a model; nil for all of it.
  public func lendable(by tenant: ID<Tenant>, model: ID<DeviceModel>) -> Int64? {
    guard let lend = tenants.limits(of: tenant).lend,
      let nominal = nominal(of: tenant, model: model)
    else { return nil }
    return lend.devices(of: cluster.models[model].name, whole: nominal).map { min($0, nominal) }
  }

  /// True where a tenant has a queue of its own under a walk over heads: an entitlement or a limit.
  public func hasQueue(_ tenant: ID<Tenant>) -> Bool {
    nominal(of: tenant, model: ID(0)) != nil || !tenants.limits(of: tenant).isEmpty
  }

  /// What the lowest tenant above one that may count on something counts on; the root always does.
  private func whole(above tenant: ID<Tenant>, _ model: ID<DeviceModel>) -> Int64 {
    var at = tenants.parent(of: tenant) ?? Tenants.root
    while !entitlements.isEntitled(at), let parent = tenants.parent(of: at) { at = parent }
    return entitlements.gpus(of: at, model: model)
  }
}
