internal import Allot

/// What `allot trace stat` prints of a trace: counts, span, sizes, run times, tenants.
public struct TraceStatistics {
  private let trace: Trace

  /// The statistics of a trace.
  public init(_ trace: Trace) {
    self.trace = trace
  }

  /// The lines, with a final line end.
  public var text: String {
    let rows = trace.rows
    let first = rows.first?.submit ?? .zero
    let last = rows.last?.submit ?? .zero
    let work = rows.reduce(0.0) { $0 + Double($1.gpus) * Double($1.run.milliseconds) / 3_600_000 }
    var lines = [
      line("file", trace.file), line("format", trace.format), line("jobs", "\(rows.count)"),
      line("span", days(last - first)),
      line("users", "\(count(\.user))"), line("projects", "\(count(\.project))"),
      line("work", hours(work)),
      line("with a limit", "\(rows.count { $0.limit != nil })"),
    ]
    if let synthetic = trace.synthetic { lines.append(line("synthetic", synthetic)) }
    if let epoch = trace.epoch { lines.append(line("epoch", "\(epoch) Unix seconds")) }
    if let processors = trace.processors { lines.append(line("processors", "\(processors)")) }
    lines.append(line("devices", ranks(rows.map { Int64($0.gpus) }.sorted(), unit: "")))
    lines.append(
      line("run time", ranks(rows.map { $0.run.milliseconds / 1_000 }.sorted(), unit: " s"))
    )
    for (reason, count) in trace.cleaning.dropped.sorted(by: { $0.key < $1.key }) {
      lines.append(line("dropped", "\(count) \(reason)"))
    }
    for (reason, count) in trace.cleaning.altered.sorted(by: { $0.key < $1.key }) {
      lines.append(line("altered", "\(count) \(reason)"))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func line(_ name: String, _ value: String) -> String {
    name + String(repeating: " ", count: max(1, 14 - name.count)) + value
  }

  private func count(_ column: KeyPath<TraceRow, ID<Text>>) -> Int {
    var isSeen = Array(repeating: false, count: trace.texts.count)
    for row in trace.rows { isSeen[Int(row[keyPath: column].index)] = true }
    isSeen[0] = false
    return isSeen.count { $0 }
  }

  private func hours(_ work: Double) -> String {
    let hundredths = Int((work * 100).rounded())
    guard hundredths < 10_000 else { return "\(Int(work.rounded())) GPU-hours" }
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) GPU-hours"
  }

  private func days(_ length: SimDuration) -> String {
    let tenths = length.milliseconds / 8_640_000
    return "\(tenths / 10).\(tenths % 10) days"
  }

  private func ranks(_ sorted: [Int64], unit: String) -> String {
    func rank(_ percent: Int) -> Int64 {
      sorted.isEmpty ? 0 : sorted[(sorted.count * percent + 99) / 100 - 1]
    }
    return "median \(rank(50))\(unit), p95 \(rank(95))\(unit), max \(rank(100))\(unit)"
  }
}
