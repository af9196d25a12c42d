import Allot
import AllotPolicies
import AllotTesting
import Foundation
import Testing

/// Divisions of surplus against the naive twin, in worlds with deep trees, several device models
/// and many tenants. With `ALLOT_LONG=1` ten times as many worlds.
@Suite struct ShareTwinTests {
  private static let worlds: UInt64 =
    ProcessInfo.processInfo.environment["ALLOT_LONG"] == "1" ? 800 : 12

  @Test(arguments: PolicyMix.shares.indices)
  func divisionsMeetEveryPart(index: Int) throws {
    let (policy, naive) = PolicyMix.shares[index]
    for seed in 0..<Self.worlds {
      var options = RandomWorld.Options()
      options.isSlow = seed % 3 == 0
      options.isNested = seed % 4 == 1
      options.isBroad = seed % 8 == 2
      options.hasLimits = seed % 3 == 1
      options.hasMemory = seed % 8 == 6
      let world = RandomWorld.world(seed: seed, options: options)
      let label = "seed \(seed)"
      guard try TwinTests().compare(world, policy, naive, label: label) else { return }
    }
  }
}
