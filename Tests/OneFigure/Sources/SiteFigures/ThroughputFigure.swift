public import Allot
public import AllotMetrics

/// How many jobs the machine gets done.
public struct ThroughputFigure: Figure {
  public static let name = "throughput"
  public static let fields = [FigureField("throughput", .ratio)]
  public static let columns = [
    FigureColumn(.service, "jobs\nan hour", "throughput.jobs_per_hour", .ratio),
    FigureColumn(.policies, "jobs\nan hour", "throughput.jobs_per_hour", .ratio),
  ]
  public static let metrics = [
    VerdictMetric("jobs_per_hour", path: "throughput.jobs_per_hour", .plain, lessIsBetter: false)
  ]
  public static let fileNames = ["throughput.csv"]
  public static let definition = """
    `throughput`: `jobs_per_hour` = measured jobs that ended in the window / the window in hours.
    `throughput.csv`: one row for each hour since time zero in which a job ended, with `hour`, the
    second at which it begins, and `ended`, how many did.
    """

  private var endedByHour: [Int64: Int64] = [:]

  public init(_ measured: MeasuredWorld) {}

  public mutating func receive(_ batch: JournalBatch) {
    for entry in batch.entries where entry.kind == .end {
      endedByHour[entry.time.milliseconds / 3_600_000, default: 0] += 1
    }
  }

  public func fill(_ sheet: inout FigureSheet) {
    let (results, jobs, window) = (sheet.results, sheet.jobs, sheet.measured.window)
    let ended = jobs.ids.map { id in results.ends[id].map { window.contains($0) } ?? false }
    let counts = GroupSums(of: ended.map { $0 ? 1 : 0 }, jobs)
    let hours = window.length.seconds / 3_600
    sheet.addEverywhere("throughput") { grouping, group in
      let count = Double(counts.jobs(grouping, group))
      return .members(["jobs_per_hour": FigureValue(hours > 0 ? count / hours : nil)])
    }
  }

  public func files() -> [FigureFile] {
    var rows = CSVRows(header: "hour,ended")
    for (hour, count) in endedByHour.sorted(by: { $0.key < $1.key }) {
      rows.append(hour * 3_600)
      rows.append(count)
      rows.endRow()
    }
    return [FigureFile(name: "throughput.csv", bytes: rows.bytes)]
  }
}
