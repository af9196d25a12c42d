internal import Allot
internal import AllotFiles

/// Whether a trace that is written as the native table comes back as it was.
enum RoundTrip {
  private static var texts: [WritableKeyPath<TraceRow, ID<Text>>] {
    [
      \.models, \.tenant, \.user, \.group, \.queue, \.virtualCluster, \.project, \.jobClass, \.qos,
      \.cluster, \.nodes,
    ]
  }

  /// Ends the program where a trace does not come back.
  static func check(_ trace: Trace) {
    let table = TraceWriter.csv(trace)
    do throws(InputError) {
      let back = try Trace.read(try InputFile(bytes: table, path: "table"), format: "csv")
      precondition(back.rows.count == trace.rows.count, "other rows come back")
      precondition(back.epoch == trace.epoch, "another epoch comes back")
      precondition(back.processors == trace.processors, "another machine comes back")
      precondition(back.countsProcessors == trace.countsProcessors, "another unit comes back")
      for (row, copy) in zip(trace.rows, back.rows) {
        precondition(isSame(row, of: trace, copy, of: back), "another row comes back")
      }
      precondition(TraceWriter.csv(back) == table, "another table is written")
    } catch {
      preconditionFailure("a table that was written is refused: \(error)")
    }
  }

  private static func isSame(
    _ row: TraceRow,
    of trace: Trace,
    _ copy: TraceRow,
    of back: Trace
  ) -> Bool {
    var row = row
    var copy = copy
    guard (row.gang == 0) == (copy.gang == 0) else { return false }
    if row.gang != 0 {
      let parts = trace.gangs[Int(row.gang) - 1]
      let copies = back.gangs[Int(copy.gang) - 1]
      guard parts.count == copies.count else { return false }
      for (part, twin) in zip(parts, copies) {
        guard isSame(part, of: trace, twin, of: back) else { return false }
      }
      row.gang = 0
      copy.gang = 0
    }
    for text in texts {
      guard isSame(row[keyPath: text], of: trace, copy[keyPath: text], of: back) else {
        return false
      }
      row[keyPath: text] = TextTable.none
      copy[keyPath: text] = TextTable.none
    }
    guard isSame(row.name, of: trace, copy.name, of: back) else { return false }
    row.name = copy.name
    return row == copy
  }

  private static func isSame(
    _ part: TraceComponent,
    of trace: Trace,
    _ copy: TraceComponent,
    of back: Trace
  ) -> Bool {
    part.gpus == copy.gpus && part.gpusPerNode == copy.gpusPerNode && part.cores == copy.cores
      && part.memory == copy.memory && isSame(part.models, of: trace, copy.models, of: back)
      && isSame(part.queue, of: trace, copy.queue, of: back)
      && isSame(part.nodes, of: trace, copy.nodes, of: back)
  }

  private static func isSame(
    _ name: TraceRow.Name,
    of trace: Trace,
    _ copy: TraceRow.Name,
    of back: Trace
  ) -> Bool {
    switch (name, copy) {
    case (.number(let a), .number(let b)): a == b
    case (.text(let a), .text(let b)): isSame(a, of: trace, b, of: back)
    default: false
    }
  }

  /// Compares bytes: two texts that look alike are two names.
  private static func isSame(
    _ text: ID<Text>,
    of trace: Trace,
    _ copy: ID<Text>,
    of back: Trace
  ) -> Bool {
    trace.texts[text].utf8.elementsEqual(back.texts[copy].utf8)
  }
}
