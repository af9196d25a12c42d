import Allot
import AllotPolicies
import AllotTesting
import Foundation
import Testing

/// Limits beside the tree of tenants, of users and of QOS, against the naive twin.
@Suite struct GroupTwinTests {
  private static let mixes: [(policy: Policy, naive: NaivePolicy)] =
    PolicyMix.all + PolicyMix.terms + PolicyMix.shares

  private static let worlds: UInt64 =
    ProcessInfo.processInfo.environment["ALLOT_LONG"] == "1" ? 60 : 2

  @Test(arguments: mixes.indices)
  func groupsMeetEveryPart(index: Int) throws {
    let (policy, naive) = Self.mixes[index]
    for seed in 0..<Self.worlds {
      // Other worlds for every mix.
      let seed = seed * 1_000 + UInt64(index)
      var options = RandomWorld.Options()
      options.hasLimitGroups = true
      options.hasPriorities = seed % 2 == 0
      options.isSlow = seed % 3 == 0
      options.isNested = seed % 4 == 1
      options.isBroad = seed % 8 == 2
      options.hasLimits = seed % 3 == 1
      options.hasQuotas = seed % 5 < 2
      options.hasMemory = seed % 8 == 6
      options.hasResources = seed % 8 == 3
      options.hasComponents = seed % 8 == 5 && policy.cycle == nil
      options.hasModelLists = seed % 7 == 4
      options.isClosed = seed % 9 == 7
      let world = RandomWorld.world(seed: seed, options: options)
      guard try TwinTests().compare(world, policy, naive, label: "seed \(seed)") else { return }
    }
  }
}
