internal import Allot
internal import Glibc

/// The Standard Workload Format of the Parallel Workloads Archive: 18 numbers per line, `-1` for
/// what is not known, `;` before comments.
///
/// A record becomes a job by one rule. Processors are field 8 if positive, else field 5. The run
/// time is field 4, the limit field 9 if positive; times have milliseconds. Left out are partial
/// execution records (status 2, 3, 4), records without processors and records without a positive
/// run time. The recorded wait says when it started. A job with a preceding one (field 17) comes at
/// its submit or once that one has ended and the think time (field 18) is over, whichever is later.
/// Fields behind the 18th are left aside.
struct SwfReader: TraceReader {
  static let name = "swf"
  static let expectation = "lines of 18 numbers after comments that begin with \";\""
  static let countsProcessors = true
  static let missingLimit = MissingLimit.drop

  private var header = SwfHeader()
  private var longLines = 0
  private var cutLines = 0
  private var users = IntegerTexts()
  private var groups = IntegerTexts()
  private var queues = IntegerTexts()

  static func recognises(_ head: TraceHead) -> Bool {
    if head.firstLine.hasPrefix(";") { return true }
    let cells = head.firstRow.split(maxSplits: 18, whereSeparator: \.isWhitespace)
    guard cells.count > 1, Int64(cells[0]) != nil else { return false }
    // Other logs have anything behind the 18th field, commas as well.
    return !cells.prefix(18).joined().contains { $0 == "," || $0 == "|" }
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var reader = SwfReader()
    try reader.readLines(text, into: &builder)
    reader.header.conclude(into: &builder.trace)
    reader.remark(in: &builder.trace)
  }

  private func remark(in trace: inout Trace) {
    if longLines > 0 {
      trace.remarks.append(
        "\(longLines) \(longLines == 1 ? "line has" : "lines have") more than the 18 fields of the "
          + "format; the further ones are left aside."
      )
    }
    if cutLines > 0 {
      trace.remarks.append(
        "\(cutLines) \(cutLines == 1 ? "line has" : "lines have") times with more than three "
          + "decimals; they are cut to milliseconds."
      )
    }
  }

  private mutating func readLines(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    guard let start = text.baseAddress else { return }
    let end = start + text.count
    let readable = text.dropLast(SwfRecord.readAhead)
    let endOfScan = start + ((readable.lastIndex(of: 0x0A) ?? -1) + 1)
    var at = start
    var line = 0
    var record = SwfRecord()
    defer { (longLines, cutLines) = (record.longLines, record.cutLines) }
    // Records take at least 36 bytes; room that is never touched costs no memory.
    builder.reserve(text.count / 36)
    while at < end {
      line += 1
      if at < endOfScan, let next = record.scan(at) {
        at = next
        try accept(record, line, into: &builder)
        continue
      }
      let length = memchr(at, 0x0A, end - at).map { UnsafeRawPointer($0) - at }
      let count = length ?? (end - at)
      let lineStart = at
      at = min(lineStart + count + 1, end)
      var whole = NumberText.trimmed(UnsafeRawBufferPointer(start: lineStart, count: count))
      while whole.last == 0x0D { whole = NumberText.trimmed(NumberText.withoutReturn(whole)) }
      guard let first = whole.first else { continue }
      if first == 0x3B {
        if builder.rows.isEmpty { header.read(whole.dropFirst()) }
        continue
      }
      do throws(InputError) {
        try record.readSlowly(whole, file: builder.file, line: line)
      } catch {
        // Without a line end the row is cut, unless there is no other.
        guard length == nil, !builder.rows.isEmpty else { throw error }
        builder.dropCut(line)
        continue
      }
      try accept(record, line, into: &builder)
    }
  }

  /// Checks a record and adds it as a row, or counts why it is left out.
  private mutating func accept(
    _ record: SwfRecord,
    _ line: Int,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    if !record.isPlausible, let fault = record.firstFault {
      throw fault.error(file: builder.file, line: line)
    }
    guard record.submit >= 0 else { return builder.drop(.submitNotKnown) }
    let status = record[.status]
    // Another row has the whole job, so that no work is lost.
    if status >= 2 && status <= 4 { return builder.drop(.partialExecutionRecord) }
    let requested = record[.requestedProcessors]
    let processors = requested > 0 ? requested : record[.allocatedProcessors]
    guard processors > 0 else { return builder.drop(.processorsNotPositive) }
    guard record.run > 0 else { return builder.drop(.runNotPositive) }
    var row = TraceRow(
      name: .number(record[.jobNumber]),
      submit: SimTime(milliseconds: record.submit),
      run: SimDuration(milliseconds: record.run),
      limit: record.limit > 0 ? SimDuration(milliseconds: record.limit) : nil,
      gpus: Int32(truncatingIfNeeded: processors)
    )
    let wait = record[.waitTime]
    // A start that no clock could show was not written by one.
    if 0...NumberText.mostSeconds ~= wait {
      let start = row.submit + SimDuration(seconds: wait)
      if start.milliseconds <= NumberText.mostSeconds * 1_000 { row.start = start }
    }
    row.user = users.id(of: record[.user], in: &builder.trace.texts)
    row.group = groups.id(of: record[.group], in: &builder.trace.texts)
    row.queue = queues.id(of: record[.queue], in: &builder.trace.texts)
    switch status {
    case 0: row.ending = .failed
    case 5: row.ending = .cancelled
    default: row.ending = .completed
    }
    let kibibytes = record[.requestedMemory]
    if kibibytes > 0 {
      row.memory = Self.memory(kibibytes, of: processors)
      if row.memory == 0 { builder.alter(.memoryOutOfRange, [row]) }
    }
    if record[.precedingJob] > 0 {
      let think = max(0, min(record[.thinkTime], NumberText.mostSeconds))
      builder.trace.preceding[row.name] = TracePreceding(
        [TracePreceding.Preceding(.number(record[.precedingJob]))],
        think: SimDuration(seconds: think)
      )
    }
    builder.append(row, line: line)
  }

  /// The memory of a gang in MiB, rounded up; 0 when it does not fit.
  private static func memory(_ kibibytes: Int64, of processors: Int64) -> Int32 {
    let (product, overflow) = kibibytes.multipliedReportingOverflow(by: processors)
    guard !overflow else { return 0 }
    return Int32(exactly: product / 1_024 + (product % 1_024 == 0 ? 0 : 1)) ?? 0
  }
}

/// Ids of small whole numbers as texts, without making a text for a known one; −1 is "not said".
private struct IntegerTexts {
  private var small: [ID<Text>] = []
  private var large: [Int64: ID<Text>] = [:]
  private static let bound: Int64 = 1 << 16

  mutating func id(of number: Int64, in texts: inout TextTable) -> ID<Text> {
    if number < 0 { return TextTable.none }
    if number < Int64(small.count) {
      let known = small[Int(number)]
      if known != TextTable.none { return known }
    }
    return rareID(of: number, in: &texts)
  }

  /// The id of a number that is large or new.
  @inline(never)
  private mutating func rareID(of number: Int64, in texts: inout TextTable) -> ID<Text> {
    if let known = large[number] { return known }
    let id = texts.id(of: String(number))
    if number < Self.bound {
      let missing = Int(number) + 1 - small.count
      if missing > 0 { small += [ID<Text>](repeating: TextTable.none, count: missing) }
      small[Int(number)] = id
    } else {
      large[number] = id
    }
    return id
  }
}
