public import AllotMetrics

/// The tables that `allot replay` and `allot compare` print of one trace: tenants × policies, then
/// each policy's figures, then what is left out.
///
/// Which columns there are is said by the figures themselves.
public struct ComparisonReport {
  private let summaries: [Summary]
  private let title: [String]
  private let device: String
  private let columns: [FigureColumn]

  /// What a terminal shows in a line.
  private static let widest = 100

  /// A report on replays of one world; `title` lines stand above the tables, and `device` is what
  /// one unit of work's weight is called.
  public init(
    _ summaries: [Summary],
    title: [String],
    device: String = "GPU",
    figures: [any Figure.Type] = Figures.standard
  ) {
    self.summaries = summaries
    self.title = title
    self.device = device
    columns = figures.flatMap { $0.columns }
  }

  /// The whole text, with a final line end.
  public var text: String {
    let sizes = shown(.sizes, in: summaries.flatMap { $0.entries("sizes") }).map(sizeTable)
    let tables =
      [
        tenantTable(.service, "tenant"),
        PromiseTable(summaries, device: device).lines(widest: Self.widest),
        tenantTable(.hours, "\(device)-hours"), policyTable,
      ] + sizes
      + [LeftOutText(summaries, device: device).lines, digestLines, rounds, verdict]
    let parts = ([title] + tables).filter { !$0.isEmpty }
    return parts.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func shown(_ table: FigureColumn.Table, in entries: [Summary.Entry]) -> [FigureColumn] {
    columns.filter { column in
      guard column.table == table else { return false }
      guard let witness = column.witness else { return true }
      return entries.contains { $0[witness]?.number ?? 0 != 0 }
    }
  }

  private func tenantTable(_ table: FigureColumn.Table, _ heading: String) -> [String] {
    let entries = summaries.flatMap(\.tenants)
    let columns = shown(table, in: entries)
    guard !columns.isEmpty, !entries.isEmpty else { return [] }
    let texts = FigureText(columns, entries)
    var rows: [[String]] = []
    for (index, tenant) in (summaries.first?.tenants ?? []).enumerated() {
      for (place, summary) in summaries.enumerated() {
        let name = place == 0 ? tenant.name : ""
        let entry = summary.tenants[index]
        rows.append([name, summary.policy] + columns.map { texts.cell($0, of: entry) })
      }
    }
    return AlignedTable(heading: [heading, "policy"] + columns.map(\.heading), rows: rows)
      .lines(left: ["policy"], widest: Self.widest)
  }

  private var policyTable: [String] {
    let entries = summaries.map(\.whole)
    let columns = shown(.policies, in: entries)
    guard !columns.isEmpty else { return [] }
    let texts = FigureText(columns, entries)
    let rows = summaries.map { summary in
      [summary.policy] + columns.map { texts.cell($0, of: summary.whole) }
    }
    return AlignedTable(heading: ["policy"] + columns.map(\.heading), rows: rows)
      .lines(widest: Self.widest)
  }

  private func sizeTable(_ column: FigureColumn) -> [String] {
    let names = summaries.first?.entries("sizes").map(\.name) ?? []
    guard !names.isEmpty else { return [] }
    let texts = FigureText([column], summaries.flatMap { $0.entries("sizes") })
    let rows = summaries.map { summary in
      [summary.policy] + summary.entries("sizes").map { texts.cell(column, of: $0) }
    }
    return AlignedTable(heading: ["\(column.heading), by \(device)s"] + names, rows: rows).lines()
  }

  /// The digests, and which policies have decided alike.
  private var digestLines: [String] {
    let rows = summaries.map { [$0.policy, $0.digest] }
    var lines = AlignedTable(heading: ["policy", "digest"], rows: rows).lines(left: ["digest"])
    var told: [String] = []
    for summary in summaries where !told.contains(summary.digest) {
      let alike = summaries.filter { $0.digest == summary.digest }.map(\.policy)
      told.append(summary.digest)
      guard alike.count > 1 else { continue }
      lines.append(
        "\(alike.joined(separator: ", ")): the same digest, so the same decisions on this trace"
      )
    }
    return lines
  }

  /// Who preempts each other under each policy, the first instants in full.
  private var rounds: [String] {
    summaries.flatMap { summary -> [String] in
      let shown = summary.rounds.prefix(3).map { round in
        let names = round.jobs.prefix(4).joined(separator: ", ")
        let more = round.jobs.count > 4 ? " and \(round.jobs.count - 4) more" : ""
        return "\(summary.policy): \(names)\(more) preempt each other at "
          + "\(DecimalText.duration(seconds: round.at)): who held after the first look keeps it"
      }
      let left = summary.rounds.count - shown.count
      let rest = "\(summary.policy): so do others at \(left) more instants, see summary.json"
      return shown + (left > 0 ? [rest] : [])
    }
  }

  /// A trace alone can not tell policies apart.
  private var verdict: [String] {
    let parts = summaries.compactMap { $0["waited.part"]?.number }
    guard !parts.isEmpty else { return [] }
    guard parts.contains(where: { $0 >= 0.01 }) else {
      return ["No verdict: under 1 % of the jobs wait. Raise the load with --load."]
    }
    guard summaries.count > 1 else { return [] }
    return [
      "No verdict: this is one trace, and another month may say the opposite. Replicates tell:",
      "--seeds 1..12 for a synthetic scenario, --resample 12 for a log, and --shake '12:5 min' for",
      "what hangs on the instants of this log alone.",
    ]
  }
}
