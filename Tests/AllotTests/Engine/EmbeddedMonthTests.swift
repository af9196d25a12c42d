import Allot
import AllotFiles
import AllotMetrics
import AllotPolicies
import AllotTesting
import Testing

/// The embedded month under every shipped policy: sound journals, and digests that never change
/// by chance.
@Suite struct EmbeddedMonthTests {
  /// Equal in debug and release, on every machine; a change here is a change of decisions.
  static let digests = [
    "fcfs": "1f4b9b64e044d360801241f7b46ec02c",
    "easy": "1c238cb63c2f5500224d40e0da9861f7",
    "easy-sjbf": "b977d55586417e9908ca8736d601d02b",
    "conservative": "b5b99b2d1ec5444f42d5b95ecc697ae3",
    "static-partition": "6083f26ce89c4af2bb04cf59a4dddd44",
    "fair-share": "fd61661dc2d4ba186c73d9ae0e853064",
    "multifactor": "cece420b88a43015508c9ccdc24ce9a6",
    "quota-borrowing": "027478d4cabbad08534e6be2fd5de581",
    "volcano-proportion": "7f5be29ad489fd18550db453be503d2d",
    "htcondor": "20262d6a35c13ff06acbe8082a6d9b34",
    "kueue": "ac233d1929293006b94b978318716840",
    "kueue-fair": "59dcaee0c7c6fe2dc355671a81b02c9b",
    "kai": "d3988e91f0d1b6536349111ed5d9a8ad",
    "volcano-capacity": "f288991eaf79e595d7dc24b3944d4413",
    "yarn-fair": "5446319d198d69c8e8e7582950327e3a",
    "yarn-capacity": "d06b967e179b0c874de985cdf7ae3466",
    "drf": "bae1b9f3d4da737544abaa2b9a573fbe",
    "best-effort-tier": "6803433fe7dd88d1a8f53cf89180a31e",
  ]

  @Test(arguments: PolicyPresets.all.map(\.policy.name))
  func journalIsSoundAndDigestIsKnown(name: String) throws {
    let policy = try #require(PolicyPresets.named(name))
    let world = try EmbeddedMonth.world(for: policy)
    var simulation = Simulation(world: world, policy: policy)
    var consumers: [any JournalConsumer] = [Auditor(world: world, walls: policy.quota.hasWalls)]
    let result = try simulation.run(into: &consumers)
    let auditor = try #require(consumers[0] as? Auditor)
    #expect(auditor.finished() == [])
    #expect(result.waiting == 0)
    if let known = Self.digests[name] {
      #expect(result.digest.hexadecimal == known)
    } else {
      Issue.record("no digest is recorded for \(name): \(result.digest.hexadecimal)")
    }
  }

  /// What an instant starts and takes back is no attempt.
  private func expectTimeInEveryAttempt(of results: JobResults, _ policy: String) {
    #expect(results.runs.allSatisfy { $0.start < $0.end }, "\(policy)")
    #expect(
      results.preemptions.reduce(0) { $0 + Int($1) } == results.runs.count { $0.isEvicted },
      "\(policy)"
    )
    for (start, end) in zip(results.starts, results.ends) {
      if let start, let end { #expect(start < end, "\(policy)") }
    }
  }

  @Test func hoursAreConserved() throws {
    for preset in PolicyPresets.all {
      let world = try EmbeddedMonth.world(for: preset.policy)
      let replay = try Replay(MeasuredWorld(world: world), policy: preset.policy)
      expectTimeInEveryAttempt(of: replay.results, preset.policy.name)
      let summary = replay.summary
      func hours(_ key: String) throws -> [Double] {
        try summary.tenants.map { try #require($0["gpu_hours.\(key)"]?.number) }
      }
      func sum(_ key: String) throws -> Double { try hours(key).reduce(0, +) }
      let utilization = try #require(summary["utilization"]?.number)
      let used = try sum("used") / sum("entitled")
      #expect(abs(used - utilization) < 1e-9, "\(preset.policy.name)")
      let borrowed = try sum("borrowed")
      #expect(try abs(sum("lent") - borrowed) <= 1e-9 * max(borrowed, 1), "\(preset.policy.name)")
      // What preemptions after the window lose of it is in neither.
      for (used, useful) in try zip(hours("used"), hours("useful")) {
        #expect(useful <= used)
      }
      for key in ["used", "borrowed", "lent", "owed", "lost", "entitled", "useful"] {
        for model in ["H100", "A100"] { #expect(try sum("by_model.\(model).\(key)") >= 0) }
        let total = try sum("by_model.H100.\(key)") + sum("by_model.A100.\(key)")
        #expect(try abs(total - sum(key)) <= 1e-9 * max(total, 1))
      }
    }
  }
}
