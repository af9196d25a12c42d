internal import Allot

/// A format that is a table whose columns a map explains, so that it needs no code of its own.
protocol MappedTableReader: TraceReader {
  /// What the columns mean.
  static var map: ColumnMap { get }
  /// The columns that tell the format from others, beside those that it needs.
  static var marks: [String] { get }
}

extension MappedTableReader {
  static var marks: [String] { [] }
  static var missingLimit: MissingLimit { .run }
  static var expectation: String {
    "a header line with \((map.required + marks).joined(separator: ","))"
  }
  static var shape: TableShape? {
    TableShape(separator: .comma, required: map.required + marks)
  }

  static func recognises(_ head: TraceHead) -> Bool {
    let cells = head.cells(separatedBy: ",")
    return (map.required + marks).allSatisfy { cells.contains($0) }
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    try MappedTable.read(text, map, into: &builder)
  }
}

/// Reads a table whose columns a map explains.
///
/// The run time is the column of run times, else the end less the start. Times of the calendar, and
/// numbers that lie behind 1980, are moved so that time zero is the first submit; smaller numbers
/// stay on the log's own clock. A job without a column of names is named by its row.
struct MappedTable {
  private let map: ColumnMap
  private let positions: [Int?]
  /// The columns that a file for `--columns` names and the table has not.
  private var absent: [String] = []
  private var stateTexts = TextTable()
  private var knownStates: [JobState?] = [nil]
  private let running: RunningAtExport
  private var clock: LogClock
  private var isOnCalendar = false
  private var number: Int64 = 0
  private var pending = 0
  private var sharing = 0
  private var sharedWork = 0.0
  private var stillRunning = 0
  private var runningWork = (devices: 0.0, cores: 0.0)
  /// The latest instant of which a row tells, in milliseconds.
  var latest: Int64 = 0
  /// The rows of jobs that still ran and do not say how long.
  var openRows: [OpenRow] = []

  /// A row that waits for the end of the log.
  struct OpenRow {
    /// Its place among the accepted rows.
    var position: Int
    /// Thousandths of devices that it holds, where it shares them.
    var thousandths: Int64
  }

  /// Reads every row of a text.
  static func read(
    _ text: UnsafeRawBufferPointer,
    _ map: ColumnMap,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var table = try DelimitedReader(
      text,
      file: builder.file,
      separator: map.separator(of: text, given: builder.reading.delimiter),
      quotesSpanLines: true
    )
    builder.reserve(table.rowEstimate)
    var reader = try MappedTable(map, table, builder.reading)
    while try table.next() {
      if table.isOpen {
        try reader.acceptOpen(table, into: &builder)
      } else {
        try reader.accept(table, into: &builder)
      }
    }
    reader.closeRunning(in: &builder)
    if let line = table.cutLine { builder.dropCut(line) }
    builder.trace.epoch = try table.epoch()
    if reader.isOnCalendar { builder.startAtFirstSubmit() }
    reader.remark(table, in: &builder.trace)
  }

  private func remark(_ table: DelimitedReader, in trace: inout Trace) {
    trace.remarks += clock.remarks
    if sharing > 0 {
      trace.remarks.append(
        "\(sharing) \(sharing == 1 ? "job holds" : "jobs hold") parts of GPUs "
          + "(\(map.columns[.gpuMilli] ?? map.columns[.gpus] ?? "")), which are not modelled: "
          + "\(HoursText.text(milliseconds: sharedWork)) GPU-hours; they count without these."
      )
    }
    trace.remarkPending(pending)
    trace.remarkRunning(stillRunning, runningWork, running)
    if !absent.isEmpty {
      let names = absent.map { Cell.excerpt(of: $0) }.joined(separator: ", ")
      trace.remarks.append("The table has not all columns that --columns names: \(names).")
    }
    let unused = table.header.filter { !map.columns.values.contains($0) && !$0.isEmpty }
    if !unused.isEmpty {
      let names = unused.prefix(12).map { Cell.excerpt(of: $0) }.joined(separator: ", ")
      trace.remarks.append(
        "Columns that are not used: \(names)\(unused.count > 12 ? ", …" : "")."
      )
    }
  }

  private init(
    _ map: ColumnMap,
    _ table: DelimitedReader,
    _ reading: TraceReading
  ) throws(InputError) {
    self.map = map
    running = reading.running
    clock = LogClock(zone: reading.zone)
    var seen: Set<String> = []
    for name in table.header where !seen.insert(name).inserted && !name.isEmpty {
      throw InputError(
        file: table.file,
        line: table.headerLine,
        "the column \"\(Cell.excerpt(of: name))\" is there twice",
        remedy: "remove or rename one of them"
      )
    }
    absent = try map.absent(in: table, path: reading.columnFile)
    positions = ColumnMap.Field.allCases.map { field in
      map.columns[field].flatMap { table.column($0) }
    }
    if self[.run] == nil, self[.start] == nil || self[.end] == nil {
      let wanted = [ColumnMap.Field.run, .start, .end].compactMap { map.columns[$0] }
      throw InputError(
        file: table.file,
        line: table.headerLine,
        "nothing says how long jobs ran",
        remedy: "the table needs the columns \(wanted.joined(separator: ", "))"
      )
    }
  }

  /// Where the column of a field stands.
  subscript(field: ColumnMap.Field) -> Int? { positions[field.rawValue] }

  /// Reads a row with which the file ends, so that its last cell may be cut.
  private mutating func acceptOpen(
    _ table: DelimitedReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    let isCut = try table.isCut(isOnly: table.rowCount == 1) { () throws(InputError) in
      try accept(table, into: &builder)
    }
    if isCut {
      builder.dropCut(table.line)
    } else if positions.contains(table.header.count - 1) {
      builder.remarkOpen(table)
    }
  }

  private mutating func accept(
    _ table: DelimitedReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    number += 1
    if table.spansLines { try checkNames(table) }
    let state = try state(table)
    var run = try duration(self[.run], map.runUnit, table)
    let (submit, start, end) = LogClock.instants(
      submit: try time(self[.submit], table),
      start: try time(self[.start], table),
      end: try time(self[.end], table),
      length: run
    )
    // Of jobs that wait, times to come are guesses.
    if state != .waiting { latest = max(latest, max(start ?? 0, end ?? 0)) }
    latest = max(latest, submit ?? 0)
    if run == nil, let start, let end { run = end - start }
    var row = TraceRow(
      name: try self[.job].map { column throws(InputError) in
        try table.name(column, in: &builder.trace.texts)
      } ?? .number(number),
      submit: SimTime(milliseconds: submit ?? 0),
      run: SimDuration(milliseconds: max(0, run ?? 0)),
      limit: try duration(self[.limit], map.limitUnit, table).flatMap { limit in
        limit > 0 ? SimDuration(milliseconds: limit) : nil
      },
      gpus: 0
    )
    row.start = start.map { SimTime(milliseconds: $0) }
    let milli = try devices(table, &row)
    row.cores = try amount(self[.cores], map.coreUnit, table)
    row.memory = try amount(self[.memory], map.memoryUnit, table)
    row.gpusPerNode = try table.size(self[.gpusPerNode])
    if row.gpusPerNode == 0 {
      // A job without devices has its cores there.
      let units = row.gpus > 0 ? row.gpus : row.cores
      row.gpusPerNode = TraceRow.devicesPerNode(units, on: try table.size(self[.nodes]))
    }
    row.priority = try table.integer(self[.priority])
    setTexts(of: &row, table, &builder)
    if case .ended(let ending) = state { row.ending = ending }
    if state == .running, running == .limit, let limit = row.limit { row.run = limit }
    if let reason = reason(row, state, submit: submit, start: start, run: run) {
      if reason == .pending { pending += 1 }
      return builder.drop(reason, row)
    }
    if row.run == .zero {
      // Nothing says how long it ran: until the log ends, which is known with its last row.
      openRows.append(OpenRow(position: builder.rows.count, thousandths: milli))
    } else if !settles(row, thousandths: milli, isRunning: state == .running, in: &builder) {
      return
    }
    builder.append(row, line: table.line)
  }

  /// Counts what of a row is not modelled, or why it is left out, which false says.
  mutating func settles(
    _ row: TraceRow,
    thousandths: Int64,
    isRunning: Bool,
    in builder: inout TraceBuilder
  ) -> Bool {
    if thousandths > 0 {
      let product = thousandths.multipliedReportingOverflow(by: row.run.milliseconds)
      let work = product.overflow ? .max : product.partialValue / 1_000
      guard row.cores > 0 || row.gpus > 0 else {
        builder.drop(.partOfDevice, work: work)
        return false
      }
      builder.alter(.partsOfDevices, work: work)
      sharing += 1
      sharedWork += Double(work)
    }
    if row.gpus == 0 && row.cores == 0 {
      builder.drop(.noResources, row)
      return false
    }
    guard isRunning else { return true }
    builder.alter(.stillRunning, [row])
    stillRunning += 1
    runningWork.devices += Double(row.work)
    runningWork.cores += Double(row.coreWork)
    return true
  }

  /// Why a row is left out, whatever it asks for; nil where it ran.
  private func reason(
    _ row: TraceRow,
    _ state: JobState?,
    submit: Int64?,
    start: Int64?,
    run: Int64?
  ) -> TraceBuilder.DropReason? {
    if state == .waiting { return .pending }
    if state == .running, running == .drop { return .stillRunning }
    if self[.start] != nil, start == nil, row.run == .zero { return .neverStarted }
    let isOpen = state == .running && run == nil
    if isOpen && row.run == .zero && start == nil { return .stillRunning }
    guard run != nil || isOpen else { return .startNotKnown }
    if row.run <= .zero && !isOpen { return .runNotPositive }
    return submit == nil ? .submitNotKnown : nil
  }

  /// Takes whole devices into a row, and gives the thousandths of a job that shares devices.
  private func devices(
    _ table: DelimitedReader,
    _ row: inout TraceRow
  ) throws(InputError) -> Int64 {
    guard let column = self[.gpus], let cell = table.said(column) else { return 0 }
    if NumberText.digits(cell.bytes) == nil, let parts = try? NumberText.Parts(cell.bytes),
      !parts.isNegative, parts.whole <= Int64(Int32.max), parts.thousandths > 0
    {
      return parts.whole * 1_000 + parts.thousandths
    }
    row.gpus = try table.devices(column)
    let milli = Int64(try table.size(self[.gpuMilli]))
    guard milli > 0, milli != 1_000, row.gpus > 0 else { return 0 }
    defer { row.gpus = 0 }
    return Int64(row.gpus) * milli
  }

  private mutating func state(_ table: DelimitedReader) throws(InputError) -> JobState? {
    guard let column = self[.state], let cell = table.said(column) else { return nil }
    // `CANCELLED by 1000` is cancelled.
    let word = Cell(UnsafeRawBufferPointer(rebasing: cell.bytes.prefix { $0 != 0x20 }))
    let id = Int(stateTexts.id(of: word).index)
    if id == knownStates.count {
      let named = map.states[cell.text] ?? map.states[word.text]
      knownStates.append(named ?? JobState(word: word.text))
    }
    if let state = knownStates[id] { return state }
    throw table.error(
      column,
      "is not a known state",
      remedy: "known are COMPLETED, FAILED, CANCELLED, TIMEOUT, RUNNING and PENDING; "
        + "a file for --columns can have others"
    )
  }

  /// A cell of a table that was written by programs that have words for nothing.
  private func said(_ column: Int?, _ table: DelimitedReader) -> Cell? {
    guard let column, let cell = table.said(column) else { return nil }
    if cell.bytes.count < 9, let first = cell.bytes.first, NumberText.digit(first) == nil {
      switch cell.text.lowercased() {
      case "nan", "nat", "none", "null", "na", "n/a", "unknown", "-": return nil
      default: break
      }
    }
    return cell
  }

  /// A time since 1970, or on the log's own clock; nil where it is unknown.
  private mutating func time(
    _ column: Int?,
    _ table: DelimitedReader
  ) throws(InputError) -> LogClock.Time? {
    guard let column, let cell = said(column, table) else { return nil }
    if map.times != .calendar, let parts = try? NumberText.Parts(cell.bytes) {
      var perSecond: Int64 = 1
      if case .numbers(let count) = map.times { perSecond = count }
      guard !parts.isNegative else {
        throw table.error(column, "is negative", remedy: "write zero or more")
      }
      let unit = NumberUnit(numerator: 1_000, denominator: perSecond)
      guard let instant = try? unit.amount(parts), instant / 1_000 <= NumberText.mostSeconds else {
        throw table.error(column, "is too large", remedy: "look at the unit of the column")
      }
      if instant / 1_000 >= CalendarText.firstCredible { isOnCalendar = true }
      return LogClock.Time(milliseconds: instant)
    }
    let isCalendar = map.times == .calendar || map.times == .calendarOrSeconds
    switch isCalendar ? clock.read(cell.bytes) : .malformed {
    case .time(let time):
      isOnCalendar = true
      return time
    case .unknown: return nil
    case .tooEarly:
      throw table.error(
        column,
        "is before 1980",
        remedy: "a clock was not set; correct the time, or leave the cell empty"
      )
    case .malformed: throw table.error(column, "is not a time", remedy: timeRemedy)
    }
  }

  private var timeRemedy: String {
    if case .numbers(let perSecond) = map.times {
      return "write a number of which \(perSecond) are a second"
    }
    return "write it as 2017-10-09 07:01:55" + (map.times == .calendar ? "" : ", or in seconds")
  }

  /// A duration in milliseconds; nil where it is unknown.
  private func duration(
    _ column: Int?,
    _ unit: NumberUnit,
    _ table: DelimitedReader
  ) throws(InputError) -> Int64? {
    guard let column, let cell = said(column, table) else { return nil }
    if let parts = try? NumberText.Parts(cell.bytes) {
      // Some logs write −1 for what is not known.
      if parts.isNegative { return nil }
      guard let duration = try? unit.amount(parts), duration / 1_000 <= NumberText.mostSeconds
      else { throw table.error(column, "is too large", remedy: "look at the unit of the column") }
      return duration
    }
    if cell.equals("UNLIMITED") { return nil }
    guard let duration = try? DurationText.parse(cell.text) else {
      throw table.error(column, "is not a duration", remedy: "write a number, or HH:MM:SS")
    }
    return duration.milliseconds
  }

  /// An amount that the row holds, rounded up to whole units; 0 where it is not said.
  private func amount(
    _ column: Int?,
    _ unit: NumberUnit,
    _ table: DelimitedReader
  ) throws(InputError) -> Int32 {
    if unit == .one { return try table.size(column) }
    guard let column, let cell = said(column, table) else { return 0 }
    guard let parts = try? NumberText.Parts(cell.bytes), !parts.isNegative else {
      throw table.error(column, "is not a number", remedy: "write zero or more")
    }
    guard let whole = try? unit.amount(parts, roundsUp: true), let amount = Int32(exactly: whole)
    else { throw table.error(column, "is too large", remedy: "look at the unit of the column") }
    return amount
  }
}
