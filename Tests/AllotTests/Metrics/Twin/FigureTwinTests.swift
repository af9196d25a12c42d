import Allot
import AllotMetrics
import AllotPolicies
import AllotTesting
import Testing

/// Every figure against its definition, in random worlds.
@Suite struct FigureTwinTests {
  static let policies: [Policy] = {
    let names = [
      "fcfs", "easy", "fair-share", "quota-borrowing", "kueue", "kai", "static-partition",
      "best-effort-tier",
    ]
    var policies = names.compactMap { PolicyPresets.named($0) } + PolicyMix.graces.map(\.policy)
    for grace in [nil, SimDuration(seconds: 7)] {
      guard var policy = PolicyPresets.named("quota-borrowing") else { continue }
      let checkpoint = SimDuration(seconds: 3)
      policy.reclaim = WithinQuotaReclaim(ReclaimTerms(checkpoint: checkpoint, grace: grace))
      policy.name += grace == nil ? " with checkpoints" : " with checkpoints and grace"
      policies.append(policy)
    }
    policies.append(
      Policy(
        name: "starving",
        order: ArrivalOrder(),
        quota: ShareQuota(),
        surplus: PriorityThenWeightSurplus(),
        fill: GreedyFill()
      )
    )
    return policies
  }()

  @Test(arguments: policies.indices)
  func everyFigureIsWhatItsDefinitionSays(index: Int) throws {
    let policy = Self.policies[index]
    for seed in 0..<UInt64(48) {
      let seed = seed + UInt64(index) * 1_000
      let measured = DressedWorld.measured(seed: seed, for: policy)
      let differences = try differences(measured, policy)
      #expect(differences == [], "\(policy.name), seed \(seed)")
      guard differences.isEmpty else { return }
    }
  }

  /// What the twin looks at must happen somewhere, or it looks at nothing.
  @Test func worldsMeetEverything() throws {
    var met: [String: Int] = [:]
    for (index, policy) in Self.policies.enumerated() {
      for seed in 0..<UInt64(24) {
        let seed = seed + UInt64(index) * 1_000
        let measured = DressedWorld.measured(seed: seed, for: policy)
        let summary = try Replay(measured, policy: policy, figures: Figures.all).summary
        if measured.deviceWord == "core" { met["cores", default: 0] += 1 }
        for path in [
          "interruptions", "lost_to_outages", "outages.gpu_hours", "wait.unbounded.jobs",
          "left_out.rejected.jobs", "left_out.waiting.jobs",
        ] {
          if let number = summary[path]?.number, number > 0 { met[path, default: 0] += 1 }
        }
        for tenant in summary.tenants {
          met["\(tenant["promised"] ?? .none)", default: 0] += 1
          let hours = tenant["gpu_hours"] ?? .none
          for key in ["lost", "lent_idle", "lent_withheld", "owed", "by_model.C.owed"] {
            if let number = hours[key]?.number, number > 0 { met[key, default: 0] += 1 }
          }
        }
      }
    }
    for key in [
      "cores", "interruptions", "lost_to_outages", "outages.gpu_hours", "wait.unbounded.jobs",
      "left_out.rejected.jobs", "left_out.waiting.jobs", "lost",
      "lent_idle", "lent_withheld", "owed", "by_model.C.owed",
      "\(FigureValue.text("kept"))", "\(FigureValue.text("broken"))",
      "\(FigureValue.text("1 of 3 kept"))", "\(FigureValue.text("no jobs"))",
    ] {
      #expect(met[key, default: 0] >= 3, "\(key) is met \(met[key, default: 0]) times")
    }
  }

  private func differences(_ world: MeasuredWorld, _ policy: Policy) throws -> [String] {
    let replay = try Replay(world, policy: policy, figures: Figures.all)
    var simulation = Simulation(world: world.world, policy: policy)
    var recorder = JournalRecorder()
    _ = try simulation.run(into: &recorder)
    let measured = world.weighed
    let naive = NaiveFigures(measured, recorder.entries, recorder.places)
    let accounts = NaiveAccounts(naive)
    let (summary, groups) = (replay.summary, naive.groups)
    var found = accounts.problems + inPieces(replay, measured, recorder.instants)
    found += FigureValue.differences(
      .members(summary.whole.values),
      .members(naive.whole(accounts)),
      at: "whole"
    )
    #expect(summary.groupings.map(\.key) == groups.map(\.key))
    for (key, groups) in groups {
      let entries = summary.entries(key)
      #expect(entries.map(\.name) == groups.map(\.name))
      for (entry, group) in zip(entries, groups) {
        let expected = FigureValue.members(naive.entry(group, accounts))
        found += FigureValue.differences(
          .members(entry.values),
          expected,
          at: "\(key).\(entry.name)"
        )
      }
    }
    found += try rows(replay, "timeline.csv", keys: 3, accounts.timeline)
    found += try rows(replay, "queue.csv", keys: 2, accounts.queue)
    return found
  }

  /// How figures differ that are told the journal instant by instant.
  private func inPieces(
    _ replay: Replay,
    _ measured: MeasuredWorld,
    _ batches: [JournalBatch]
  ) -> [String] {
    var results = JobResults(world: measured.world)
    var figures: [any Figure] = Figures.all.map { $0.init(measured) }
    for batch in batches {
      results.receive(batch)
      for index in figures.indices { figures[index].receive(batch) }
    }
    var sheet = FigureSheet(measured: measured, results: results)
    for figure in figures { figure.fill(&sheet) }
    let isSame =
      sheet.whole == replay.summary.whole.values
      && figures.flatMap { $0.files() }.map(\.bytes) == replay.files.map(\.bytes)
      && zip(sheet.groups, replay.summary.groupings).allSatisfy { groups, grouping in
        zip(groups, grouping.entries).allSatisfy { values, entry in
          values == entry.values.filter { $0.key != "jobs" }
        }
      }
    return isSame ? [] : ["batches matter"]
  }

  /// How the rows of a file differ from those expected.
  private func rows(
    _ replay: Replay,
    _ name: String,
    keys: Int,
    _ expected: [(key: String, numbers: [Double])]
  ) throws -> [String] {
    let file = try #require(replay.files.first { $0.name == name })
    let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").dropFirst()
    let rows = try lines.map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = try cells.dropFirst(keys).map { try #require(Double($0)) }
      return (key: cells.prefix(keys).joined(separator: ","), numbers: numbers)
    }
    guard rows.map(\.key) == expected.map(\.key) else { return ["\(name): other rows"] }
    return zip(rows, expected).flatMap { row, expected in
      zip(row.numbers, expected.numbers).filter { !FigureValue.isClose($0, $1) }
        .map { "\(name), \(row.key): \($0) \($1)" }
    }
  }
}
