public import AllotMetrics

/// The table that `allot compare` prints: tenants × policies, then each policy's figures, then a
/// verdict.
public struct ComparisonReport {
  private let summaries: [Summary]
  private let title: [String]
  private let device: String

  /// A report on replays of one world; `title` lines stand above the tables, and `device` is what
  /// one unit of the machine is called.
  public init(_ summaries: [Summary], title: [String], device: String = "GPU") {
    self.summaries = summaries
    self.title = title
    self.device = device
  }

  /// The whole text, with a final line end.
  public var text: String {
    var lines = title
    if !title.isEmpty { lines.append("") }
    lines += waitTable() + [""] + hoursTable() + [""] + policyTable() + [""] + waitingLines()
    lines += verdict()
    return lines.joined(separator: "\n") + "\n"
  }

  private var names: [String] { summaries.first?.tenants.map(\.name) ?? [] }

  private func tenantRows(
    _ cells: (Summary.TenantSummary) -> [String]
  ) -> [[String]] {
    var rows: [[String]] = []
    for index in names.indices {
      for (place, summary) in summaries.enumerated() {
        let name = place == 0 ? names[index] : ""
        rows.append([name, summary.policy] + cells(summary.tenants[index]))
      }
    }
    return rows
  }

  private func waitTable() -> [String] {
    // Columns that are all zero in nearly every comparison.
    let rare: [(heading: String, count: (Summary.TenantSummary) -> Int)] = [
      ("rejected", { $0.rejected }), ("still waiting", { $0.waiting }),
    ]
    let shown = rare.filter { column in
      summaries.contains { $0.tenants.contains { column.count($0) > 0 } }
    }
    let heading =
      ["tenant", "policy", "jobs"] + shown.map(\.heading) + [
        "wait mean", "p50", "p95", "max", "promise", "slowdown",
        "preempted",
      ]
    let rows = tenantRows { tenant in
      [DecimalText.grouped(Int64(tenant.jobs))]
        + shown.map { DecimalText.grouped(Int64($0.count(tenant))) } + [
          DecimalText.duration(seconds: tenant.wait.mean),
          DecimalText.duration(seconds: tenant.wait.p50),
          DecimalText.duration(seconds: tenant.wait.p95),
          DecimalText.duration(seconds: tenant.wait.max), promise(tenant.promise),
          DecimalText.text(tenant.boundedSlowdown.mean, decimals: 1),
          DecimalText.grouped(Int64(tenant.preemptions)),
        ]
    }
    return AlignedTable(rows: [heading] + rows).lines(left: ["policy"])
  }

  private func promise(_ promise: Summary.PromiseSummary?) -> String {
    guard let promise else { return "none" }
    guard let isKept = promise.isKept else { return "no jobs" }
    return (isKept ? "kept" : "broken") + " (p95 "
      + DecimalText.duration(seconds: promise.waitP95) + ")"
  }

  private func hoursTable() -> [String] {
    let heading = [
      "\(device)-hours", "policy", "used", "entitled", "borrowed", "lent", "owed", "lost",
    ]
    // One precision for the whole table, so that its figures can be compared and added.
    let most = summaries.flatMap(\.tenants).map { max($0.gpuHours.used, $0.gpuHours.entitled) }
      .max()
    let decimals = (most ?? 0) < 1 ? 4 : (most ?? 0) < 100 ? 2 : 0
    let rows = tenantRows { tenant in
      let hours = tenant.gpuHours
      return [hours.used, hours.entitled, hours.borrowed, hours.lent, hours.owed, hours.lost]
        .map { DecimalText.text($0, decimals: decimals) }
    }
    return AlignedTable(rows: [heading] + rows).lines(left: ["policy"])
  }

  private func policyTable() -> [String] {
    let hasWaiting = summaries.contains { $0.jobs["waiting"] ?? 0 > 0 }
    let heading =
      ["policy", "offered load", "utilisation", "makespan", "jobs that wait", "rejected"]
      + (hasWaiting ? ["still waiting"] : []) + ["digest"]
    let rows = summaries.map { summary in
      [
        summary.policy, DecimalText.text(summary.offeredLoad, decimals: 3),
        DecimalText.percent(summary.utilization), DecimalText.duration(seconds: summary.makespan),
        DecimalText.percent(part(summary.waiting.jobs, of: summary.waiting.of)),
        DecimalText.grouped(Int64(summary.jobs["rejected"] ?? 0)),
      ] + (hasWaiting ? [DecimalText.grouped(Int64(summary.jobs["waiting"] ?? 0))] : [])
        + [summary.digest]
    }
    return AlignedTable(rows: [heading] + rows).lines(left: ["digest"])
  }

  private func part(_ jobs: Int, of all: Int) -> Double? {
    all == 0 ? nil : Double(jobs) / Double(all)
  }

  private func waitingLines() -> [String] {
    let sizes = summaries.first?.waiting.sizes.map(\.gpus) ?? []
    let heading = ["jobs that wait, by \(device)s"] + sizes
    let rows = summaries.map { summary in
      [summary.policy]
        + summary.waiting.sizes.map { DecimalText.percent(part($0.jobs, of: $0.of)) }
    }
    return AlignedTable(rows: [heading] + rows).lines()
  }

  /// Who waits least where; refused when hardly anybody waits, because then policies hardly differ.
  private func verdict() -> [String] {
    guard summaries.contains(where: \.waiting.allowsVerdict) else {
      return ["", "No verdict: under 1 % of the jobs wait. Raise the load with --load."]
    }
    guard summaries.count > 1 else { return [] }
    var lines = ["", "Shortest p95 wait for the first start (one trace, no confidence interval):"]
    for index in names.indices {
      let waits = summaries.compactMap { summary in
        summary.tenants[index].wait.p95.map { (tenant: summary.tenants[index], summary, $0) }
      }
      // Who refuses or starves a tenant's jobs must not win by the wait of the others.
      let fewest = summaries.map { $0.tenants[index].unserved }.min() ?? 0
      let fair = waits.filter { $0.tenant.unserved == fewest }
      guard let least = fair.map(\.2).min() else { continue }
      // A wait ends at the first start: what preemption takes back later stands beside it.
      let winners = fair.filter { $0.2 == least }.map { winner in
        let lost = winner.tenant.gpuHours.lost
        let note =
          lost > 0
          ? ", \(DecimalText.text(lost, decimals: lost < 1 ? 4 : 0)) \(device)-hours lost" : ""
        return winner.1.policy + note
      }
      let wait = DecimalText.duration(seconds: least)
      let refusals = summaries.filter { $0.tenants[index].unserved > fewest }.map { summary in
        let unserved = DecimalText.grouped(Int64(summary.tenants[index].unserved))
        return "; \(summary.policy) is left out: jobs rejected or still waiting: \(unserved)"
      }
      let winner = "  \(names[index]): \(wait) (\(winners.joined(separator: "; ")))"
      lines.append(winner + refusals.joined())
    }
    return lines
  }
}
