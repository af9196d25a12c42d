import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Worlds in which nodes are out for some time, the engine against its naive twin.
@Suite struct OutageTwinTests {
  /// Every combination that the other twins are compared in.
  static let combinations = WarmTwinTests.combinations

  @Test(arguments: combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    let isPreset = index < PolicyPresets.all.count
    for seed in LongSuite.seeds(isPreset ? 100 : 12) {
      let world = RandomWorld.world(seed: seed, options: Self.options(policy, seed: seed))
      guard try TwinTests().compare(world, policy, naive, label: "outage \(seed)") else { return }
    }
  }

  private static func options(_ policy: Policy, seed: UInt64) -> RandomWorld.Options {
    var options = RandomWorld.Options.moving(under: policy, seed: seed)
    options.hasOutages = true
    options.isCounted = seed % 5 == 4
    options.isBroad = seed % 11 == 6
    options.hasChanges = !policy.quota.hasWalls && seed % 4 == 1
    return options
  }
}
