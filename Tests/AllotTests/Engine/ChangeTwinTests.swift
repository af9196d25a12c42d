import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Worlds in which terms change while jobs run and wait, the engine against its naive twin.
@Suite struct ChangeTwinTests {
  /// Every combination that the other twins are compared in, but walls, which do not move.
  static let combinations = WarmTwinTests.combinations.filter { !$0.policy.quota.hasWalls }

  @Test(arguments: combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    let isPreset = index < PolicyPresets.all.count
    for seed in LongSuite.seeds(isPreset ? 100 : 12) {
      let world = RandomWorld.world(seed: seed, options: Self.options(policy, seed: seed))
      guard try TwinTests().compare(world, policy, naive, label: "change \(seed)") else { return }
    }
  }

  private static func options(_ policy: Policy, seed: UInt64) -> RandomWorld.Options {
    var options = RandomWorld.Options.moving(under: policy, seed: seed)
    options.hasChanges = true
    return options
  }

  /// A replay that begins in the middle of a log, and terms that change behind that.
  @Test(arguments: combinations.indices.filter { $0 % 3 == 0 })
  func warmStartsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    for seed in LongSuite.seeds(4) {
      var options = RandomWorld.Options()
      options.hasChanges = true
      options.hasLimits = seed % 2 == 1
      let log = RandomWorld.world(seed: seed, options: options)
      let world = WarmTwinTests.torn(log, seed: seed)
      guard try TwinTests().compare(world, policy, naive, label: "warm \(seed)") else { return }
    }
  }

  /// Terms that begin before the first submit are those of the beginning, terms that say what holds
  /// already are none, and terms behind the last end are nobody's.
  @Test(arguments: PolicyPresets.all.map(\.policy).filter { !$0.quota.hasWalls })
  func changesThatNobodyMeetsChangeNothing(policy: Policy) throws {
    for seed in 0..<UInt64(30) {
      let world = RandomWorld.world(seed: seed, options: Self.options(policy, seed: seed * 6))
      guard world.resubmitsUntil == nil, let other = world.changes.first?.tenants else { continue }
      func terms(at time: SimTime, _ tenants: Tenants) -> DatedTerms {
        DatedTerms(at: time, on: world.cluster, tenants)
      }
      let later = SimTime(seconds: 1_000_000_000)
      let first = try #require(world.jobs.first).submit - SimDuration(milliseconds: 1)
      func digest(_ tenants: Tenants, _ changes: [DatedTerms]) throws -> Digest {
        let same = World(
          cluster: world.cluster,
          tenants: tenants,
          jobs: world.jobs,
          components: world.components,
          limitGroups: world.limitGroups,
          changes: changes
        )
        var simulation = Simulation(world: same, policy: policy)
        var nobody: [any JournalConsumer] = []
        return try simulation.run(into: &nobody).digest
      }
      let plain = try digest(other, [])
      #expect(try digest(world.tenants, [terms(at: first, other)]) == plain)
      #expect(try digest(other, [terms(at: .zero, other)]) == plain)
      // Who may hope for later terms is rejected later.
      let isNobodyRefused = try digest(other, [terms(at: later, world.tenants)]) == plain
      #expect(isNobodyRefused || Self.hasRefusals(world, other, policy))
    }
  }

  private static func hasRefusals(_ world: World, _ tenants: Tenants, _ policy: Policy) -> Bool {
    let same = World(
      cluster: world.cluster,
      tenants: tenants,
      jobs: world.jobs,
      components: world.components,
      limitGroups: world.limitGroups
    )
    var simulation = Simulation(world: same, policy: policy)
    var recorder = DecisionRecorder()
    _ = try? simulation.run(into: &recorder)
    return recorder.decisions.contains { $0.kind == .reject }
  }
}
