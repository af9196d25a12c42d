internal import Allot

/// Collects the rows of a trace in file order, and finishes what all formats have in common:
/// duplicate names, stable order by submit, the error about an empty trace.
public struct TraceBuilder {
  /// Everything but the rows.
  public var trace: Trace
  private(set) var rows: [TraceRow] = []
  /// The line of each row, for errors that are found at the end.
  private var lines = RowLines()
  private var lastName = Int64.min
  private var namesIncrease = true
  private var earliestSubmit = SimTime(milliseconds: .max)
  private var latestSubmit = SimTime(milliseconds: .min)
  private var isSorted = true

  /// Why a row is left out.
  public enum DropReason: String, Sendable {
    /// It asks for no processor, or does not say how many.
    case processorsNotPositive = "processors_not_positive"
    /// It never ran, or nobody knows how long.
    case runNotPositive = "run_not_positive"
    /// It is one part of a job that another row has whole.
    case partialExecutionRecord = "partial_execution_record"
    /// It asks for neither devices nor cores.
    case noResources = "no_resources"
    /// It holds nothing but parts of devices, which are not modelled.
    case partOfDevice = "part_of_device"
    /// It is a step within a job.
    case jobStep = "job_step"
    /// It still waited when the log was made.
    case pending = "pending"
    /// It still ran when the log was made, and such jobs are to be left out.
    case stillRunning = "still_running"
    /// It ended before it started.
    case neverStarted = "never_started"
    /// It ended, and nothing says when it started or how long it ran.
    case startNotKnown = "start_not_known"
    /// Nothing says when it was submitted.
    case submitNotKnown = "submit_not_known"
    /// It ran before the job was requeued; a later row has the last run.
    case earlierRun = "earlier_run_of_requeued_job"
    /// Another row says the same of the same job, or more.
    case repeatedRow = "repeated_row"
    /// The file ends within its row.
    case cutRow = "cut_row"

    /// True where another row has the job, so that no work is lost by leaving this one out.
    var hasAnotherRow: Bool {
      switch self {
      case .partialExecutionRecord, .jobStep, .earlierRun, .repeatedRow: true
      default: false
      }
    }
  }

  /// Why a row is kept but changed.
  public enum AlterReason: String, Sendable {
    /// It ran several times; the run is the sum.
    case attemptsJoined = "attempts_joined"
    /// Its runs held different numbers of devices; those of the last one count.
    case attemptsDiffer = "attempts_with_other_devices"
    /// The wait starts when the job became eligible, not when it was submitted.
    case submitFromEligible = "submit_from_eligible"
    /// It says that it could start only after it did; the wait starts when it was submitted.
    case eligibleAfterStart = "eligible_after_start"
    /// It holds devices of several models; any model is taken.
    case modelsMixed = "models_mixed"
    /// The memory that it asks for can not be true; it is left out of the row.
    case memoryOutOfRange = "memory_out_of_range"
    /// It still ran when the log was made, and counts for as long as the user says.
    case stillRunning = "still_running"
    /// Its id is that of an earlier job; its name says which use of the id it is.
    case idUsedAgain = "id_used_again"
    /// It gave back a part of what it held, and ran on as another row.
    case resizedPart = "resized_part"
    /// It is a component that ended before the others; its resources are held to the end of all.
    case componentEndedEarly = "component_ended_early"
    /// It held parts of devices, which are not modelled; it counts without them.
    case partsOfDevices = "parts_of_devices"
  }

  /// What the user says about how bytes are to be read.
  public let reading: TraceReading

  /// An empty trace of a format.
  init(file: String, format: String, reading: TraceReading = TraceReading()) {
    trace = Trace(file: file, format: format)
    self.reading = reading
  }

  /// The file as the user named it.
  public var file: String { trace.file }

  /// Makes room for rows.
  mutating func reserve(_ count: Int) {
    rows.reserveHugePages(count)
  }

  /// Adds an accepted row.
  public mutating func append(_ row: TraceRow, line: Int) {
    if case .number(let number) = row.name, number > lastName {
      lastName = number
    } else {
      namesIncrease = false
    }
    if row.submit < latestSubmit { isSorted = false }
    latestSubmit = row.submit
    earliestSubmit = min(earliestSubmit, row.submit)
    rows.append(row)
    lines.append(line)
  }

  /// Says how long the job of a row ran that was added before that was known.
  mutating func setRun(_ run: SimDuration, at position: Int) {
    rows[position].run = run
  }

  /// Takes out rows that turned out to be no jobs.
  mutating func remove(_ positions: Set<Int>) {
    if positions.isEmpty { return }
    let (all, theirLines) = (rows, lines)
    (rows, lines, earliestSubmit) = ([], RowLines(), SimTime(milliseconds: .max))
    for position in all.indices where !positions.contains(position) {
      rows.append(all[position])
      lines.append(theirLines[position])
      earliestSubmit = min(earliestSubmit, all[position].submit)
    }
  }

  /// Adds a job whose components are co-scheduled: each row has one, in order.
  ///
  /// What the rows share is taken from the first; devices, cores and memory are summed.
  /// - Precondition: there is at least one row.
  public mutating func append(gang parts: [TraceRow], line: Int) throws(InputError) {
    var row = parts[0]
    guard parts.count > 1 else { return append(row, line: line) }
    row.gpus = try sum(parts, \.gpus, "devices", line)
    row.cores = try sum(parts, \.cores, "cores", line)
    row.memory = try sum(parts, \.memory, "MiB of memory", line)
    row.gpusPerNode = 0
    row.models = joined(parts, \.models)
    row.queue = joined(parts, \.queue)
    row.nodes = joined(parts, \.nodes)
    trace.gangs.append(parts.map { TraceComponent($0) })
    row.gang = Int32(trace.gangs.count)
    append(row, line: line)
  }

  private func sum(
    _ parts: [TraceRow],
    _ amount: KeyPath<TraceRow, Int32>,
    _ what: String,
    _ line: Int
  ) throws(InputError) -> Int32 {
    guard let sum = Int32(exactly: parts.reduce(0) { $0 + Int64($1[keyPath: amount]) }) else {
      throw InputError(
        file: file,
        line: line,
        "the components have more than \(Int32.max) \(what) together",
        remedy: "look at their sizes: are they in the units that the format has?"
      )
    }
    return sum
  }

  /// The texts of components joined by `+`, where they are not all the same.
  private mutating func joined(
    _ parts: [TraceRow],
    _ text: KeyPath<TraceRow, ID<Text>>
  ) -> ID<Text> {
    let ids = parts.map { $0[keyPath: text] }
    guard ids.contains(where: { $0 != ids[0] }) else { return ids[0] }
    return trace.texts.id(of: ids.map { trace.texts[$0] }.joined(separator: "+"))
  }

  /// Counts a row that is left out, with its work in device-milliseconds.
  mutating func drop(_ reason: DropReason, work: Int64 = 0) {
    trace.cleaning.drop(reason.rawValue, work: work)
  }

  /// Counts a job that is left out, with all that is known of it.
  public mutating func drop(_ reason: DropReason, _ row: TraceRow, jobs: Int = 1) {
    trace.cleaning.drop(reason.rawValue, jobs: jobs, work: row.work, coreWork: row.coreWork)
  }

  /// Counts the row within which the file ends, and says so.
  mutating func dropCut(_ line: Int) {
    trace.cleaning.drop(DropReason.cutRow.rawValue)
    trace.remarks.append(
      "The file ends within the row of line \(line): it was cut, and later jobs are missing; "
        + "export it again."
    )
  }

  /// Says that the file has no line end behind its last row, which may be cut.
  mutating func remarkOpen(_ row: some TableRow) {
    let name = Cell.excerpt(of: row.header.last ?? "")
    trace.remarks.append(
      "The file has no line end behind the row of line \(row.line): if it was cut there, the "
        + "row's last cell (\(name)) is shorter than it was, and later jobs are missing."
    )
  }

  /// Counts a job that is kept but changed, with its work in device- and core-milliseconds.
  public mutating func alter(_ reason: AlterReason, work: Int64, coreWork: Int64 = 0) {
    trace.cleaning.alter(reason.rawValue, work: work, coreWork: coreWork)
  }

  /// Counts a job that is kept but changed, with the work of its rows.
  public mutating func alter(_ reason: AlterReason, _ rows: [TraceRow]) {
    func sum(_ work: KeyPath<TraceRow, Int64>) -> Int64 {
      rows.reduce(0) { sum, row in
        let (total, overflow) = sum.addingReportingOverflow(row[keyPath: work])
        return overflow ? .max : total
      }
    }
    alter(reason, work: sum(\.work), coreWork: sum(\.coreWork))
  }

  /// Moves the clock so that time zero is the first submit; the epoch says where it was, unless the
  /// clock is the log's own and counts from no date.
  public mutating func startAtFirstSubmit() {
    guard !rows.isEmpty else { return }
    let first = earliestSubmit.milliseconds
    let epoch = first >= 0 ? first / 1_000 : (first - 999) / 1_000
    for position in rows.indices {
      rows[position].submit.milliseconds -= epoch * 1_000
      rows[position].start?.milliseconds -= epoch * 1_000
    }
    trace.epoch = epoch >= CalendarText.firstCredible ? epoch : nil
  }

  /// Leaves out what is known of nodes on which no accepted job ran, so that the native table, with
  /// a row for each accepted job, can say the rest.
  private mutating func forgetModelsOfOtherNodes() {
    if trace.modelsOfNodes.isEmpty { return }
    var isUsed = [Bool](repeating: false, count: trace.texts.count)
    for row in rows { isUsed[Int(row.nodes.index)] = true }
    for component in trace.gangs.joined() { isUsed[Int(component.nodes.index)] = true }
    trace.modelsOfNodes = trace.modelsOfNodes.filter { isUsed[Int($0.key.index)] }
  }

  /// The trace, sorted.
  consuming func finish() throws(InputError) -> Trace {
    guard !rows.isEmpty else { throw noUsableJob }
    if !namesIncrease { try checkNames() }
    forgetModelsOfOtherNodes()
    let late = sort()
    if late > 0 {
      trace.remarks.append(
        "\(late) of \(rows.count) rows were not in order of submit; they are sorted stably."
      )
    }
    trace.rows = rows
    return trace
  }

  private var noUsableJob: InputError {
    let dropped = trace.cleaning.dropped.sorted { $0.key < $1.key }
    let reasons = dropped.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return InputError(
      file: file,
      "no usable job: " + (reasons.isEmpty ? "the file has no job" : "dropped \(reasons)"),
      remedy: dropped.isEmpty && trace.format.hasPrefix(SacctReader.name)
        ? SacctFault.emptyRemedy
        : "a trace needs at least one job that started, ended and asked for something"
    )
  }

  private func checkNames() throws(InputError) {
    var numbers: Set<Int64> = []
    var texts = [Bool](repeating: false, count: trace.texts.count)
    func isNew(_ name: TraceRow.Name) -> Bool {
      switch name {
      case .number(let number): return numbers.insert(number).inserted
      case .text(let text):
        defer { texts[Int(text.index)] = true }
        return !texts[Int(text.index)]
      }
    }
    for position in rows.indices where !isNew(rows[position].name) {
      let name = rows[position].name
      let first = rows.firstIndex { $0.name == name } ?? position
      throw InputError(
        file: file,
        line: lines[position],
        "job \"\(name.text(in: trace.texts))\" is already on line \(lines[first])",
        remedy: "give each job a name of its own"
      )
    }
  }

  /// Sorts the rows and tells how many came after a row with a later submit.
  private mutating func sort() -> Int {
    if isSorted { return 0 }
    var late = 0
    var latest = SimTime(milliseconds: .min)
    for row in rows {
      if row.submit < latest {
        late += 1
      } else {
        latest = row.submit
      }
    }
    if late == 0 { return 0 }
    // The position breaks ties, so the result does not depend on how the library sorts.
    let order = rows.indices.sorted { a, b in
      (rows[a].submit, a) < (rows[b].submit, b)
    }
    rows = order.map { rows[$0] }
    return late
  }
}
