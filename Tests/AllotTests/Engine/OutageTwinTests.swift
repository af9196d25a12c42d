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
    var options = RandomWorld.Options()
    options.hasOutages = true
    options.isCounted = seed % 5 == 4
    options.isSlow = seed % 3 == 0
    options.isNested = seed % 7 == 5
    options.isBroad = seed % 11 == 6
    options.hasLimits = seed % 5 < 2
    options.hasQuotas = seed % 7 == 3
    options.hasModelLists = seed % 4 == 2
    options.hasComponents = policy.cycle == nil && seed % 6 == 4
    options.hasMemory = seed % 11 == 3
    options.hasResources = seed % 8 == 3
    options.hasPriorities = seed % 4 > 0
    options.hasProtectedJobs = seed % 9 == 5
    options.hasLimitGroups = policy.cycle == nil && seed % 5 == 3
    options.hasDependencies = seed % 6 == 1
    options.hasChanges = !policy.quota.hasWalls && seed % 4 == 1
    options.isClosed = seed % 13 == 8
    return options
  }
}
