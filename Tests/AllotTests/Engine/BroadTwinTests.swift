import Allot
import AllotPolicies
import AllotTesting
import Testing

/// The engine against its naive twin where random worlds seldom or never go: trees with many and
/// deep siblings, limits two levels down, memory, jobs without devices, long ledgers.
///
/// Mutants of the engine that `TwinTests` lets live are caught here.
@Suite struct BroadTwinTests {
  static let everything =
    TwinTests.combinations + PolicyMix.ceilings + PolicyMix.reclaims + PolicyMix.shares

  @Test(arguments: PolicyMix.reclaims.indices)
  func preemptionMeetsEveryPart(index: Int) throws {
    try compare(PolicyMix.reclaims[index], worlds: 24) { seed, options in
      options.isSlow = seed % 3 == 0
    }
  }

  @Test(arguments: everything.indices)
  func manyAndDeepTenants(index: Int) throws {
    try compare(Self.everything[index], worlds: 4) { seed, options in
      options.isBroad = true
      options.isSlow = seed % 2 == 0
      options.jobs = 80
    }
  }

  @Test(arguments: everything.indices)
  func limitsTwoLevelsDown(index: Int) throws {
    try compare(Self.everything[index], worlds: 6) { seed, options in
      options.isNested = true
      options.jobs = seed % 2 == 0 ? 80 : 40
    }
  }

  @Test(arguments: everything.indices)
  func memoryAndJobsWithoutDevices(index: Int) throws {
    try compare(Self.everything[index], worlds: 6) { _, options in
      options.hasMemory = true
    }
  }

  /// Quotas, limits and reserves of cores and memory beside those of devices.
  @Test(arguments: everything.indices)
  func coresAndMemoryOfTenants(index: Int) throws {
    try compare(Self.everything[index], worlds: 6) { seed, options in
      Self.addResources(to: &options, seed: seed)
    }
  }

  private static func addResources(to options: inout RandomWorld.Options, seed: UInt64) {
    options.hasResources = true
    options.hasLimits = true
    options.hasQuotas = seed % 2 == 1
    options.hasMemory = seed % 3 > 0
  }

  /// Each world lasts for about five hundred half-lives: the ledger is scaled down once, and the
  /// twin, which never scales, holds out.
  @Test func ledgersThatAreScaledDown() throws {
    let fcfs = try #require(NaivePolicy(named: "fcfs"))
    for seed in LongSuite.seeds(60) {
      let world = RandomWorld.world(seed: seed)
      let last = NaiveReplay.decisions(world: world, policy: fcfs, rule: .instant).last
      let half = max(2, (last?.time.milliseconds ?? 0) / 500)
      let ledger = HalfLifeLedger(
        halfLife: SimDuration(milliseconds: half),
        tick: SimDuration(milliseconds: half / 2)
      )
      for mix in PolicyMix.fairShares(ledger) {
        guard try TwinTests().compare(world, mix.policy, mix.naive, label: "seed \(seed)") else {
          return
        }
      }
    }
  }

  /// Without limits and preemption a start matters to others by their keys alone.
  @Test func keysChangeBetweenCycles() throws {
    let mix = try #require(
      PolicyMix.all.first { $0.policy.name.hasPrefix("mix withinQuota none easy ") }
    )
    try compare(mix, worlds: 150) { _, options in
      options.isCounted = true
      options.jobs = 60
    }
  }

  /// Single worlds that told a mutant apart which all others let live.
  @Test(arguments: [
    (name: "reclaim arrival none greedy 1", seed: UInt64(823), kind: Kind.memory),
    ("reclaim arrival none easyShortest 3 with grace", 52, .counted),
    ("reclaim arrival none strict 0 with grace", 180, .memory),
    ("fcfs", 44, .memory),
    ("easy", 21, .memory),
    ("mix arrival none easyShortest 3", 8, .broad),
    ("quota-borrowing", 14, .broad),
    ("kueue", 25, .resources),
    ("kueue-fair", 25, .resources),
  ])
  func worldsThatToldMutantsApart(name: String, seed: UInt64, kind: Kind) throws {
    let (policy, naive) = try #require(Self.everything.first { $0.policy.name == name })
    var options = RandomWorld.Options()
    switch kind {
    case .memory: options.hasMemory = true
    case .counted:
      options.isCounted = true
      options.jobs = 60
    case .broad:
      options.isBroad = true
      options.jobs = 100
    case .resources: Self.addResources(to: &options, seed: seed)
    }
    let world = RandomWorld.world(seed: seed, options: options)
    _ = try TwinTests().compare(world, policy, naive, label: "seed \(seed)")
  }

  /// What a single world is made of.
  enum Kind {
    case memory, counted, broad, resources
  }

  private func compare(
    _ combination: (policy: Policy, naive: NaivePolicy),
    worlds: Int,
    _ set: (UInt64, inout RandomWorld.Options) -> Void
  ) throws {
    for seed in LongSuite.seeds(worlds) {
      var options = RandomWorld.Options()
      set(seed, &options)
      let world = RandomWorld.world(seed: seed, options: options)
      guard
        try TwinTests().compare(
          world,
          combination.policy,
          combination.naive,
          label: "seed \(seed)"
        )
      else { return }
    }
  }
}
