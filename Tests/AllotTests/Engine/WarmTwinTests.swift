import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Replays that begin in the middle of a log, the engine against its naive twin.
@Suite struct WarmTwinTests {
  /// Every combination that the other twins are compared in.
  static let combinations: [(policy: Policy, naive: NaivePolicy)] =
    TwinTests.combinations + PolicyMix.reclaims + PolicyMix.shares + PolicyMix.terms

  @Test(arguments: combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    // In world 201 a job without devices starts while its tenant is above its ceiling of devices.
    let isPreset = index < PolicyPresets.all.count
    let seeds = LongSuite.seeds(isPreset ? 40 : 5) + [201]
    let (policy, naive) = Self.combinations[index]
    for seed in seeds {
      var options = RandomWorld.Options()
      options.isSlow = seed % 3 == 0
      options.hasLimits = seed % 5 == 1
      options.hasQuotas = seed % 7 == 3
      options.hasModelLists = seed % 4 == 2
      options.hasComponents = policy.cycle == nil && seed % 6 == 4
      options.hasMemory = seed % 11 == 3
      options.hasResources = seed % 8 == 3
      options.hasPriorities = policy.cycle != nil && seed % 4 > 0
      options.hasLimitGroups = policy.cycle == nil && seed % 5 == 3
      let log = RandomWorld.world(seed: seed, options: options)
      for world in [try Self.cut(log, seed: seed), Self.torn(log, seed: seed)] {
        guard try TwinTests().compare(world, policy, naive, label: "warm \(seed)") else { return }
      }
    }
  }

  /// Where nothing but what waits and runs is looked at, a replay that is cut in two decides as it
  /// does in one piece.
  @Test(arguments: ["fcfs", "easy", "easy-sjbf", "sjf"].compactMap { PolicyPresets.named($0) })
  func whatWasCutGoesOnAsItWould(policy: Policy) throws {
    var compared = 0
    for seed in 0..<UInt64(200) {
      let log = RandomWorld.world(seed: seed)
      let whole = try Self.decisions(log, policy)
      let cut = try Self.cut(log, seed: seed, policy: policy)
      guard let begin = cut.warmStart?.begin else { continue }
      let missing = log.jobs.count - cut.jobs.count
      let later = whole.filter { $0.time >= begin }
      let ids = Self.kept(log, whole, begin)
      #expect(ids.count + missing == log.jobs.count)
      let again = try Self.decisions(cut, policy).filter { $0.time >= begin }.map { decision in
        var renamed = decision
        renamed.job = ids[Int(decision.job.index)]
        return renamed
      }
      #expect(again == later, "\(policy.name), seed \(seed)")
      compared += later.count
    }
    #expect(compared > 2_000)
  }

  /// What the twins are compared in must happen somewhere.
  @Test func jobsLieOnTheirNodesOrElsewhereOrWait() throws {
    let policy = try #require(PolicyPresets.named("easy"))
    var (onNodes, packed, waiting) = (0, 0, 0)
    for seed in 0..<UInt64(60) {
      let world = Self.torn(RandomWorld.world(seed: seed), seed: seed)
      guard let warm = world.warmStart else { continue }
      let places = Simulation.warmPlaces(of: world, under: policy)
      onNodes += places.onKnownNodes
      packed += warm.running.count - places.onKnownNodes - places.waiting.count
      waiting += places.waiting.count
    }
    #expect(onNodes > 30 && packed > 30 && waiting > 30)
  }

  // MARK: Logs that are cut

  private static func decisions(_ world: World, _ policy: Policy) throws -> [Decision] {
    var simulation = Simulation(world: world, policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return recorder.decisions
  }

  /// The jobs that have not ended before an instant.
  private static func kept(_ log: World, _ decisions: [Decision], _ begin: SimTime) -> [ID<Job>] {
    let gone = decisions.filter { decision in
      decision.kind == .end && decision.time <= begin
        || decision.kind == .reject && decision.time < begin
    }
    let isGone = Set(gone.map(\.job.index))
    return log.jobs.indices.map { ID<Job>($0) }.filter { !isGone.contains($0.index) }
  }

  /// What is left of a log from an instant on, with who runs then in a replay.
  static func cut(
    _ log: World,
    seed: UInt64,
    policy: Policy? = nil
  ) throws -> World {
    let whole = try decisions(log, policy ?? #require(PolicyPresets.named("easy")))
    var random = RandomStream("cut", seed: seed)
    guard let last = whole.last?.time, last > SimTime(milliseconds: 2) else { return log }
    let begin = SimTime(milliseconds: Int64(random.within(1...Int(last.milliseconds - 1))))
    let kept = kept(log, whole, begin)
    var running: [WarmStart.Running] = []
    for (index, id) in kept.enumerated() {
      let start = whole.last { $0.kind == .start && $0.job == id && $0.time < begin }
      guard let start, let pool = start.pool else { continue }
      let isOrdinary = log.jobs[Int(id.index)].components == nil
      running.append(
        WarmStart.Running(
          job: ID(index),
          start: start.time,
          places: isOrdinary ? [WarmStart.Place(pool: pool, nodes: start.nodes)] : []
        )
      )
    }
    return world(log, kept, WarmStart(begin: begin, running: running))
  }

  /// A log that is cut anywhere, with starts and nodes that no replay gave.
  static func torn(_ log: World, seed: UInt64) -> World {
    var random = RandomStream("torn", seed: seed)
    guard let last = log.jobs.last?.submit, last > SimTime(milliseconds: 2) else { return log }
    let begin = SimTime(milliseconds: Int64(random.within(1...Int(last.milliseconds))))
    var running: [WarmStart.Running] = []
    for (index, job) in log.jobs.enumerated() where job.submit < begin && random.chance(1, in: 2) {
      let room = (begin - job.submit).milliseconds
      let back = min(room, job.run.milliseconds - 1)
      guard back > 0 else { continue }
      let start = begin - SimDuration(milliseconds: Int64(random.within(1...Int(back))))
      var places: [WarmStart.Place] = []
      if random.chance(2, in: 3) {
        let count = job.components.map { log.components[$0].list.count } ?? 1
        for _ in 0..<count {
          let pool = random.below(log.cluster.pools.count)
          // Now and then one more than there are.
          let most = log.cluster.pools[ID(pool)].nodes + (random.chance(1, in: 9) ? 1 : 0)
          let nodes = (0..<random.within(1...2)).map { _ in Int32(random.below(most)) }
          places.append(WarmStart.Place(pool: ID(pool), nodes: nodes))
        }
      }
      running.append(WarmStart.Running(job: ID(index), start: start, places: places))
    }
    return world(
      log,
      log.jobs.indices.map { ID($0) },
      WarmStart(begin: begin, running: running)
    )
  }

  private static func world(_ log: World, _ kept: [ID<Job>], _ warm: WarmStart) -> World {
    var components = Table<JobComponents, JobComponents>()
    let jobs = kept.map { id in
      let job = log.jobs[Int(id.index)]
      guard let own = job.components else { return job }
      return job.made(of: log.components[own], id: components.append(log.components[own]))
    }
    return World(
      cluster: log.cluster,
      tenants: log.tenants,
      jobs: jobs,
      components: components,
      warmStart: warm,
      limitGroups: log.limitGroups,
      changes: log.changes.filter { $0.time > warm.begin }
    )
  }
}
