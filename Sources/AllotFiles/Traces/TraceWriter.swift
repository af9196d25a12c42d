internal import Allot

/// Writes traces as the native table.
///
/// The output is a function of the trace and the comments alone; reading it back gives equal rows.
public struct TraceWriter {
  private let trace: Trace
  private var bytes: [UInt8] = []

  /// A trace as the bytes of a native table.
  ///
  /// Comments stand first, one line each; then the epoch and the machine's size where they are
  /// known. Required columns are always written, others only when a row uses them.
  /// - Precondition: no text and no comment contains a line feed.
  public static func csv(_ trace: Trace, comments: [String] = []) -> [UInt8] {
    var writer = TraceWriter(trace)
    writer.write(comments)
    return writer.bytes
  }

  private init(_ trace: Trace) {
    self.trace = trace
    bytes.reserveCapacity(trace.rows.count * 48 + 1_024)
  }

  private mutating func write(_ comments: [String]) {
    for comment in comments { append(line: "# " + Self.printable(comment)) }
    if let synthetic = trace.synthetic {
      append(line: "# synthetic: " + Self.printable(synthetic))
    }
    if let epoch = trace.epoch { append(line: "# epoch: \(epoch)") }
    if let processors = trace.processors { append(line: "# processors: \(processors)") }
    if trace.countsProcessors { append(line: "# unit: processors") }
    if trace.missingLimit != CsvReader.missingLimit, trace.rows.contains(where: { $0.limit == nil })
    {
      append(line: "# missing_limit: \(trace.missingLimit)")
    }
    let columns = columns
    append(line: columns.map(\.name).joined(separator: ","))
    for row in trace.rows {
      if row.gang == 0 {
        append(row, component: nil, columns)
        continue
      }
      for (place, component) in trace.gangs[Int(row.gang) - 1].enumerated() {
        append(component.row(of: row), component: place, columns)
      }
    }
  }

  /// A comment without control characters and blanks before it: a file that begins with zeros is
  /// taken for binary, and blanks are not read back.
  private static func printable(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { $0.value >= 0x20 }
    return String(String.UnicodeScalarView(scalars.drop { $0 == " " }))
  }

  /// The columns that a row uses; models have the old name where every job accepts one alone.
  private var columns: [CsvColumn] {
    let rows = trace.rows.flatMap { row in
      row.gang == 0 ? [row] : trace.gangs[Int(row.gang) - 1].map { $0.row(of: row) }
    }
    let hasLists = rows.contains {
      trace.texts[$0.models].contains(TraceRow.modelSeparator)
    }
    return CsvColumn.allCases.filter { column in
      switch column {
      case .model where hasLists, .models where !hasLists: false
      case .component: !trace.gangs.isEmpty
      default: column.isRequired || rows.contains { isSaid(column, in: $0) }
      }
    }
  }

  private mutating func append(_ row: TraceRow, component: Int?, _ columns: [CsvColumn]) {
    for (position, column) in columns.enumerated() {
      if position > 0 { bytes.append(0x2C) }
      if column == .component {
        if let component { append(Int64(component)) }
      } else {
        append(column, of: row)
      }
    }
    bytes.append(0x0A)
  }

  private func isSaid(_ column: CsvColumn, in row: TraceRow) -> Bool {
    switch column {
    case .job, .submit, .run, .gpus: true
    case .limit: row.limit != nil
    case .gpusPerNode: row.gpusPerNode != 0
    case .cores: row.cores != 0
    case .memory: row.memory != 0
    case .priority: row.priority != 0
    case .ending: row.ending != .completed
    case .start: row.start != nil
    case .component: row.gang != 0
    case .after: preceding(row) != nil
    case .think: (preceding(row)?.think ?? .zero) > .zero
    case .model, .models, .tenant, .user, .group, .queue, .virtualCluster, .project, .jobClass,
      .qos, .cluster, .nodes, .modelOfNodes:
      text(column, of: row) != TextTable.none
    }
  }

  /// Names are hashed only where some job is behind another one.
  private func preceding(_ row: TraceRow) -> TracePreceding? {
    trace.preceding.isEmpty ? nil : trace.preceding[row.name]
  }

  private func text(_ column: CsvColumn, of row: TraceRow) -> ID<Text> {
    switch column {
    case .model, .models: row.models
    case .tenant: row.tenant
    case .user: row.user
    case .group: row.group
    case .queue: row.queue
    case .virtualCluster: row.virtualCluster
    case .project: row.project
    case .jobClass: row.jobClass
    case .qos: row.qos
    case .cluster: row.cluster
    case .nodes: row.nodes
    case .modelOfNodes: trace.modelsOfNodes[row.nodes] ?? TextTable.none
    default: preconditionFailure("the column \(column.name) holds no text")
    }
  }

  private mutating func append(_ column: CsvColumn, of row: TraceRow) {
    switch column {
    case .job:
      switch row.name {
      case .number(let number): append(number)
      case .text(let id): append(text: trace.texts[id])
      }
    case .submit: append(milliseconds: row.submit.milliseconds)
    case .run: append(milliseconds: row.run.milliseconds)
    case .limit:
      if let limit = row.limit { append(milliseconds: limit.milliseconds) }
    case .gpus: append(Int64(row.gpus))
    case .gpusPerNode: append(unlessZero: row.gpusPerNode)
    case .cores: append(unlessZero: row.cores)
    case .memory: append(unlessZero: row.memory)
    case .priority: append(unlessZero: row.priority)
    case .ending: append(text: Self.name(of: row.ending))
    case .start:
      if let start = row.start { append(milliseconds: start.milliseconds) }
    case .component: break
    case .after: append(text: preceding(row)?.text(in: trace.texts) ?? "")
    case .think:
      if let think = preceding(row)?.think, think > .zero {
        append(milliseconds: think.milliseconds)
      }
    case .model, .models, .tenant, .user, .group, .queue, .virtualCluster, .project, .jobClass,
      .qos, .cluster, .nodes, .modelOfNodes:
      append(text: trace.texts[text(column, of: row)])
    }
  }

  private static func name(of ending: Job.Ending) -> String {
    switch ending {
    case .completed: "completed"
    case .limit: "limit"
    case .failed: "failed"
    case .cancelled: "cancelled"
    }
  }

  private mutating func append(unlessZero number: Int32) {
    if number != 0 { append(Int64(number)) }
  }

  private mutating func append(_ number: Int64) {
    if number < 0 { bytes.append(0x2D) }
    append(digits: number.magnitude)
  }

  private mutating func append(digits number: UInt64) {
    let first = bytes.count
    var rest = number
    repeat {
      bytes.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[first...].reverse()
  }

  /// Seconds with as many of three decimals as are needed.
  private mutating func append(milliseconds: Int64) {
    if milliseconds < 0 { bytes.append(0x2D) }
    append(digits: milliseconds.magnitude / 1_000)
    var fraction = milliseconds.magnitude % 1_000
    if fraction == 0 { return }
    bytes.append(0x2E)
    while fraction > 0 {
      bytes.append(0x30 + UInt8(fraction / 100))
      fraction = fraction % 100 * 10
    }
  }

  /// A text, quoted where it would otherwise be read as something else.
  private mutating func append(text: String) {
    let utf8 = KeptBytes.bytes(of: text)
    precondition(!utf8.contains(0x0A), "a text contains a line break")
    let isPlain =
      !utf8.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D } && utf8.first != 0x23
      && !isBlank(utf8.first) && !isBlank(utf8.last)
    if isPlain {
      bytes += utf8
      return
    }
    bytes.append(0x22)
    for byte in utf8 {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }

  private func isBlank(_ byte: UInt8?) -> Bool {
    byte.map { NumberText.isBlank($0) } ?? false
  }

  private mutating func append(line: String) {
    precondition(!line.utf8.contains { $0 == 0x0A || $0 == 0x0D }, "a line break in a comment")
    bytes += line.utf8
    bytes.append(0x0A)
  }
}
