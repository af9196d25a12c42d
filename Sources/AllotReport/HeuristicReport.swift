/// Published figures of heuristics beside our own, as an aligned table.
public struct HeuristicReport {
  private var table: AlignedTable

  /// An empty table for these heuristics.
  public init(heuristics: [String]) {
    table = AlignedTable(rows: [["log", "backfill", "figures"] + heuristics])
  }

  /// Adds a line of figures, printed with two decimals as in the publication.
  public mutating func add(log: String, backfills: Bool, source: String, values: [Double]) {
    let cells = values.map { DecimalText.text($0, decimals: 2) }
    table.rows.append([log, backfills ? "yes" : "no", source] + cells)
  }

  /// The report.
  public var text: String {
    let lines = table.lines(left: ["log", "backfill", "figures"])
    return lines.joined(separator: "\n") + "\n"
  }
}
