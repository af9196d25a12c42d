import Allot
import AllotMetrics
import AllotPolicies
import AllotTesting
import Testing

/// Behind walls each class is alone: its schedule equals a replay on a cluster of its own nodes.
@Suite struct WallsTests {
  @Test(arguments: 0..<UInt64(8)) func wallsEqualIndependentReplays(part: UInt64) throws {
    for seed in (part * 50)..<(part * 50 + 50) {
      let world = RandomWorld.world(seed: seed, options: RandomWorld.Options())
      let together = try starts(of: world, under: "static-partition")
      for owner in world.tenants[Tenants.root].children {
        let (jobs, alone) = Self.alone(owner, in: world)
        guard let alone else { continue }
        let own = try starts(of: alone, under: "easy")
        #expect(own == jobs.map { together[$0] }, "seed \(seed), class \(owner.index)")
      }
    }
  }

  private func starts(of world: World, under name: String) throws -> [SimTime?] {
    let policy = try #require(PolicyPresets.named(name))
    let window = MeasurementWindow(of: world)
    return try Replay(world: world, policy: policy, window: window).results.starts
  }

  /// The positions of a class's jobs, and a world of these jobs on the class's nodes.
  private static func alone(_ owner: ID<Tenant>, in world: World) -> ([Int], World?) {
    let positions = world.jobs.indices.filter { position in
      world.tenants.classOf(world.jobs[position].tenant) == owner
    }
    let pools: [Pool] = world.cluster.pools.ids.compactMap { id in
      var pool = world.cluster.pools[id]
      pool.nodes = world.entitlements.nodes(of: owner, in: id)
      return pool.nodes > 0 ? Optional(pool) : nil
    }
    guard !positions.isEmpty, !pools.isEmpty else { return (positions, nil) }
    let cluster = Cluster(name: "alone", models: world.cluster.models, pools: Table(pools))
    let tenants = Tenants.single
    let jobs = positions.map { position in
      var job = world.jobs[position]
      job.tenant = tenants[Tenants.root].children[0]
      return job
    }
    return (positions, World(cluster: cluster, tenants: tenants, jobs: jobs))
  }
}
