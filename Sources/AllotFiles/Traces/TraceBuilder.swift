internal import Allot

/// Collects the rows of a trace in file order, and finishes what all formats have in common:
/// duplicate names, stable order by submit, the error about an empty trace.
struct TraceBuilder {
  /// Everything but the rows.
  var trace: Trace
  private(set) var rows: [TraceRow] = []
  /// The line of each row, for errors that are found at the end.
  private var lines = RowLines()
  private var lastName = Int64.min
  private var namesIncrease = true
  private var latestSubmit = SimTime(milliseconds: .min)
  private var isSorted = true

  /// Why a row is left out.
  enum DropReason: String {
    /// It asks for no processor, or does not say how many.
    case processorsNotPositive = "processors_not_positive"
    /// It asks for more processors than the machine in the header has.
    case processorsOverMachine = "processors_over_machine"
    /// It never ran, or nobody knows how long.
    case runNotPositive = "run_not_positive"
    /// It is one part of a job that another row has whole.
    case partialExecutionRecord = "partial_execution_record"
    /// It asks for neither devices nor cores.
    case noResources = "no_resources"
    /// It is a step within a job.
    case jobStep = "job_step"
    /// It still waited or ran when the log was made.
    case notEnded = "not_ended"
    /// It ended before it started.
    case neverStarted = "never_started"
    /// It ran before the job was requeued; a later row has the last run.
    case earlierRun = "earlier_run_of_requeued_job"
  }

  /// Why a row is kept but changed.
  enum AlterReason: String {
    /// The wait starts when the job became eligible, not when it was submitted.
    case submitFromEligible = "submit_from_eligible"
    /// It holds devices of several models; any model is taken.
    case modelsMixed = "models_mixed"
    /// The memory that it asks for can not be true; it is left out of the row.
    case memoryOutOfRange = "memory_out_of_range"
  }

  /// An empty trace of a format.
  init(file: String, format: String) {
    trace = Trace(file: file, format: format)
  }

  /// The file as the user named it.
  var file: String { trace.file }

  /// Makes room for rows.
  mutating func reserve(_ count: Int) {
    rows.reserveHugePages(count)
  }

  /// Adds an accepted row.
  mutating func append(_ row: TraceRow, line: Int) {
    if case .number(let number) = row.name, number > lastName {
      lastName = number
    } else {
      namesIncrease = false
    }
    if row.submit < latestSubmit { isSorted = false }
    latestSubmit = row.submit
    rows.append(row)
    lines.append(line)
  }

  /// Counts a row that is left out, with its work in device-milliseconds.
  mutating func drop(_ reason: DropReason, work: Int64 = 0) {
    trace.cleaning.drop(reason.rawValue, work: work)
  }

  /// Counts a row that is changed.
  mutating func alter(_ reason: AlterReason) {
    trace.cleaning.alter(reason.rawValue)
  }

  /// Leaves out every row whose name a later row of the file has.
  ///
  /// Later rows may also be ones that were dropped: `dropped` has the last line of each such name.
  mutating func keepLastOfEachName(dropped: [TraceRow.Name: Int]) {
    if namesIncrease && dropped.isEmpty { return }
    var seen: Set<TraceRow.Name> = []
    var isKept = [Bool](repeating: true, count: rows.count)
    for position in rows.indices.reversed() {
      let name = rows[position].name
      let isLast = seen.insert(name).inserted && lines[position] > dropped[name, default: 0]
      if isLast { continue }
      isKept[position] = false
      drop(.earlierRun, work: rows[position].work)
    }
    rows = rows.indices.filter { isKept[$0] }.map { rows[$0] }
    lines = lines.filter(isKept)
  }

  /// Moves the clock, which counts from 1970, so that time zero is the first submit; the epoch says
  /// where it was.
  mutating func startAtFirstSubmit() {
    guard let first = rows.map(\.submit.milliseconds).min() else { return }
    let epoch = first >= 0 ? first / 1_000 : (first - 999) / 1_000
    for position in rows.indices {
      rows[position].submit.milliseconds -= epoch * 1_000
    }
    trace.epoch = epoch
  }

  /// The trace, sorted.
  consuming func finish() throws(InputError) -> Trace {
    guard !rows.isEmpty else { throw noUsableJob }
    if !namesIncrease { try checkNames() }
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
      remedy: "a trace needs at least one job that started, ended and asked for something"
    )
  }

  private func checkNames() throws(InputError) {
    var seen: Set<TraceRow.Name> = []
    for position in rows.indices where !seen.insert(rows[position].name).inserted {
      let name = rows[position].name
      let first = rows.firstIndex { $0.name == name } ?? position
      let text =
        switch name {
        case .number(let number): String(number)
        case .text(let id): trace.texts[id]
        }
      throw InputError(
        file: file,
        line: lines[position],
        "job \"\(text)\" is already on line \(lines[first])",
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
