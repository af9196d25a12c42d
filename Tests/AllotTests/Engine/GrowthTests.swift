import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Pools that grow and shrink, in worlds small enough to know what is right, and laws in random
/// ones.
@Suite struct GrowthTests {
  private static let national = ID<Tenant>(1)

  private static func cluster(nodes: Int) -> Cluster {
    Cluster(
      name: "small",
      models: Table([DeviceModel(name: "H100")]),
      pools: Table([
        Pool(name: "p", nodes: nodes, kind: NodeKind(name: "n", gpus: 4, model: ID(0)))
      ])
    )
  }

  private static func seconds(_ seconds: Int64) -> SimTime { SimTime(seconds: seconds) }

  private static func job(_ gpus: Int, at submit: Int64, run: Int64, of tenant: Int = 1) -> Job {
    Job(
      submit: seconds(submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: run),
      gpus: gpus,
      tenant: ID(tenant)
    )
  }

  private static var tenants: Tenants {
    var tenants = Tenants()
    _ = tenants.add("national", below: Tenants.root, share: Share(percent: 50))
    _ = tenants.add("university", below: Tenants.root, share: Share(percent: 50))
    return tenants
  }

  private static func preset(_ name: String) throws -> Policy {
    try #require(PolicyPresets.all.first { $0.policy.name == name }).policy
  }

  /// What happens on a machine of two nodes that changes, in seconds, as texts.
  private func story(
    _ name: String,
    _ jobs: [Job],
    nodes: Int = 2,
    _ change: (inout ClusterOverTime) -> Void
  ) throws -> [String] {
    let cluster = Self.cluster(nodes: nodes)
    var machine = ClusterOverTime(cluster)
    change(&machine)
    let instants = Set(
      machine.absences.flatMap { [$0.from, $0.until] }
        .filter { $0 > .distantPast && $0 < .distantFuture }
    ).sorted()
    let time = try #require(instants.first)
    let world = World(
      cluster: cluster,
      tenants: Self.tenants,
      jobs: jobs,
      changes: [DatedTerms(at: time, on: machine.commissioned, Self.tenants)],
      machine: machine
    )
    var simulation = Simulation(world: world, policy: try Self.preset(name))
    simulation.checksInvariants = true
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return recorder.decisions.filter { $0.kind != .submit }.map { decision in
      let nodes = decision.nodes.isEmpty ? "" : " on \(decision.nodes.sorted())"
      return "\(decision.time.milliseconds / 1_000) \(decision.kind) \(decision.job.index)\(nodes)"
    }
  }

  /// A job for which the machine is too small waits for what will be delivered, in nobody's way.
  @Test(arguments: ["fcfs", "easy", "conservative", "fair-share"])
  func aDeliveryLetsLargerJobsStart(name: String) throws {
    let jobs = [Self.job(12, at: 0, run: 10), Self.job(8, at: 1, run: 20)]
    let story = try story(name, jobs) { $0.add(1, to: ID(0), at: Self.seconds(100)) }
    #expect(
      story == [
        "1 start 1 on [0, 1]", "21 end 1", "100 start 0 on [0, 1, 2]", "110 end 0",
      ]
    )
  }

  /// A job that no later machine is large enough for is rejected when it comes.
  @Test func nobodyWaitsForWhatNeverComes() throws {
    let jobs = [Self.job(16, at: 0, run: 10)]
    let story = try story("easy", jobs) { $0.add(1, to: ID(0), at: Self.seconds(100)) }
    #expect(story == ["0 reject 0"])
  }

  /// Who runs on nodes that are removed runs on, nobody else starts there, and who needs them is
  /// rejected.
  @Test(arguments: ["fcfs", "easy", "conservative", "fair-share"])
  func drainedNodesLeaveWhenTheyAreEmpty(name: String) throws {
    let jobs = [
      Self.job(8, at: 0, run: 50), Self.job(4, at: 5, run: 5), Self.job(4, at: 6, run: 5),
      Self.job(8, at: 7, run: 5),
    ]
    let story = try story(name, jobs) { $0.remove(1, of: ID(0), at: Self.seconds(20)) }
    #expect(
      story == [
        "0 start 0 on [0, 1]", "20 dismiss 3", "50 end 0", "50 start 1 on [0]", "55 end 1",
        "55 start 2 on [0]", "60 end 2",
      ]
    )
  }

  /// Who runs there is interrupted, and could wait again only for what is left.
  @Test func requeuedJobsWaitAgain() throws {
    let jobs = [Self.job(4, at: 0, run: 50), Self.job(4, at: 0, run: 50)]
    let story = try story("easy", jobs) {
      $0.remove(1, of: ID(0), at: Self.seconds(20), running: .requeue)
    }
    #expect(
      story == [
        "0 start 0 on [0]", "0 start 1 on [1]", "20 interrupt 1", "50 end 0", "50 start 1 on [0]",
        "100 end 1",
      ]
    )
  }

  /// A grace lets them run on for a while; it counts from the removal.
  @Test func aGraceCountsFromTheRemoval() throws {
    let jobs = [
      Self.job(4, at: 0, run: 50), Self.job(4, at: 0, run: 25), Self.job(8, at: 1, run: 9),
    ]
    let story = try story("easy", jobs) {
      $0.remove(
        1,
        of: ID(0),
        at: Self.seconds(20),
        running: .requeue,
        grace: SimDuration(seconds: 10)
      )
    }
    #expect(
      story == [
        "0 start 0 on [0]", "0 start 1 on [1]", "20 dismiss 2", "25 end 1", "50 end 0",
      ]
    )
  }

  /// Shares are parts of what is commissioned: a tenant that may not borrow starts more once there
  /// is more.
  @Test func entitlementsFollowTheMachine() throws {
    let strict = Policy(
      name: "strict",
      order: ArrivalOrder(),
      quota: BorrowingQuota(borrow: Share(percent: 0)),
      fill: EasyFill()
    )
    let cluster = Self.cluster(nodes: 2)
    var machine = ClusterOverTime(cluster)
    machine.add(2, to: ID(0), at: Self.seconds(10))
    let world = World(
      cluster: cluster,
      tenants: Self.tenants,
      jobs: [Self.job(4, at: 0, run: 50), Self.job(4, at: 0, run: 50)],
      changes: [DatedTerms(at: Self.seconds(10), on: machine.commissioned, Self.tenants)],
      machine: machine
    )
    var simulation = Simulation(world: world, policy: strict)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    let starts = recorder.decisions.filter { $0.kind == .start }.map(\.time)
    #expect(starts == [Self.seconds(0), Self.seconds(10)])
    #expect(world.entitlements.gpus(of: Self.national) == 4)
    #expect(world.under(termsOf: Self.seconds(10)).entitlements.gpus(of: Self.national) == 8)
    let held = machine.commissioned(\.gpus, from: Self.seconds(5), to: Self.seconds(20))
    #expect(held == 1_000 * (5 * 8 + 10 * 16))
  }

  // MARK: Laws

  /// What is removed, or added, at the first instant equals the smaller, or the larger, cluster,
  /// start for start.
  @Test(
    arguments: PolicyPresets.all.filter { !$0.policy.quota.hasWalls }
      .map(\.policy.name)
  )
  func whatChangesAtZeroIsThatFromTheBeginning(name: String) throws {
    let policy = try Self.preset(name)
    var compared = 0
    for seed in 0..<UInt64(60) {
      var options = RandomWorld.Options.moving(under: policy, seed: seed)
      options.isClosed = false
      let world = RandomWorld.world(seed: seed, options: options)
      // A mere count keeps no nodes where nothing changes.
      guard world.cluster.pools.elements.allSatisfy({ !NodeCapacity($0.kind).isCount }) else {
        continue
      }
      let plain = try records(world, from: world.cluster, policy) { _, _ in }
      var (larger, smaller) = (world.cluster, world.cluster)
      for pool in world.cluster.pools.ids {
        larger.pools[pool].nodes += 2
        smaller.pools[pool].nodes -= 1
      }
      let shrunk = try records(world, from: larger, policy) { $0.remove(2, of: $1, at: .zero) }
      let grown = try records(world, from: smaller, policy) { $0.add(1, to: $1, at: .zero) }
      #expect(shrunk == plain && grown == plain, "\(name), \(seed)")
      compared += 1
    }
    #expect(compared > 20)
  }

  private func records(
    _ world: World,
    from cluster: Cluster,
    _ policy: Policy,
    _ change: (inout ClusterOverTime, ID<Pool>) -> Void
  ) throws -> [Decision] {
    var machine = ClusterOverTime(cluster)
    for pool in cluster.pools.ids { change(&machine, pool) }
    let same = World(
      cluster: cluster,
      tenants: world.tenants,
      jobs: world.jobs,
      components: world.components,
      limitGroups: world.limitGroups,
      dependencies: world.dependencies,
      changes: [DatedTerms(at: .zero, on: machine.commissioned, world.tenants)],
      machine: machine
    )
    var simulation = Simulation(world: same, policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return recorder.decisions
  }
}
