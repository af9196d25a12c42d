import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Nodes that are announced to be out: nobody starts there who might still run then.
@Suite struct HoldTests {
  private static func seconds(_ count: Int64) -> SimTime { SimTime(seconds: count) }

  private static func job(_ submit: Int64, run: Int64, limit: Int64? = nil, gpus: Int) -> Job {
    Job(
      submit: seconds(submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: limit ?? run),
      gpus: gpus,
      tenant: ID(1)
    )
  }

  private static let cluster = Cluster(
    name: "test",
    models: Table([DeviceModel(name: "A")]),
    pools: Table([Pool(name: "p", nodes: 2, kind: NodeKind(name: "n", gpus: 4, model: ID(0)))])
  )

  /// A hold of a node from one second until another, known from a third on.
  private static func hold(
    _ node: Int32,
    _ from: Int64,
    _ until: Int64,
    known: Int64,
    _ running: NodeOutage.Running = .requeue
  ) -> NodeOutage {
    NodeOutage(
      ID(0),
      node: node,
      from: seconds(from),
      until: seconds(until),
      running: running,
      known: seconds(known)
    )
  }

  private func story(_ name: String, _ jobs: [Job], _ holds: [NodeOutage]) throws -> [String] {
    let policy = try #require(PolicyPresets.all.first { $0.policy.name == name }).policy
    let world = World(cluster: Self.cluster, tenants: .single, jobs: jobs, outages: holds)
    var simulation = Simulation(world: world, policy: policy)
    simulation.checksInvariants = true
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return recorder.decisions.filter { [.start, .interrupt].contains($0.kind) }.map {
      "\($0.time.milliseconds / 1_000) \($0.kind) \($0.job.index) \($0.nodes.sorted())"
    }
  }

  private static let policies = [
    "fcfs", "easy", "easy-sjbf", "conservative", "fair-share", "kueue", "kai", "multifactor",
  ]

  /// A job goes to the node that it can have for its whole limit, though best fit or the order of
  /// the nodes would give it the other; a short one still goes there.
  @Test(arguments: policies)
  func jobsGoWhereTheyCanEnd(name: String) throws {
    let jobs = [Self.job(10, run: 200, gpus: 4), Self.job(11, run: 80, gpus: 4)]
    let told = try story(name, jobs, [Self.hold(0, 100, 300, known: 0)])
    #expect(told == ["10 start 0 [1]", "11 start 1 [0]"])
  }

  /// A limit that ends as the hold begins is no conflict, and one of a second more is.
  @Test func theHoldBeginsAtItsInstant() throws {
    for (limit, start) in [(90, 10), (91, 300)] as [(Int64, Int64)] {
      let jobs = [Self.job(9, run: 400, gpus: 4), Self.job(10, run: 80, limit: limit, gpus: 4)]
      let told = try story("easy", jobs, [Self.hold(1, 100, 300, known: 0)])
      #expect(told == ["9 start 0 [0]", "\(start) start 1 [1]"])
    }
  }

  /// Who started before the announcement is interrupted when the hold begins, and waits again.
  @Test func whoStartedBeforeItIsInterrupted() throws {
    let jobs = [Self.job(0, run: 400, gpus: 8)]
    let told = try story("easy", jobs, [Self.hold(1, 100, 300, known: 50)])
    #expect(told == ["0 start 0 [0, 1]", "100 interrupt 0 []", "300 start 0 [0, 1]"])
    let drained = try story("easy", jobs, [Self.hold(1, 100, 300, known: 50, .drain)])
    #expect(drained == ["0 start 0 [0, 1]"])
  }

  /// A head's place is sought between holds: the gap before the hold is too short for it, and who
  /// would stand in its way behind it waits.
  @Test func aHeadReservesBehindTheHold() throws {
    let jobs = [
      Self.job(0, run: 20, gpus: 8), Self.job(1, run: 100, gpus: 8), Self.job(2, run: 70, gpus: 4),
      Self.job(3, run: 300, gpus: 4),
    ]
    let told = try story("easy", jobs, [Self.hold(0, 100, 200, known: 0)])
    // The job of 300 s would hold node 1 until 320, beyond the head's start at 200.
    #expect(
      told == [
        "0 start 0 [0, 1]", "20 start 2 [0]", "200 start 1 [0, 1]", "300 start 3 [0]",
      ]
    )
  }

  /// Slots lie between holds, and are given anew when one is announced.
  @Test func slotsLieBetweenHolds() throws {
    let jobs = [
      Self.job(0, run: 50, gpus: 8), Self.job(1, run: 100, gpus: 8), Self.job(2, run: 40, gpus: 8),
    ]
    let told = try story("conservative", jobs, [Self.hold(0, 100, 200, known: 10)])
    #expect(told == ["0 start 0 [0, 1]", "50 start 2 [0, 1]", "200 start 1 [0, 1]"])
  }

  // MARK: Laws

  /// Two adjoining holds that are announced together are one, and a hold that is announced when it
  /// begins is an outage that nobody announces.
  @Test(arguments: policies)
  func splittingAHoldChangesNothing(name: String) throws {
    let policy = try #require(PolicyPresets.all.first { $0.policy.name == name }).policy
    for seed in 0..<UInt64(40) {
      var options = RandomWorld.Options.moving(under: policy, seed: seed)
      options.hasOutages = true
      let world = RandomWorld.world(seed: seed, options: options)
      let split = world.outages.flatMap { outage -> [NodeOutage] in
        guard outage.until < .distantFuture else { return [outage] }
        let half = SimDuration(milliseconds: (outage.until - outage.from).milliseconds / 2)
        var (first, second) = (outage, outage)
        first.until = outage.from + half
        second.from = first.until
        if outage.known == outage.from { second.known = second.from }
        return [first, second]
      }
      #expect(try digest(world, split, policy) == digest(world, world.outages, policy))
    }
  }

  private func digest(_ world: World, _ outages: [NodeOutage], _ policy: Policy) throws -> Digest {
    let same = World(
      cluster: world.cluster,
      tenants: world.tenants,
      jobs: world.jobs,
      components: world.components,
      resubmitsUntil: world.resubmitsUntil,
      limitGroups: world.limitGroups,
      dependencies: world.dependencies,
      outages: outages,
      checkpoint: world.checkpoint
    )
    var simulation = Simulation(world: same, policy: policy)
    var nobody: [any JournalConsumer] = []
    return try simulation.run(into: &nobody).digest
  }
}
