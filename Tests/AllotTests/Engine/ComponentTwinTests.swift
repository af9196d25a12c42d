import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Jobs of several components in random worlds, the engine against its naive twin.
@Suite struct ComponentTwinTests {
  /// Every combination but those that decide over heads, which refuse such jobs.
  static let combinations: [(policy: Policy, naive: NaivePolicy)] =
    (TwinTests.combinations + PolicyMix.reclaims + PolicyMix.shares + PolicyMix.terms)
    .filter { $0.policy.cycle == nil }

  @Test(arguments: combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    let isPreset = index < PolicyPresets.all.count
    for seed in LongSuite.seeds(isPreset ? 90 : 12) {
      var options = RandomWorld.Options()
      options.hasComponents = true
      options.jobs = 16
      options.isSlow = seed % 3 == 0
      options.hasLimits = seed % 5 == 1
      options.hasQuotas = seed % 7 == 3
      options.hasModelLists = seed % 2 == 0
      options.hasMemory = seed % 11 == 3
      options.hasResources = seed % 4 == 3
      options.isClosed = seed % 9 == 5
      let world = RandomWorld.world(seed: seed, options: options)
      guard try TwinTests().compare(world, policy, naive, label: "components \(seed)") else {
        return
      }
    }
  }

  /// What the twins are compared in must happen somewhere.
  @Test func componentsLieInSeveralPoolsAndShareThem() throws {
    let policy = try #require(PolicyPresets.named("easy"))
    var (separate, together) = (0, 0)
    for seed in 0..<UInt64(60) {
      var options = RandomWorld.Options()
      options.hasComponents = true
      var recorder = DecisionRecorder()
      var simulation = Simulation(
        world: RandomWorld.world(seed: seed, options: options),
        policy: policy
      )
      _ = try simulation.run(into: &recorder)
      for decision in recorder.decisions where !decision.pools.isEmpty {
        if Set(decision.pools).count > 1 { separate += 1 } else { together += 1 }
      }
    }
    #expect(separate > 50 && together > 50)
  }
}
