import Allot
import AllotPolicies
import AllotTesting
import Testing

/// The engine against its naive twin, with the auditor on.
///
/// The long suite has small worlds of four jobs instead of three.
@Suite struct TwinTests {
  static let combinations: [(policy: Policy, naive: NaivePolicy)] = {
    var all: [(policy: Policy, naive: NaivePolicy)] = []
    for preset in PolicyPresets.all {
      let policy = preset.policy
      guard let naive = NaivePolicy(named: policy.name, cycle: policy.cycle) else {
        preconditionFailure("every shipped policy needs a naive definition: \(policy.name)")
      }
      all.append((preset.policy, naive))
    }
    return all + PolicyMix.graces + PolicyMix.all + PolicyMix.jobOrders
      + PolicyMix.slots + PolicyMix.intervals + PolicyMix.factors + PolicyMix.heads
  }()

  /// Every preset, and the one that preempts with a short and a long grace.
  static let shipped = combinations.indices.prefix(PolicyPresets.all.count + PolicyMix.graces.count)

  @Test(arguments: combinations.indices)
  func randomWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    let isPreset = index < PolicyPresets.all.count + PolicyMix.graces.count
    let isMany = index >= PolicyPresets.all.count + PolicyMix.graces.count + PolicyMix.all.count
    for seed in LongSuite.seeds(isPreset ? 400 : isMany ? 50 : 120) {
      var options = RandomWorld.Options()
      options.isSlow = seed % 3 == 0
      options.hasLimits = seed % 5 == 1
      options.hasQuotas = seed % 7 == 3
      options.hasModelLists = seed % 4 == 2
      options.hasPriorities = seed % 4 > 0
      let world = RandomWorld.world(seed: seed, options: options)
      guard try compare(world, policy, naive, label: "seed \(seed)") else { return }
    }
  }

  @Test(arguments: shipped)
  func closedLoopsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    var options = RandomWorld.Options()
    options.isClosed = true
    options.jobs = 12
    for seed in LongSuite.seeds(120) {
      let world = RandomWorld.world(seed: seed, options: options)
      guard try compare(world, policy, naive, label: "loop \(seed)") else { return }
    }
  }

  @Test(arguments: shipped)
  func exhaustiveSmallWorldsGiveEqualDecisions(index: Int) throws {
    let (policy, naive) = Self.combinations[index]
    var count = 0
    var failure: (any Error)?
    SmallWorlds.forEach(jobs: LongSuite.isOn ? 4 : 3) { world in
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

  @Test(arguments: ["fcfs", "easy", "easy-sjbf", "conservative"])
  func eventRuleGivesEqualDecisions(name: String) throws {
    let policy = try #require(PolicyPresets.named(name))
    let naive = try #require(NaivePolicy(named: name))
    var options = RandomWorld.Options()
    options.isCounted = true
    for seed in LongSuite.seeds(1_000) {
      let world = RandomWorld.world(seed: seed, options: options)
      guard try compare(world, policy, naive, rule: .event, label: "seed \(seed)") else { return }
    }
  }

  func compare(
    _ world: World,
    _ policy: Policy,
    _ naive: NaivePolicy,
    rule: PassRule = .instant,
    label: String
  ) throws -> Bool {
    var simulation = Simulation(world: world, policy: policy, passRule: rule)
    simulation.checksInvariants = true
    var consumers: [any JournalConsumer] = [
      DecisionRecorder(),
      Auditor(world: world, passRule: rule, walls: policy.quota.hasWalls),
    ]
    let result: Simulation.Result
    do throws(PolicyViolation) {
      result = try simulation.run(into: &consumers)
    } catch {
      // Jobs that preempt each other for very long are given up; the twin would go on.
      if error.message.contains("looks of one instant") { return true }
      throw error
    }
    let recorder = try #require(consumers[0] as? DecisionRecorder)
    let auditor = try #require(consumers[1] as? Auditor)
    // Who weighs nothing gets nothing beyond its quota, and under limits by shares may never start;
    // nor may who needs nodes that never come back.
    let mayStarve =
      world.outages.contains { $0.until == .distantFuture }
      || policy.quota.bound != .none && policy.surplus is PriorityThenWeightSurplus
        && ([world.tenants] + world.changes.map(\.tenants)).contains { tenants in
          World(cluster: world.cluster, tenants: tenants, jobs: []).weights(policy.weights)
            .contains(0)
        }
    let findings = auditor.finished().filter { !mayStarve || !$0.hasSuffix("waiting at the end") }
    #expect(findings == [], "\(policy.name), \(label)")
    #expect(mayStarve || result.waiting == 0, "\(policy.name), \(label)")
    let twin = NaiveReplay.decisions(world: world, policy: naive, rule: rule)
    guard twin != recorder.decisions else { return findings.isEmpty }
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
