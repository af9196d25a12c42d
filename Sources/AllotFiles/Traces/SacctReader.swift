internal import Allot

/// The accounting of Slurm as `sacct -P` prints it: a header line, cells between bars.
///
/// Needed are JobID, User, Account, Partition, State, Submit, Start, End or ElapsedRaw,
/// TimelimitRaw or Timelimit, AllocTRES or ReqTRES; Eligible and NNodes are used where they exist,
/// and all others are ignored. The wait starts at Eligible where it is known. The run time is
/// ElapsedRaw, else End less Start. Devices are `gres/gpu`, else the sum of `gres/gpu:MODEL`. Left
/// out are job steps, rows that had not ended or never started, and all runs of a requeued job but
/// the last, so that exports with and without `-D` give the same jobs. What another job preempted,
/// and did not run again, counts as cancelled.
///
/// Times are Unix seconds, or calendar times without zone, which are read as UTC. Time zero is the
/// first submit.
struct SacctReader: TraceReader {
  static let name = "sacct"
  static let expectation = "the output of sacct -P, a header line with JobID|User|Account|…"
  static let shape: TableShape? = TableShape(
    separator: .bar,
    required: ["JobID", "User", "Account", "Partition", "State", "Submit", "Start"]
  )
  static let missingLimit = MissingLimit.run

  private let columns: SacctColumns
  private var texts = ByteTexts()
  private var hasTimeWithoutZone = false
  /// The last line of each job that was dropped: earlier runs of it must not stand for the job.
  private var lastDropped: [TraceRow.Name: Int] = [:]

  /// What a state says about a row.
  private enum Outcome {
    case ended(Job.Ending)
    case notEnded
  }

  static func recognises(_ head: TraceHead) -> Bool {
    let cells = head.cells(separatedBy: "|")
    return cells.count > 1 && cells.contains("JobID")
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var table = try DelimitedReader(text, file: builder.file, style: .bars)
    var reader = SacctReader(columns: try SacctColumns(table))
    while try table.next() {
      try reader.accept(table, into: &builder)
    }
    builder.keepLastOfEachName(dropped: reader.lastDropped)
    builder.startAtFirstSubmit()
    if reader.hasTimeWithoutZone {
      builder.trace.remarks.append(
        "Times without a zone are read as UTC; export with SLURM_TIME_FORMAT=%s to be exact."
      )
    }
    let unused = reader.columns.unused
    if unused > 0 {
      builder.trace.remarks.append(
        unused == 1 ? "1 column is not used." : "\(unused) columns are not used."
      )
    }
  }

  private init(columns: SacctColumns) {
    self.columns = columns
  }

  private mutating func accept(
    _ table: DelimitedReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    if try table.required(columns.job).bytes.contains(0x2E) { return builder.drop(.jobStep) }
    let outcome = try outcome(table)
    let submitted = try time(columns.submit, table)
    let eligible = try time(columns.eligible, table)
    let start = try time(columns.start, table)
    let end = try time(columns.end, table)
    let resources = try resources(table)
    let limit = try limit(table)
    let name = try table.name(columns.job, in: &builder.trace.texts)
    let measured = try table.milliseconds(columns.elapsed)
    let elapsed = measured ?? start.flatMap { start in end.map { ($0 - start) * 1_000 } }
    guard case .ended(let ending) = outcome, start == nil || elapsed != nil else {
      return drop(.notEnded, name, table, &builder)
    }
    guard start != nil, let elapsed else { return drop(.neverStarted, name, table, &builder) }
    guard elapsed > 0 else { return drop(.runNotPositive, name, table, &builder) }
    guard resources.devices > 0 || resources.cores > 0 else {
      return drop(.noResources, name, table, &builder)
    }
    guard let submit = eligible ?? submitted else {
      throw table.error(columns.submit, "is not a time", remedy: "every job needs it")
    }
    var row = TraceRow(
      name: name,
      submit: SimTime(seconds: submit),
      run: SimDuration(milliseconds: elapsed),
      limit: limit,
      gpus: Int32(resources.devices)
    )
    row.ending = ending
    row.cores = Int32(resources.cores)
    row.memory = Int32(resources.memory)
    let nodes = resources.nodes > 0 ? Int32(resources.nodes) : try table.size(columns.nodes)
    row.gpusPerNode = TraceRow.devicesPerNode(row.gpus, on: nodes)
    row.model = texts.id(of: resources.model, in: &builder.trace.texts)
    row.user = texts.id(of: table.said(columns.user), in: &builder.trace.texts)
    row.project = texts.id(of: table.said(columns.account), in: &builder.trace.texts)
    row.queue = texts.id(of: table.said(columns.partition), in: &builder.trace.texts)
    if resources.hasSeveralModels { builder.alter(.modelsMixed) }
    if let submitted, submit != submitted { builder.alter(.submitFromEligible) }
    builder.append(row, line: table.line)
  }

  private mutating func drop(
    _ reason: TraceBuilder.DropReason,
    _ name: TraceRow.Name,
    _ table: DelimitedReader,
    _ builder: inout TraceBuilder
  ) {
    lastDropped[name] = table.line
    builder.drop(reason)
  }

  private func outcome(_ table: DelimitedReader) throws(InputError) -> Outcome {
    // The state may be followed by text: `CANCELLED by 1000`.
    let bytes = try table.required(columns.state).bytes
    let state = Cell(UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0x20 && $0 != 0x2B }))
    switch state.text {
    case "COMPLETED": return .ended(.completed)
    case "FAILED", "NODE_FAIL", "OUT_OF_MEMORY", "BOOT_FAIL", "DEADLINE", "LAUNCH_FAILED":
      return .ended(.failed)
    case "CANCELLED", "PREEMPTED", "REQUEUED", "REVOKED": return .ended(.cancelled)
    case "TIMEOUT": return .ended(.limit)
    case "RUNNING", "PENDING", "SUSPENDED", "COMPLETING", "CONFIGURING", "RESIZING", "STOPPED",
      "SIGNALING", "STAGE_OUT", "REQUEUE_HOLD", "REQUEUE_FED", "RESV_DEL_HOLD", "SPECIAL_EXIT":
      return .notEnded
    default:
      throw table.error(
        columns.state,
        "is not a state of Slurm",
        remedy: "export the file again with sacct -P"
      )
    }
  }

  /// The Unix second in a cell; nil where the time is not known.
  private mutating func time(
    _ column: Int?,
    _ table: DelimitedReader
  ) throws(InputError) -> Int64? {
    guard let column, let cell = table.said(column) else { return nil }
    if cell.equals("None") || cell.equals("Unknown") || cell.equals("N/A") { return nil }
    if let second = CalendarText.unixSeconds(cell.bytes) {
      hasTimeWithoutZone = true
      return second
    }
    guard let second = try? NumberText.whole(cell.bytes), second >= 0,
      second <= NumberText.mostSeconds
    else {
      throw table.error(
        column,
        "is not a time",
        remedy: "write YYYY-MM-DDTHH:MM:SS or Unix seconds"
      )
    }
    return second
  }

  private func resources(_ table: DelimitedReader) throws(InputError) -> TresText {
    let isAllocated = table.said(columns.allocated) != nil
    let column = isAllocated ? columns.allocated : columns.requested
    let bytes = table.said(column)?.bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)
    do {
      return try TresText(bytes)
    } catch {
      guard let column else { preconditionFailure("an empty list of resources is well formed") }
      throw table.error(
        column,
        error == .tooLarge ? "has a number that is too large" : "is malformed",
        remedy: "write it as Slurm does, such as cpu=4,gres/gpu=2,mem=64G,node=1"
      )
    }
  }

  /// The limit; nil where there is none.
  private func limit(_ table: DelimitedReader) throws(InputError) -> SimDuration? {
    for column in [columns.limitMinutes, columns.limit] {
      guard let column, let cell = table.said(column) else { continue }
      if cell.equals("UNLIMITED") || cell.equals("Partition_Limit") || cell.equals("INVALID") {
        continue
      }
      let seconds =
        column == columns.limitMinutes
        ? (try? NumberText.whole(cell.bytes)).flatMap {
          (0..<1_000_000_000).contains($0) ? $0 * 60 : nil
        }
        : Self.clockSeconds(cell.text)
      guard let seconds, seconds >= 0 else {
        throw table.error(
          column,
          "is not a limit",
          remedy: "TimelimitRaw is in minutes, Timelimit is D-HH:MM:SS or UNLIMITED"
        )
      }
      if seconds > 0 { return SimDuration(seconds: seconds) }
    }
    return nil
  }

  /// The seconds of `[D-]HH:MM:SS` or `MM:SS`.
  private static func clockSeconds(_ text: String) -> Int64? {
    let halves = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let clock = halves.last, halves.count <= 2 else { return nil }
    let parts = clock.split(separator: ":", omittingEmptySubsequences: false)
    let days = halves.count == 2 ? halves[0] : "0"
    guard parts.count == 3 || (parts.count == 2 && halves.count == 1) else { return nil }
    var seconds: Int64 = 0
    for part in parts {
      guard let number = Int64(part), (0..<1_000_000).contains(number) else { return nil }
      seconds = seconds * 60 + number
    }
    guard let days = Int64(days), (0..<1_000_000).contains(days) else { return nil }
    return days * 86_400 + seconds
  }
}
