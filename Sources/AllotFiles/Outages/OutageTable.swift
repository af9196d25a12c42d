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
  /// How many rows are of nodes in a state in which jobs run or may start.
  private(set) var rowsOfUse = 0
  /// True for a table of Slurm, which may name nodes that nobody has modelled.
  let isSlurms: Bool

  /// What stands in the place of an end that is not known.
  private static let unknown = ["unknown", "none", "n/a", "-"]

  /// The table of a file that the user names.
  init(_ file: InputFile, named name: String) throws(InputError) {
    self = try file.withText { text throws(InputError) in try OutageTable(text, file: name) }
  }

  private init(_ text: UnsafeRawBufferPointer, file: String) throws(InputError) {
    self.file = file
    let head = text.split(separator: 0x0A).first { $0.first != 0x23 } ?? []
    let hasBars = head.contains(0x7C)
    var table = try DelimitedReader(text, file: file, separator: hasBars ? 0x7C : 0x2C)
    isSlurms = table.column("NodeName") != nil
    let node = try table.requiredColumn(isSlurms ? "NodeName" : "node")
    let from = try table.requiredColumn(isSlurms ? "TimeStart" : "from")
    let until = try table.requiredColumn(isSlurms ? "TimeEnd" : "until")
    if !isSlurms { try Self.checkColumns(of: table) }
    let cause = isSlurms ? try table.requiredColumn("State") : table.column("cause")
    while try table.next() {
      // Exports put together have their headers between them.
      if table.cells.map(\.text) == table.header { continue }
      guard let nodes = table.said(node) else {
        rowsWithoutNode += 1
        continue
      }
      _ = try table.required(from)
      var running: NodeOutage.Running? = Self.running(cause.flatMap { table.said($0) }?.text ?? "")
      if isSlurms, let cause { running = try Self.running(ofState: cause, in: table) }
      guard let running else {
        rowsOfUse += 1
        continue
      }
      let end = table.said(until).flatMap { Self.unknown.contains($0.text.lowercased()) ? nil : $0 }
      rows.append(
        Row(
          nodes: nodes.text,
          from: try Self.instant(from, of: table),
          until: try end.map { _ throws(InputError) in try Self.instant(until, of: table) },
          running: running,
          line: table.line
        )
      )
    }
    if let line = table.cutLine {
      throw InputError(
        file: file,
        line: line,
        "the file ends within a row",
        remedy: "add the rest of it, or remove the row"
      )
    }
  }

  private static let columns = ["node", "from", "until", "cause"]

  private static func checkColumns(of table: DelimitedReader) throws(InputError) {
    for (index, name) in table.header.enumerated()
    where !columns.contains(name) || table.header[..<index].contains(name) {
      throw InputError(
        file: table.file,
        line: table.headerLine,
        "the column '\(name)' is \(columns.contains(name) ? "there twice" : "not known")",
        remedy: "the columns are node, from, until and cause"
      )
    }
  }

  /// An instant; a whole number is Unix seconds, as `SLURM_TIME_FORMAT=%s` prints them.
  private static func instant(
    _ column: Int,
    of table: DelimitedReader
  ) throws(InputError) -> InstantText {
    let text = table.cell(column).text
    if let seconds = Int64(text), seconds >= 100_000_000,
      let instant = InstantText(CalendarText.text(ofUnixSeconds: seconds))
    {
      return instant
    }
    if let instant = InstantText(text) { return instant }
    throw table.error(
      column,
      "is no instant",
      remedy: "write a date, such as 2026-03-04T10:00, or a time since time zero, such as 30 h"
    )
  }

  /// What becomes of who runs on a node that is out for a cause in words: a node that is drained or
  /// maintained, and not down, lets them; any other has failed.
  private static func running(_ cause: String) -> NodeOutage.Running {
    let words = words(of: cause)
    let isDrained = words.contains { drains.contains($0) || $0 == "MAINTENANCE" }
    return isDrained && !words.contains("DOWN") ? .drain : .requeue
  }

  /// The same for a state of Slurm; nil for one in which jobs run or may start.
  ///
  /// A node that is down and drained is printed as drained, and only the star of a node that does
  /// not respond tells that it is gone.
  private static func running(
    ofState column: Int,
    in table: DelimitedReader
  ) throws(InputError) -> NodeOutage.Running? {
    let state = try table.required(column).text.uppercased()
    let words = words(of: state)
    if words.contains(where: { ["DOWN", "FAIL", "FAILED", "ERROR"].contains($0) }) {
      return .requeue
    }
    if words.contains(where: drains.contains) { return state.contains("*") ? .requeue : .drain }
    guard words.contains(where: others.contains) else {
      throw table.error(
        column,
        "is no state of a node that is known",
        remedy: "write DOWN or DRAIN, or remove the row"
      )
    }
    return nil
  }

  private static func words(of text: String) -> [String] {
    text.uppercased().split { !$0.isLetter && $0 != "_" }.map(String.init)
  }

  private static let drains: Set = [
    "DRAIN", "DRAINED", "DRAINING", "DRNG", "FAILING", "FAILG", "MAINT", "BOOT", "REBOOT",
    "REBOOT_ISSUED", "REBOOT_REQUESTED",
  ]
  private static let others: Set = [
    "ALLOC", "ALLOCATED", "IDLE", "MIX", "MIXED", "RESV", "RESERVED", "PLND", "PLANNED", "COMP",
    "COMPLETING", "FUTR", "FUTURE", "CLOUD", "POW_DN", "POW_UP", "POWERED_DOWN", "POWERING_DOWN",
    "POWERING_UP", "POWER_DOWN", "POWER_UP", "UNK", "UNKNOWN", "BLOCKED", "PERFCTRS", "NPC",
    "INVAL", "INVALID_REG", "DYNAMIC_NORM", "RESUME", "UNDRAIN",
  ]
}
