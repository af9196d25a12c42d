import Allot
import AllotFiles
import AllotMetrics
import AllotPolicies
import AllotTesting
import Testing

/// Walls equal an independent replay of each class on its own sub-cluster, start for start.
@Suite struct StaticPartitionTests {
  @Test func equalsIndependentReplaysOnRandomWorlds() throws {
    for seed in 0..<UInt64(500) {
      try expectEqualStarts(RandomWorld.world(seed: 10_000 + seed), "seed \(seed)")
    }
  }

  @Test func equalsIndependentReplaysOnTheEmbeddedTrace() throws {
    try expectEqualStarts(EmbeddedMonth.inputs().world, "embedded trace")
  }

  @Test func aClassWithoutEntitlementIsRejected() throws {
    var tenants = Tenants()
    tenants.add("a", below: Tenants.root, share: .whole)
    let other = tenants.add("other", below: Tenants.root)
    let job = Job(
      submit: .zero,
      run: SimDuration(seconds: 1),
      limit: SimDuration(seconds: 1),
      gpus: 1,
      tenant: other
    )
    let world = World(cluster: Cluster(processors: 4), tenants: tenants, jobs: [job])
    #expect(try replay(world, "static-partition").states == [.rejected])
  }

  private func expectEqualStarts(_ world: World, _ label: String) throws {
    let whole = try replay(world, "static-partition")
    for owner in world.tenants[Tenants.root].children {
      let own = world.jobs.indices.filter { world.tenants.classOf(world.jobs[$0].tenant) == owner }
      guard let part = subWorld(of: world, owner: owner, jobs: own) else {
        #expect(own.allSatisfy { whole.states[$0] == .rejected }, "\(label)")
        continue
      }
      let alone = try replay(part, "easy")
      for (position, job) in own.enumerated() {
        let isEqual =
          whole.starts[job] == alone.starts[position] && whole.ends[job] == alone.ends[position]
          && whole.states[job] == alone.states[position]
        #expect(isEqual, "\(label), job \(job)")
        if !isEqual { return }
      }
    }
  }

  /// The class's nodes as a cluster of its own, with its jobs; nil where it has no nodes.
  private func subWorld(of world: World, owner: ID<Tenant>, jobs: [Int]) -> World? {
    var cluster = world.cluster
    cluster.pools = Table()
    for id in world.cluster.pools.ids {
      var pool = world.cluster.pools[id]
      pool.nodes = world.entitlements.nodes(of: owner, in: id)
      if pool.nodes > 0 { cluster.pools.append(pool) }
    }
    guard cluster.pools.count > 0 else { return nil }
    let leaf = ID<Tenant>(1)
    let own = jobs.map { index in
      var job = world.jobs[index]
      job.tenant = leaf
      return job
    }
    return World(cluster: cluster, tenants: .single, jobs: own)
  }

  private func replay(_ world: World, _ policy: String) throws -> JobResults {
    let policy = try #require(PolicyPresets.named(policy))
    return try Replay(MeasuredWorld(world: world), policy: policy, figures: []).results
  }
}
