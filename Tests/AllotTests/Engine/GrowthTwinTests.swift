import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Worlds whose pools grow and shrink while jobs run and wait, the engine against its naive twin.
@Suite struct GrowthTwinTests {
  @Test(arguments: ChangeTwinTests.combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = ChangeTwinTests.combinations[index]
    let isPreset = index < PolicyPresets.all.count
    for seed in LongSuite.seeds(isPreset ? 60 : 8) {
      let world = RandomWorld.world(seed: seed, options: Self.options(policy, seed: seed))
      guard try TwinTests().compare(world, policy, naive, label: "growth \(seed)") else { return }
    }
  }

  private static func options(_ policy: Policy, seed: UInt64) -> RandomWorld.Options {
    var options = RandomWorld.Options.moving(under: policy, seed: seed)
    options.hasGrowth = true
    options.isCounted = seed % 5 == 4
    options.hasChanges = seed % 3 == 1
    options.hasOutages = seed % 4 == 3
    return options
  }
}
