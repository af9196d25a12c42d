import Allot
import AllotPolicies
import AllotTesting
import Testing

/// What nodes that are out do, by small worlds worked out by hand and by laws.
@Suite struct OutageTests {
  private static func seconds(_ count: Int64) -> SimTime { SimTime(seconds: count) }

  private static func preset(_ name: String) throws -> Policy {
    try #require(PolicyPresets.all.first { $0.policy.name == name }?.policy)
  }

  private static func job(_ submit: Int64, run: Int64, limit: Int64? = nil, gpus: Int) -> Job {
    Job(
      submit: seconds(submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: limit ?? run),
      gpus: gpus,
      tenant: ID(1)
    )
  }

  private static func outage(
    _ node: Int32,
    _ from: Int64,
    _ until: Int64?,
    _ running: NodeOutage.Running = .requeue
  ) -> NodeOutage {
    NodeOutage(
      ID(0),
      node: node,
      from: seconds(from),
      until: until.map(seconds) ?? .distantFuture,
      running: running
    )
  }

  private static func cluster(nodes: Int, gpus: Int = 4) -> Cluster {
    Cluster(
      name: "test",
      models: Table([DeviceModel(name: "A")]),
      pools: Table([
        Pool(name: "pool", nodes: nodes, kind: NodeKind(name: "n", gpus: gpus, model: ID(0)))
      ])
    )
  }

  /// What becomes of jobs on nodes of four devices: kind, job and second of each decision.
  private func decisions(
    _ policy: Policy,
    nodes: Int = 2,
    _ jobs: [Job],
    _ outages: [NodeOutage],
    checkpoint: Int64? = nil
  ) throws -> [String] {
    let world = World(
      cluster: Self.cluster(nodes: nodes),
      tenants: .single,
      jobs: jobs,
      outages: outages,
      checkpoint: checkpoint.map { SimDuration(seconds: $0) }
    )
    var simulation = Simulation(world: world, policy: policy)
    simulation.checksInvariants = true
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return recorder.decisions.map { decision in
      let nodes = decision.nodes.isEmpty ? "" : " \(decision.nodes)"
      return "\(decision.time.milliseconds / 1_000) \(decision.kind) \(decision.job.index)\(nodes)"
    }
  }

  /// A head waits for the node that comes back, and who would not have ended by then waits too.
  @Test func aHeadCountsOnTheNodeThatComesBack() throws {
    let jobs = [
      Self.job(0, run: 50, gpus: 8), Self.job(1, run: 60, gpus: 4), Self.job(62, run: 150, gpus: 4),
    ]
    let outages = [Self.outage(1, 0, 100)]
    #expect(
      try decisions(Self.preset("easy"), jobs, outages) == [
        "1 start 1 [0]", "61 end 1", "100 start 0 [0, 1]", "150 end 0", "150 start 2 [0]",
        "300 end 2",
      ]
    )
    #expect(
      try decisions(Self.preset("conservative"), jobs, outages) == [
        "1 start 1 [0]", "61 end 1", "100 start 0 [0, 1]", "150 end 0", "150 start 2 [0]",
        "300 end 2",
      ]
    )
    #expect(try decisions(Self.preset("fcfs"), jobs, outages).first == "100 start 0 [0, 1]")
  }

  /// A node that fails takes its jobs with it, whole gangs; one that is drained lets them end, and
  /// what they give back there is nobody's until it comes back.
  @Test func failuresInterruptAndDrainsDoNot() throws {
    let jobs = [Self.job(0, run: 100, gpus: 8), Self.job(1, run: 10, gpus: 4)]
    #expect(
      try decisions(Self.preset("fcfs"), jobs, [Self.outage(1, 30, 40)]) == [
        "0 start 0 [0, 1]", "30 interrupt 0", "40 start 0 [0, 1]", "140 end 0", "140 start 1 [0]",
        "150 end 1",
      ]
    )
    #expect(
      try decisions(Self.preset("fcfs"), jobs, [Self.outage(0, 30, 120, .drain)]) == [
        "0 start 0 [0, 1]", "100 end 0", "100 start 1 [1]", "110 end 1",
      ]
    )
  }

  /// What a job has saved it need not do again, and its limit is shorter by that.
  @Test func checkpointsSaveWork() throws {
    let jobs = [Self.job(0, run: 100, gpus: 8)]
    #expect(
      try decisions(Self.preset("easy"), jobs, [Self.outage(1, 35, 50)], checkpoint: 10) == [
        "0 start 0 [0, 1]", "35 interrupt 0", "50 start 0 [0, 1]", "120 end 0",
      ]
    )
  }

  /// Who ends when the node fails has ended, and who comes then does not get it.
  @Test func endsComeFirst() throws {
    let jobs = [Self.job(0, run: 30, gpus: 8), Self.job(30, run: 5, gpus: 4)]
    #expect(
      try decisions(Self.preset("easy"), jobs, [Self.outage(0, 30, 40)]) == [
        "0 start 0 [0, 1]", "30 end 0", "30 start 1 [1]", "35 end 1",
      ]
    )
  }

  /// A job that needs nodes that never come back waits for ever and stands in nobody's way under
  /// EASY, whose reservation for it is for ever ahead.
  @Test func whoNeedsWhatNeverComesBackWaits() throws {
    let jobs = [Self.job(0, run: 10, gpus: 8), Self.job(1, run: 1_000, gpus: 4)]
    for policy in [try Self.preset("easy"), try Self.preset("conservative")] {
      #expect(
        try decisions(policy, jobs, [Self.outage(1, 0, nil)]) == ["1 start 1 [0]", "1001 end 1"]
      )
    }
    #expect(try decisions(Self.preset("fcfs"), jobs, [Self.outage(1, 0, nil)]) == [])
  }

  /// Nodes of one device are told apart where some are out.
  @Test func nodesOfOneDeviceFailOneByOne() throws {
    let world = World(
      cluster: Self.cluster(nodes: 3, gpus: 1),
      tenants: .single,
      jobs: [Self.job(0, run: 20, gpus: 2), Self.job(0, run: 20, gpus: 1)],
      outages: [Self.outage(2, 5, 50)]
    )
    var simulation = Simulation(world: world, policy: try Self.preset("easy"))
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    let kinds = recorder.decisions.filter { $0.kind == .interrupt }.map(\.job.index)
    #expect(kinds == [1])
  }

  // MARK: Laws

  /// What is out from the beginning for ever equals a smaller cluster, start for start.
  @Test(arguments: ["fcfs", "easy", "easy-sjbf", "conservative"])
  func whatIsNeverThereEqualsASmallerCluster(name: String) throws {
    let policy = try Self.preset(name)
    var compared = 0
    for seed in 0..<UInt64(150) {
      var options = RandomWorld.Options()
      options.isBroad = seed % 2 == 0
      let world = RandomWorld.world(seed: seed, options: options)
      // Of several pools a larger one could be one more for some jobs.
      guard world.cluster.pools.count == 1, Self.hasNodes(world.cluster) else { continue }
      let small = World(cluster: world.cluster, tenants: world.tenants, jobs: world.jobs)
      let plain = try Self.records(small, policy)
      // Who could never start on the smaller cluster waits on the larger one.
      guard !plain.contains(where: { $0.kind == .reject }) else { continue }
      var cluster = world.cluster
      var outages: [NodeOutage] = []
      for pool in cluster.pools.ids {
        let node = Int32(cluster.pools[pool].nodes)
        cluster.pools[pool].nodes += 1
        outages.append(
          NodeOutage(pool, node: node, from: .zero, until: .distantFuture, running: .drain)
        )
      }
      let large = World(
        cluster: cluster,
        tenants: world.tenants,
        jobs: world.jobs,
        outages: outages
      )
      let made = try Self.records(large, policy)
      #expect(made == plain, "\(name), \(seed)")
      compared += 1
    }
    #expect(compared > 10)
  }

  private static func records(_ world: World, _ policy: Policy) throws -> [Decision] {
    var simulation = Simulation(world: world, policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return recorder.decisions
  }

  /// False for a cluster some of whose nodes are merely counted unless some are out.
  private static func hasNodes(_ cluster: Cluster) -> Bool {
    cluster.pools.elements.allSatisfy { !NodeCapacity($0.kind).isCount }
  }

  /// Outages that go on from each other are one, those of no length and those that nobody meets are
  /// none.
  @Test func outagesAreJoined() throws {
    func joined(_ outages: [NodeOutage]) -> [NodeOutage] {
      World(cluster: Self.cluster(nodes: 2), tenants: .single, jobs: [], outages: outages).outages
    }
    let split = [Self.outage(0, 50, 90), Self.outage(0, 10, 50), Self.outage(1, 5, 5)]
    #expect(joined(split) == [Self.outage(0, 10, 90)])
    let both = [Self.outage(0, 10, 50), Self.outage(0, 40, 60, .drain)]
    #expect(joined(both) == both)
    for seed in 0..<UInt64(40) {
      let world = RandomWorld.world(seed: seed)
      guard Self.hasNodes(world.cluster) else { continue }
      let late = SimTime(seconds: 1_000_000_000)
      let outages = [
        NodeOutage(
          ID(0),
          node: 0,
          from: late,
          until: late + SimDuration(seconds: 1),
          running: .requeue
        )
      ]
      let other = World(
        cluster: world.cluster,
        tenants: world.tenants,
        jobs: world.jobs,
        outages: outages
      )
      for preset in PolicyPresets.all {
        let same = try Self.records(world, preset.policy)
        #expect(try Self.records(other, preset.policy) == same)
      }
    }
  }

  /// The device time of overlapping outages counts once.
  @Test func deviceTimeCountsOnce() {
    let outages = [
      Self.outage(0, 10, 50), Self.outage(0, 40, 60, .drain), Self.outage(1, 0, nil),
      Self.outage(0, 80, 90),
    ]
    let time = NodeOutage.deviceTime(
      of: outages,
      on: Self.cluster(nodes: 2),
      from: Self.seconds(20),
      until: Self.seconds(85)
    )
    #expect(time == 4_000 * (40 + 5 + 65))
  }
}
