public import Allot

extension World {
  /// Refuses policies whose walls would split the machine into more parts than a replay can have.
  public func checkWalls(under policy: Policy) throws(UsageError) {
    guard policy.quota.hasWalls else { return }
    guard changes.isEmpty else {
      throw UsageError(
        "the walls of \(policy.name) do not move, and the timeline changes what there is or who "
          + "has it: take another policy, or leave --timeline out"
      )
    }
    let parts = cluster.pools.ids.reduce(0) { sum, pool in
      sum
        + tenants[Tenants.root].children.count { entitlements.nodes(of: $0, in: pool) > 0 }
    }
    guard parts <= ClusterFile.mostPools else {
      throw UsageError(
        "the walls of \(policy.name) split the machine into \(parts) parts, and a replay has at "
          + "most \(ClusterFile.mostPools): give fewer tenants at the top a share, or take another "
          + "policy"
      )
    }
  }
}
