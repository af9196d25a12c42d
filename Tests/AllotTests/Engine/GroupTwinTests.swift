import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Limits beside the tree of tenants, of users and of QOS, against the naive twin.
@Suite struct GroupTwinTests {
  private static let mixes: [(policy: Policy, naive: NaivePolicy)] =
    PolicyMix.all + PolicyMix.terms + PolicyMix.shares

  private static let worlds = LongSuite.seeds(2)

  @Test(arguments: mixes.indices)
  func groupsMeetEveryPart(index: Int) throws {
    let (policy, naive) = Self.mixes[index]
    for seed in Self.worlds {
      // Other worlds for every mix.
      let seed = seed * 1_000 + UInt64(index)
      var options = RandomWorld.Options(inTurn: seed)
      options.hasLimitGroups = true
      options.hasPriorities = seed % 2 == 0
      // A cycle over heads has no place for components.
      if policy.cycle != nil { options.hasComponents = false }
      options.hasModelLists = seed % 7 == 4
      options.isClosed = seed % 9 == 7
      let world = RandomWorld.world(seed: seed, options: options)
      guard try TwinTests().compare(world, policy, naive, label: "seed \(seed)") else { return }
    }
  }
}
