internal import AllotMetrics

/// Promises one by one, where the table of tenants can not show them: of work, of a class, of large
/// jobs, or several.
struct PromiseTable {
  private let summaries: [Summary]
  private let units: String

  /// The table of some replays of one world; `device` is what one unit of work's weight is called.
  init(_ summaries: [Summary], device: String) {
    self.summaries = summaries
    units = device == "core" ? "cores" : "devices"
  }

  /// The lines; none where every tenant has at most one promise, of the p95 wait of all its jobs.
  func lines(widest: Int) -> [String] {
    var rows: [[String]] = []
    var isPlain = true
    for (index, tenant) in (summaries.first?.tenants ?? []).enumerated() {
      guard case .list(let promises)? = tenant["promises"] else { continue }
      isPlain = isPlain && promises.allSatisfy(Self.isPlain) && promises.count < 2
      for (place, promise) in promises.enumerated() {
        for (policy, summary) in summaries.enumerated() {
          guard case .list(let own)? = summary.tenants[index]["promises"] else { continue }
          let isFirst = policy == 0
          rows.append([
            isFirst && place == 0 ? tenant.name : "", isFirst ? words(promise) : "",
            isFirst ? DecimalText.duration(seconds: promise["wait_p95"]?.number) : "",
            summary.policy, Self.value(own[place]), Self.verdict(own[place]),
          ])
        }
      }
    }
    guard !isPlain else { return [] }
    return AlignedTable(
      heading: ["promises", "p95 wait of", "promised", "policy", "p95", ""],
      rows: rows
    )
    .lines(left: ["p95 wait of", "policy", ""], widest: widest)
  }

  private static func isPlain(_ promise: FigureValue) -> Bool {
    promise["of"] == .text("jobs") && promise["class"] == FigureValue.none
      && promise["larger_than"] == FigureValue.none
  }

  private func words(_ promise: FigureValue) -> String {
    var words = promise["of"] == .text("jobs") ? "jobs" : "work"
    if case .text(let name)? = promise["class"] { words += " of class \(name)" }
    if let least = promise["larger_than"]?.number {
      words += ", over \(DecimalText.text(least)) \(units)"
    }
    return words
  }

  private static func value(_ promise: FigureValue) -> String {
    if let value = promise["value"]?.number { return DecimalText.duration(seconds: value) }
    return promise["kept"] == .truth(false) ? "never" : "-"
  }

  private static func verdict(_ promise: FigureValue) -> String {
    switch promise["kept"] {
    case .truth(true)?: "kept"
    case .truth(false)?: "broken"
    default: "no jobs"
    }
  }
}
