internal import Allot

/// The JSON that the authors of Philly publish, `cluster_job_log`: a list of jobs, each with the
/// attempts to run it.
///
/// The devices are those of the last attempt that ran. The run is the sum of the attempts that ran:
/// what the job held the devices for, without the waits between them, so that the work of a job is
/// kept; where an attempt held another number of devices, that is told. Times have no zone and are
/// read as UTC. A job whose last attempt has no end had not ended.
struct PhillyOriginalReader: TraceReader {
  static let name = "philly-original"
  static let expectation = "JSON with [].jobid, [].submitted_time and [].attempts"
  static let members = ["[].jobid", "[].submitted_time", "[].attempts"]
  static let missingLimit = MissingLimit.run

  private enum JobKey: String, CaseIterable {
    case status, vc, jobid, user, attempts
    case submitted = "submitted_time"
  }

  private enum AttemptKey: String, CaseIterable {
    case start = "start_time"
    case end = "end_time"
    case detail
  }

  private enum MachineKey: String, CaseIterable {
    case ip, gpus
  }

  /// One run of a job.
  private struct Attempt {
    var start: Int64?
    var end: Int64?
    var gpus: Int32 = 0
    var machines: Int32 = 0
    /// Whether every machine has as many devices.
    var isEven = true
    var nodes = ""

    /// The milliseconds that it ran; nil where it did not, or has no end.
    var run: Int64? {
      guard let start, let end, end > start else { return nil }
      return end - start
    }
  }

  private let jobNames = JsonNames<JobKey>()
  private let attemptNames = JsonNames<AttemptKey>()
  private let machineNames = JsonNames<MachineKey>()
  private var clock: LogClock

  private init(zone: LocalClock?) {
    clock = LogClock(zone: zone)
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var json = JsonReader(text, file: builder.file)
    var reader = PhillyOriginalReader(zone: builder.reading.zone)
    try json.openList()
    while try json.nextElement() { try reader.accept(&json, into: &builder) }
    guard json.isAtEnd() else {
      throw json.error("goes on behind its end", remedy: "the log is one list")
    }
    builder.startAtFirstSubmit()
    builder.trace.remarks += reader.clock.remarks
  }

  private mutating func accept(
    _ json: inout JsonReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    try json.openObject()
    var members = JsonMembers(jobNames)
    var row = TraceRow(name: .number(0), submit: .zero, run: .zero, limit: nil, gpus: 0)
    var submitted: Int64?
    var state: JobState?
    var attempts: [Attempt] = []
    while let key = try members.next(&json) {
      switch key {
      case .jobid: row.name = try json.name(in: &builder.trace.texts)
      case .vc: row.virtualCluster = builder.trace.texts.id(of: try json.oneLine())
      case .user: row.user = builder.trace.texts.id(of: try json.oneLine())
      case .submitted: submitted = try time(&json)
      case .status: state = try self.state(&json)
      case .attempts: attempts = try self.attempts(&json)
      }
    }
    try members.require([.jobid, .submitted, .attempts], in: json)
    if case .ended(let ending) = state { row.ending = ending }
    let ran = attempts.filter { $0.run != nil }
    if let last = ran.last {
      // One attempt is of 8,000 years at most: the sum stops long before it overflows.
      let most = NumberText.mostSeconds * 1_000
      let run = ran.reduce(0) { $0 > most ? $0 : $0 + ($1.run ?? 0) }
      guard run <= most else {
        throw json.error(
          "ran for more than \(NumberText.mostSeconds) seconds",
          remedy: "look at the times of its attempts"
        )
      }
      row.run = SimDuration(milliseconds: run)
      row.start = ran.first?.start.map { SimTime(milliseconds: $0) }
      row.gpus = last.gpus
      if last.isEven { row.gpusPerNode = TraceRow.devicesPerNode(last.gpus, on: last.machines) }
      row.nodes = builder.trace.texts.id(of: last.nodes)
    }
    if let last = attempts.last, last.start != nil, last.end == nil {
      return builder.drop(.stillRunning, row)
    }
    guard let submitted else { return builder.drop(.submitNotKnown, row) }
    row.submit = SimTime(milliseconds: submitted)
    guard row.run > .zero else {
      return builder.drop(attempts.isEmpty ? .neverStarted : .runNotPositive, row)
    }
    if row.gpus == 0 { return builder.drop(.noResources, row) }
    if ran.count > 1 { builder.alter(.attemptsJoined, [row]) }
    if ran.contains(where: { $0.gpus != row.gpus }) { builder.alter(.attemptsDiffer, [row]) }
    builder.append(row, line: json.line())
  }

  private mutating func attempts(_ json: inout JsonReader) throws(InputError) -> [Attempt] {
    var attempts: [Attempt] = []
    guard try json.openListUnlessNull() else { return attempts }
    while try json.nextElement() {
      var attempt = Attempt()
      try json.openObject()
      var members = JsonMembers(attemptNames)
      while let key = try members.next(&json) {
        switch key {
        case .start: attempt.start = try time(&json)
        case .end: attempt.end = try time(&json)
        case .detail: try readMachines(&json, into: &attempt)
        }
      }
      try members.require([.start, .end, .detail], in: json)
      attempts.append(attempt)
    }
    return attempts
  }

  private func readMachines(
    _ json: inout JsonReader,
    into attempt: inout Attempt
  ) throws(InputError) {
    guard try json.openListUnlessNull() else { return }
    while try json.nextElement() {
      try json.openObject()
      var members = JsonMembers(machineNames)
      var count: Int32 = 0
      while let key = try members.next(&json) {
        switch key {
        case .ip:
          guard let name = try json.oneLine()?.text, !name.isEmpty else { continue }
          attempt.nodes += (attempt.nodes.isEmpty ? "" : ",") + name
        case .gpus:
          guard try json.openListUnlessNull() else { continue }
          while try json.nextElement() {
            try json.skip()
            count += 1
          }
        }
      }
      attempt.isEven =
        attempt.isEven
        && (attempt.machines == 0
          || count * attempt.machines == attempt.gpus)
      attempt.gpus += count
      attempt.machines += 1
    }
  }

  /// Milliseconds since 1970; nil where the time is not known.
  private mutating func time(_ json: inout JsonReader) throws(InputError) -> Int64? {
    guard let text = try json.text(), !text.isEmpty, !text.equals("None") else { return nil }
    switch clock.read(text.bytes) {
    case .time(let time): return time.earliest
    case .unknown: return nil
    case .tooEarly:
      throw json.error("is before 1980", remedy: "a clock was not set; write null instead")
    case .malformed:
      throw json.error(
        "is not a time: \"\(Cell(text.bytes).excerpt)\"",
        remedy: "write it as 2017-10-09 07:01:55"
      )
    }
  }

  private func state(_ json: inout JsonReader) throws(InputError) -> JobState? {
    guard let text = try json.text(), !text.isEmpty else { return nil }
    if let state = JobState(word: text.text) { return state }
    throw json.error(
      "is not a known end: \"\(Cell(text.bytes).excerpt)\"",
      remedy: "known are Pass, Failed and Killed"
    )
  }
}
