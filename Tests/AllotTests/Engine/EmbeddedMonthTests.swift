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
    "quota-borrowing": "ee23f191b4646aaa7a836eaf9bbdce3e",
    "volcano-proportion": "7f5be29ad489fd18550db453be503d2d",
    "htcondor": "a49f618bcce84d2a31ae609ad468443e",
    "kueue": "7624353c7cc43cc8d20f1920d11aa6f5",
    "kueue-fair": "38ffcbe4119b953413ceb9bf32fc0305",
    "kai": "15ae246cfdbd99744c1c4197c023f780",
    "volcano-capacity": "dd9a2ff0bdfdd14839f70e4b19865562",
    "yarn-fair": "1161b1ddc431384874bf91a21a49319d",
    "yarn-capacity": "c8968fef96f57f313b0061cc8011852e",
    "drf": "bae1b9f3d4da737544abaa2b9a573fbe",
    "best-effort-tier": "1a338b965035e02db45d60d526564aa8",
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
      results.preemptions.reduce(0) { $0 + Int($1) }
        == results.runs.count { $0.outcome == .preempted },
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
