import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Preemption by the priorities of jobs, and jobs and tenants that are never preempted, against the
/// naive twin.
@Suite struct PriorityTwinTests {
  /// Every mix that takes back: two in three with preemption within queues, every other one from
  /// the last in line, and two in three of those that hold nothing for waiting jobs with priorities
  /// that are never preempted.
  private static let mixes: [(policy: Policy, naive: NaivePolicy)] =
    (PolicyMix.terms + PolicyMix.shares).filter { $0.naive.reclaims }.enumerated().map {
      var (policy, naive) = $1
      naive.ownQueue = $0 % 3 > 0
      naive.lastInLineYields = $0 % 2 == 0
      if case .greedy = naive.fill { naive.nonPreemptibleFrom = $0 % 3 < 2 ? 2 : nil }
      policy.reclaim = PolicyMix.reclaim(of: naive)
      policy.name += " by priority"
      return (policy, naive)
    }

  private static let worlds = LongSuite.seeds(4)

  @Test(arguments: mixes.indices)
  func prioritiesMeetEveryPart(index: Int) throws {
    let (policy, naive) = Self.mixes[index]
    for seed in Self.worlds {
      var options = RandomWorld.Options(inTurn: seed)
      options.hasPriorities = true
      options.hasProtectedJobs = seed % 2 == 0
      // Other worlds for every mix.
      let seed = seed * 1_000 + UInt64(index)
      let world = RandomWorld.world(seed: seed, options: options)
      guard try TwinTests().compare(world, policy, naive, label: "seed \(seed)") else { return }
    }
  }
}
