import AllotFiles
import AllotReport

extension TraceStatistics {
  /// Names that a table lists before the others are put together.
  private static let mostNames = 10

  /// The facts and tables that `allot trace stat` prints.
  var report: String {
    var report = FactsReport()
    report.add("file", file)
    report.add("format", format)
    report.add("jobs", "\(total.jobs)")
    report.add("span", spanText)
    report.add("zone", span.zone)
    for (name, words) in [("user", "users"), ("account", "accounts")] {
      report.add(words, "\(by[name]?.count { !$0.name.isEmpty } ?? 0)")
    }
    report.add("work", hours(of: total))
    report.add("with a limit", "\(withLimit)")
    if let synthetic { report.add("synthetic", synthetic) }
    if let epoch = span.epoch { report.add("epoch", "\(epoch) Unix seconds") }
    if let processors { report.add("processors", "\(processors)") }
    report.add(isCores ? "cores" : "devices", text(of: devices, unit: ""))
    report.add("run time", text(of: runSeconds, unit: " s"))
    report.add("still ran", stillRan)
    for entry in dropped { report.add("dropped", text(of: entry)) }
    for entry in altered { report.add("altered", text(of: entry)) }
    addTables(to: &report)
    return report.text
  }

  private var isCores: Bool { unit == "core-hours" }
  /// True where cores are worth a column beside devices.
  private var showsCores: Bool { !isCores && total.coreHours > 0 }

  private func addTables(to report: inout FactsReport) {
    let bins = sizes.indices.filter { sizes[$0].amount.jobs > 0 }
    let kind = isCores ? "cores" : unit == "processor-hours" ? "processors" : "GPUs"
    report.add(table: heading("by \(kind)"), bins.map { row(sizes[$0].name, sizes[$0].amount) })
    if models.contains(where: { !$0.name.isEmpty }) {
      report.add(
        table: heading("model"),
        models.map { row($0.name.isEmpty ? "(any)" : $0.name, $0.amount) }
      )
    }
    for (name, plural) in Self.columns {
      guard let entries = by[name], !entries.isEmpty else { continue }
      var rows = entries.prefix(Self.mostNames).map { entry in
        row(entry.name.isEmpty ? "(none)" : entry.name, entry.amount)
          + bins.map { part(of: entry, in: $0) }
      }
      let others = entries.dropFirst(Self.mostNames)
      if !others.isEmpty {
        let rest = Self.sum(others)
        rows.append(
          row("(\(others.count) other \(plural))", rest.amount)
            + bins.map { part(of: rest, in: $0) }
        )
      }
      report.add(table: heading(name) + bins.map { sizes[$0].name }, rows)
    }
    if by.values.contains(where: { !$0.isEmpty }) {
      let (first, last) = (bins.first ?? 0, bins.last ?? 0)
      let range = first == last ? sizes[first].name : "\(sizes[first].name) to \(sizes[last].name)"
      report.add(
        remark: "Columns \(range): the part of a row's \(unit) that jobs of so many \(kind) have."
      )
    }
  }

  private func heading(_ name: String) -> [String] {
    [name, "jobs", unit] + (showsCores ? ["core-hours"] : []) + ["part"]
  }

  private func row(_ name: String, _ amount: Amount) -> [FactsReport.Cell] {
    [.text(name), .count(amount.jobs), .hours(isCores ? amount.coreHours : amount.gpuHours)]
      + (showsCores ? [.hours(amount.coreHours)] : []) + [.part(amount.part)]
  }

  private func part(of entry: Named, in size: Int) -> FactsReport.Cell {
    let part = entry.sizes[size].part
    return part > 0 ? .part(part / entry.amount.part) : .text("-")
  }

  private static func sum(_ entries: ArraySlice<Named>) -> Named {
    var sum = Named(name: "", amount: Amount())
    for entry in entries {
      sum.amount = sum.amount + entry.amount
      sum.sizes =
        sum.sizes.isEmpty ? entry.sizes : zip(sum.sizes, entry.sizes).map { $0 + $1 }
    }
    return sum
  }

  private var spanText: String {
    let tenths = Int((span.last - span.first) / 8_640)
    let days = "\(tenths / 10).\(tenths % 10) days"
    guard let from = span.from, let to = span.to else { return days }
    return "\(days), \(from) to \(to) (UTC)"
  }

  private var stillRan: String {
    guard stillRunning.jobs > 0 else { return "none of the jobs" }
    let tenths = Int((stillRunning.part * 1_000).rounded())
    let jobs = "\(stillRunning.jobs) \(stillRunning.jobs == 1 ? "job" : "jobs")"
    return "\(jobs), \(tenths / 10).\(tenths % 10) % of the \(unit)"
  }

  private func text(of entry: Named) -> String {
    let amount = entry.amount
    guard amount.gpuHours > 0 || amount.coreHours > 0 else { return "\(amount.jobs) \(entry.name)" }
    return "\(amount.jobs) \(entry.name), \(hours(of: amount))"
  }

  private func hours(of amount: Amount) -> String {
    func text(_ hours: Double, _ unit: String) -> String {
      "\(HoursText.text(milliseconds: hours * 3_600_000)) \(unit)"
    }
    let devices = text(amount.gpuHours, isCores ? "GPU-hours" : unit)
    let cores = text(amount.coreHours, "core-hours")
    if amount.coreHours == 0 { return devices }
    return amount.gpuHours == 0 && isCores ? cores : "\(devices), \(cores)"
  }

  private func text(of ranks: Ranks, unit: String) -> String {
    "median \(ranks.median)\(unit), p95 \(ranks.p95)\(unit), max \(ranks.max)\(unit)"
  }
}
