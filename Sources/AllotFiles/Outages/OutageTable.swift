internal import Allot

/// When nodes were out, as a table says it that has a row for each time of a node.
///
/// ```
/// node,from,until,cause
/// cloud[0-3],2026-03-04T10:00,2026-03-04T18:00,DRAIN
/// cloud[7],2 d,50 h,ECC error
/// ```
///
/// What `sacctmgr show event -P` prints is taken as it is. Source: the states of nodes of Slurm
/// 25.05.
struct OutageTable: Sendable {
  /// A time in which some nodes were out.
  struct Row: Sendable {
    /// The nodes, as written.
    var nodes: String
    var from: InstantText
    /// Nil where it is not known.
    var until: InstantText?
    var running: NodeOutage.Running
    var line: Int
  }

  /// The file as the user named it.
  let file: String
  private(set) var rows: [Row] = []
  /// How many rows are of no node: events of the cluster.
  private(set) var rowsWithoutNode = 0

  /// What stands in the place of an end that is not known.
  private static let unknown = ["unknown", "none", "n/a", "-"]

  /// The table of a file.
  static func load(_ path: String) throws(InputError) -> OutageTable {
    try InputFile(path: path).withText { text throws(InputError) in
      try OutageTable(text, file: path)
    }
  }

  private init(_ text: UnsafeRawBufferPointer, file: String) throws(InputError) {
    self.file = file
    let hasBars = text.prefix { $0 != 0x0A }.contains(0x7C)
    var table = try DelimitedReader(text, file: file, separator: hasBars ? 0x7C : 0x2C)
    let isSlurms = table.column("NodeName") != nil
    let node = try table.requiredColumn(isSlurms ? "NodeName" : "node")
    let from = try table.requiredColumn(isSlurms ? "TimeStart" : "from")
    let until = try table.requiredColumn(isSlurms ? "TimeEnd" : "until")
    let cause = table.column(isSlurms ? "State" : "cause")
    while try table.next() {
      guard let nodes = table.said(node) else {
        rowsWithoutNode += 1
        continue
      }
      _ = try table.required(from)
      let end = table.said(until).flatMap { Self.unknown.contains($0.text.lowercased()) ? nil : $0 }
      rows.append(
        Row(
          nodes: nodes.text,
          from: try Self.instant(from, of: table),
          until: try end.map { _ throws(InputError) in try Self.instant(until, of: table) },
          running: Self.running(cause.flatMap { table.said($0) }?.text ?? ""),
          line: table.line
        )
      )
    }
    guard !rows.isEmpty else {
      throw InputError(
        file: file,
        "no row names a node",
        remedy: "write rows such as cloud[3],2026-03-04T10:00,2026-03-04T18:00,DOWN"
      )
    }
  }

  private static func instant(
    _ column: Int,
    of table: DelimitedReader
  ) throws(InputError) -> InstantText {
    if let instant = InstantText(table.cell(column).text) { return instant }
    throw table.error(
      column,
      "is no instant",
      remedy: "write a date, such as 2026-03-04T10:00, or a time since time zero, such as 30 h"
    )
  }

  /// What becomes of who runs on a node that is out for a cause: a node that is drained lets them,
  /// one that is down does not, and any other cause is a failure.
  private static func running(_ cause: String) -> NodeOutage.Running {
    let words = cause.uppercased().split { !$0.isLetter && $0 != "_" }
    let isDown = words.contains { ["DOWN", "FAIL", "FAILED", "ERROR"].contains($0) }
    let isDrained = words.contains {
      ["DRAIN", "DRAINED", "DRAINING", "DRNG", "MAINT", "MAINTENANCE"].contains($0)
    }
    return isDrained && !isDown ? .drain : .requeue
  }
}
