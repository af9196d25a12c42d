import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Jobs that may not start before others have ended.
@Suite struct DependencyTests {
  private static let combinations: [(policy: Policy, naive: NaivePolicy)] =
    TwinTests.combinations + PolicyMix.reclaims + PolicyMix.shares + PolicyMix.terms

  @Test(arguments: combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    let seeds = LongSuite.seeds(index < PolicyPresets.all.count ? 30 : 5)
    for seed in seeds {
      var options = RandomWorld.Options()
      options.hasDependencies = true
      options.isSlow = seed % 3 == 0
      options.hasLimits = seed % 5 == 1
      options.hasQuotas = seed % 7 == 3
      options.hasModelLists = seed % 4 == 2
      options.hasComponents = policy.cycle == nil && seed % 6 == 4
      options.hasPriorities = seed % 4 == 1
      options.hasLimitGroups = policy.cycle == nil && seed % 5 == 3
      let world = RandomWorld.world(seed: seed, options: options)
      guard try TwinTests().compare(world, policy, naive, label: "dependent \(seed)") else {
        return
      }
    }
  }

  /// What the twins are compared in must happen somewhere.
  @Test func jobsWaitAreLostAndComeAtOnce() throws {
    var (late, lost, atOnce) = (0, 0, 0)
    for seed in 0..<UInt64(60) {
      var options = RandomWorld.Options()
      options.hasDependencies = true
      let world = RandomWorld.world(seed: seed, options: options)
      let decisions = try Self.decisions(world, "fcfs")
      let submits = decisions.filter { [.submit, .reject].contains($0.kind) }
      late += submits.count { $0.time > world.jobs[Int($0.job.index)].submit }
      let behind = Set(world.dependencies.filter { $0.condition == .ok }.map(\.job))
      lost += submits.count { $0.kind == .reject && behind.contains($0.job) }
      let rejected = Set(submits.filter { $0.kind == .reject }.map(\.job))
      atOnce += world.dependencies.count { rejected.contains($0.preceding) }
    }
    #expect(late > 100 && lost > 50 && atOnce > 50)
  }

  /// Dependencies that bind nobody change nothing.
  @Test(arguments: PolicyPresets.all.map(\.policy.name))
  func whoWaitsForWhomItFollowsAnywayWaitsForNobody(name: String) throws {
    for seed in 0..<UInt64(10) {
      let world = RandomWorld.world(seed: seed)
      guard let first = world.jobs.first, world.jobs.count > 1 else { continue }
      // A job that comes once everything else is over.
      var last = first
      last.submit = SimTime(milliseconds: 1_000_000_000)
      let jobs = world.jobs + [last]
      let end = JobDependency(job: ID(jobs.count - 1), preceding: ID(0))
      func behind(_ dependencies: [JobDependency]) -> World {
        World(
          cluster: world.cluster,
          tenants: world.tenants,
          jobs: jobs,
          dependencies: dependencies
        )
      }
      #expect(try Self.decisions(behind([end]), name) == Self.decisions(behind([]), name))
    }
  }

  // MARK: Small worlds

  /// Jobs of one device each on a machine of so many devices.
  private func world(
    devices: Int = 1,
    _ jobs: [(submit: Int64, run: Int64, devices: Int)],
    _ dependencies: [JobDependency],
    failing: [Int] = []
  ) throws -> World {
    let (cluster, tenants) = (Cluster(processors: devices), Tenants.single)
    let leaf = tenants[Tenants.root].children[0]
    return World(
      cluster: cluster,
      tenants: tenants,
      jobs: jobs.enumerated().map { index, job in
        Job(
          submit: SimTime(milliseconds: job.submit * 1_000),
          run: SimDuration(seconds: job.run),
          limit: SimDuration(seconds: job.run),
          gpus: job.devices,
          tenant: leaf,
          ending: failing.contains(index) ? .failed : .completed
        )
      },
      dependencies: dependencies
    )
  }

  private static func decisions(_ world: World, _ name: String) throws -> [Decision] {
    let policy = try #require(PolicyPresets.named(name))
    var simulation = Simulation(world: world, policy: policy)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return recorder.decisions
  }

  /// Seconds of the starts by job; nil for those that were rejected.
  private func starts(_ world: World, _ name: String = "easy") throws -> [Int64?] {
    var starts = [Int64?](repeating: nil, count: world.jobs.count)
    for decision in try Self.decisions(world, name) where decision.kind == .start {
      starts[Int(decision.job.index)] = decision.time.milliseconds / 1_000
    }
    return starts
  }

  private func after(
    _ job: Int,
    _ preceding: Int,
    think: Int64 = 0,
    _ condition: JobDependency.Condition = .any
  ) -> JobDependency {
    JobDependency(
      job: ID(job),
      preceding: ID(preceding),
      think: SimDuration(seconds: think),
      condition: condition
    )
  }

  @Test func aJobComesOnceTheOneBeforeItHasEndedAndItsUserHasThought() throws {
    let world = try world(devices: 2, [(0, 10, 1), (0, 10, 1), (3, 1, 1)], [after(1, 0, think: 5)])
    #expect(try starts(world) == [0, 15, 3])
  }

  @Test func ofSeveralTheLastToEndCounts() throws {
    let both = [after(2, 0, think: 9), after(2, 1)]
    #expect(
      try starts(world(devices: 2, [(0, 10, 1), (0, 12, 1), (0, 1, 1)], both)) == [0, 0, 19]
    )
  }

  /// Who has waited for another job stands behind those who were eligible before.
  @Test(arguments: ["fcfs", "easy-sjbf", "fair-share"])
  func theOrderOfTheQueueCountsFromThen(name: String) throws {
    let jobs: [(Int64, Int64, Int)] = [(0, 10, 1), (0, 5, 1), (4, 5, 1)]
    #expect(try starts(world(jobs, [after(1, 0)]), name) == [0, 15, 10])
    #expect(try starts(world(jobs, []), name) == [0, 10, 15])
  }

  @Test func behindAJobThatFailedOnlyThoseRunThatMay() throws {
    let jobs: [(Int64, Int64, Int)] = [(0, 10, 1), (0, 5, 1), (0, 5, 1), (0, 5, 1)]
    let behind = [after(1, 0, .ok), after(2, 0, .any), after(3, 1, .any)]
    #expect(try starts(world(devices: 3, jobs, behind, failing: [0])) == [0, nil, 10, 10])
    #expect(try starts(world(devices: 3, jobs, behind)) == [0, 10, 10, 15])
  }

  /// A job that no machine has room for is over at once.
  @Test func behindAJobThatIsRejectedOthersGoOn() throws {
    let jobs: [(Int64, Int64, Int)] = [(5, 10, 9), (6, 5, 1), (7, 5, 1)]
    let behind = [after(1, 0, think: 20), after(2, 0, .ok)]
    #expect(try starts(world(jobs, behind)) == [nil, 25, nil])
  }

  @Test func circlesAreFound() {
    let circle = JobDependency.circle(in: [after(1, 0), after(2, 1), after(1, 2)], jobs: 4)
    #expect(circle.map { Set($0) } == [ID(1), ID(2)])
    #expect(JobDependency.circle(in: [after(1, 0), after(2, 1), after(2, 0)], jobs: 3) == nil)
    #expect(JobDependency.circle(in: [after(1, 1)], jobs: 2) == [ID(1)])
    // Whoever stands behind a circle is not in it.
    let behind = JobDependency.circle(in: [after(0, 1), after(1, 2), after(2, 1)], jobs: 3)
    #expect(behind.map { Set($0) } == [ID(1), ID(2)])
  }
}
