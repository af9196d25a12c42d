import Allot

extension RandomWorld {
  /// Makes one job in six one that is never preempted, and one tenant in four one from which
  /// nothing is taken back, or from which it is although the tenant above says otherwise.
  static func protect(_ tenants: inout Tenants, _ jobs: inout [Job], seed: UInt64) {
    var random = RandomStream("protection", seed: seed)
    for index in jobs.indices { jobs[index].isPreemptible = !random.chance(1, in: 6) }
    for tenant in tenants.ids where tenant != Tenants.root && random.chance(1, in: 4) {
      let protected = tenants.terms(of: tenant).with(isReclaimable: random.chance(1, in: 3))
      tenants.change(tenant, protected, priority: tenants[tenant].priority)
    }
  }
}
