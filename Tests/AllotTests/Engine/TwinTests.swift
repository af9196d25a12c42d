import Allot
import AllotPolicies
import AllotTesting
import Foundation
import Testing

/// The engine against its naive twin, with the auditor on.
///
/// With `ALLOT_LONG=1` ten times as many worlds, and small worlds of four jobs instead of three.
@Suite struct TwinTests {
  private var isLong: Bool { ProcessInfo.processInfo.environment["ALLOT_LONG"] == "1" }

  static let combinations: [(policy: Policy, naive: NaivePolicy)] = {
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    for preset in PolicyPresets.all {
      guard let naive = NaivePolicy(named: preset.policy.name) else {
        preconditionFailure("every shipped policy needs a naive definition: \(preset.policy.name)")
      }
      all.append((preset.policy, naive))
    }
    return all + PolicyMix.graces + PolicyMix.all
  }()

  /// Every preset, and the one that preempts with a short and a long grace.
  static let shipped = combinations.indices.prefix(PolicyPresets.all.count + PolicyMix.graces.count)

  @Test(arguments: combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    let worlds = (policy.name.hasPrefix("mix") ? 300 : 1_000) * (isLong ? 10 : 1)
    for seed in 0..<UInt64(worlds) {
      var options = RandomWorld.Options()
      options.isSlow = seed % 3 == 0
      let world = RandomWorld.world(seed: seed, options: options)
      guard try compare(world, policy, naive, label: "seed \(seed)") else { return }
    }
  }

  @Test(arguments: shipped)
  func exhaustiveSmallWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    var count = 0
    var failure: (any Error)?
    SmallWorlds.forEach(jobs: isLong ? 4 : 3) { world in
      count += 1
      do {
        return try compare(world, policy, naive, label: "small world \(count)")
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    #expect(count > 1_000)
  }

  @Test(arguments: ["fcfs", "easy", "easy-sjbf"])
  func eventRuleGivesEqualDecisions(name: String) throws {
    let policy = try #require(PolicyPresets.named(name))
    let naive = try #require(NaivePolicy(named: name))
    var options = RandomWorld.Options()
    options.isCounted = true
    for seed in 0..<UInt64(isLong ? 10_000 : 1_000) {
      let world = RandomWorld.world(seed: seed, options: options)
      guard try compare(world, policy, naive, rule: .event, label: "seed \(seed)") else { return }
    }
  }

  private func compare(
    _ world: World,
    _ policy: Policy,
    _ naive: NaivePolicy,
    rule: PassRule = .instant,
    label: String
  ) throws -> Bool {
    var simulation = Simulation(world: world, policy: policy, passRule: rule)
    var consumers: [any JournalConsumer] = [
      DecisionRecorder(),
      Auditor(world: world, passRule: rule, walls: policy.quota.hasWalls),
    ]
    let result = try simulation.run(into: &consumers)
    let recorder = try #require(consumers[0] as? DecisionRecorder)
    let auditor = try #require(consumers[1] as? Auditor)
    #expect(auditor.finished() == [], "\(policy.name), \(label)")
    #expect(result.waiting == 0, "\(policy.name), \(label)")
    let twin = NaiveReplay.decisions(world: world, policy: naive, rule: rule)
    guard twin != recorder.decisions else { return auditor.finished().isEmpty }
    let at = zip(twin, recorder.decisions).prefix { $0 == $1 }.count
    Issue.record(
      """
      \(policy.name), \(label), \(world.jobs.count) jobs: decision \(at) differs:
      twin   \(twin.dropFirst(at).prefix(3).map(\.description))
      engine \(recorder.decisions.dropFirst(at).prefix(3).map(\.description))
      """
    )
    return false
  }
}

/// Combinations of parts that no preset has, so that every part meets every other.
enum PolicyMix {
  /// `quota-borrowing` with grace, short and long beside the run times of random worlds.
  static let graces: [(policy: Policy, naive: NaivePolicy)] = [Int64(1), 40].map { seconds in
    guard var policy = PolicyPresets.named("quota-borrowing"),
      var naive = NaivePolicy(named: "quota-borrowing")
    else { preconditionFailure("the preset is shipped") }
    let grace = SimDuration(seconds: seconds)
    policy.name += " with a grace of \(seconds) s"
    policy.reclaim = WithinQuotaReclaim(grace: grace)
    naive.grace = grace
    return (policy, naive)
  }

  static let all: [(policy: Policy, naive: NaivePolicy)] = {
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    let ledger = HalfLifeLedger(halfLife: SimDuration(seconds: 3_600))
    let orders: [(any OrderPart, (any LedgerPart)?, NaivePolicy.Order)] = [
      (ArrivalOrder(), nil, .arrival),
      (FairShareOrder(), ledger, .fairShare(halfLife: ledger.halfLife, tick: ledger.tick)),
      (WithinQuotaOrder(), nil, .withinQuota),
    ]
    let quotas: [(any QuotaPart, NaivePolicy.Quota)] = [
      (NoQuota(), .none), (WallQuota(), .walls), (CapQuota(), .cap),
      (BorrowingQuota(borrow: Share(percent: 50)), .borrow(500_000)),
    ]
    let fills: [(any FillPart, NaivePolicy.Fill)] = [
      (StrictFill(), .strict), (GreedyFill(), .greedy), (EasyFill(), .easy),
      (EasyFill(backfill: .shortestLimit), .easyShortest),
    ]
    for (order, memory, naiveOrder) in orders {
      for (quota, naiveQuota) in quotas {
        for (fill, naiveFill) in fills {
          let number = all.count
          var naive = NaivePolicy()
          naive.order = naiveOrder
          naive.quota = naiveQuota
          naive.fill = naiveFill
          naive.reclaims = number % 2 == 1 && !quota.hasWalls
          naive.checkpoint = number % 4 == 1 ? SimDuration(seconds: 3) : nil
          naive.grace = number % 3 == 0 ? SimDuration(seconds: 7) : nil
          naive.stops = number % 5 == 0
          let policy = Policy(
            name: "mix \(naiveOrder) \(naiveQuota) \(naiveFill) \(number)",
            order: order,
            quota: quota,
            fill: fill,
            ledger: memory,
            reclaim: naive.reclaims
              ? WithinQuotaReclaim(checkpoint: naive.checkpoint, grace: naive.grace) : nil,
            blocked: naive.stops ? .stop : .skip
          )
          all.append((policy, naive))
        }
      }
    }
    return all
  }()
}
