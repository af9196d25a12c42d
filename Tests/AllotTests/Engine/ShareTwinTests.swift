import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Divisions of surplus, and terms of tenants and of reclaim, against the naive twin.
///
/// Worlds have deep trees, several device models and many tenants.
@Suite struct ShareTwinTests {
  private static let worlds = LongSuite.seeds(8)

  @Test(arguments: PolicyMix.shares.indices)
  func divisionsMeetEveryPart(index: Int) throws {
    let (policy, naive) = PolicyMix.shares[index]
    for seed in Self.worlds {
      var options = RandomWorld.Options()
      options.isSlow = seed % 3 == 0
      options.isNested = seed % 4 == 1
      options.isBroad = seed % 8 == 2
      options.hasLimits = seed % 3 == 1
      options.hasMemory = seed % 8 == 6
      options.hasQuotas = seed % 5 == 2
      let world = RandomWorld.world(seed: seed, options: options)
      let label = "seed \(seed)"
      guard try TwinTests().compare(world, policy, naive, label: label) else { return }
    }
  }

  /// Tenants with reserves, limits, strict queues and quotas in devices, under every term of
  /// reclaim.
  @Test(arguments: PolicyMix.terms.indices)
  func termsMeetEveryPart(index: Int) throws {
    let (policy, naive) = PolicyMix.terms[index]
    for seed in LongSuite.seeds(16) {
      var options = RandomWorld.Options()
      options.isNested = seed % 4 == 1
      options.isBroad = seed % 8 == 2
      options.hasLimits = seed % 4 > 0
      options.hasQuotas = seed % 2 == 1
      options.hasMemory = seed % 8 == 6
      let world = RandomWorld.world(seed: seed, options: options)
      let label = "seed \(seed)"
      guard try TwinTests().compare(world, policy, naive, label: label) else { return }
    }
  }
}
