internal import Allot

/// Batsim's workload: JSON with `nb_res`, `jobs` and the `profiles` that they run.
///
/// Only profiles of the type `delay` are durations; a job with another one is an error. A job needs
/// `res` processors and its limit is `walltime`, if that is positive. Times are in seconds from the
/// workload's own beginning, cut to milliseconds. A profile with a `ret` other than 0 fails.
struct BatsimReader: TraceReader {
  static let name = "batsim"
  static let expectation = "JSON with jobs[].subtime, jobs[].res and jobs[].profile"
  static let members = ["jobs[].subtime", "jobs[].res", "jobs[].profile"]
  static let countsProcessors = true
  static let missingLimit = MissingLimit.run

  private enum TopKey: String, CaseIterable {
    case processors = "nb_res"
    case jobs, profiles
  }

  private enum JobKey: String, CaseIterable {
    case id, subtime, res, walltime, profile, user, queue
  }

  private enum ProfileKey: String, CaseIterable {
    case type, delay, ret
  }

  /// What a job runs.
  private enum Profile {
    case delay(SimDuration, fails: Bool)
    case other(type: String)
  }

  private let jobNames = JsonNames<JobKey>()
  private var profiles: [Profile] = []
  private var profileTexts = TextTable()

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var json = JsonReader(text, file: builder.file)
    var reader = BatsimReader()
    try json.openObject()
    var members = JsonMembers(JsonNames<TopKey>())
    // Profiles may stand behind the jobs that name them: jobs are read at the end.
    var jobs: JsonReader?
    while let key = try members.next(&json) {
      switch key {
      case .processors:
        builder.trace.processors = try json.whole().flatMap { $0 > 0 ? Int($0) : nil }
      case .jobs: jobs = try json.postpone()
      case .profiles: try reader.readProfiles(&json)
      }
    }
    try members.require([.jobs, .profiles], in: json)
    guard json.isAtEnd() else {
      throw json.error("goes on behind its end", remedy: "a workload is one object")
    }
    if var jobs { try reader.readJobs(&jobs, into: &builder) }
  }

  private mutating func readProfiles(_ json: inout JsonReader) throws(InputError) {
    try json.openObject()
    let names = JsonNames<ProfileKey>()
    while let name = try json.nextKey() {
      let id = profileTexts.id(of: name)
      guard Int(id.index) == profiles.count + 1 else {
        throw json.error("is there twice, or has no name", remedy: "name each profile once")
      }
      try json.openObject()
      var members = JsonMembers(names)
      var (type, delay, fails) = ("", SimDuration.zero, false)
      while let key = try members.next(&json) {
        switch key {
        case .type: type = try json.text()?.text ?? ""
        case .delay where try json.kind() == .number:
          delay = SimDuration(milliseconds: try json.milliseconds() ?? 0)
        case .delay: try json.skip()
        case .ret: fails = try json.number().map { $0.whole != 0 } ?? false
        }
      }
      try members.require(type == "delay" ? [.type, .delay] : [.type], in: json)
      profiles.append(type == "delay" ? .delay(delay, fails: fails) : .other(type: type))
    }
  }

  private mutating func readJobs(
    _ json: inout JsonReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    try json.openList()
    while try json.nextElement() { try accept(&json, into: &builder) }
  }

  private mutating func accept(
    _ json: inout JsonReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    try json.openObject()
    var members = JsonMembers(jobNames)
    var row = TraceRow(name: .number(0), submit: .zero, run: .zero, limit: nil, gpus: 0)
    while let key = try members.next(&json) {
      switch key {
      case .id: row.name = try json.name(in: &builder.trace.texts)
      case .subtime: row.submit = try submit(&json)
      case .res: row.gpus = Int32(try json.whole() ?? 0)
      case .walltime:
        let limit = try json.milliseconds() ?? 0
        row.limit = limit > 0 ? SimDuration(milliseconds: limit) : nil
      case .profile: try take(profile: try json.text(), for: &row, json)
      case .user: row.user = builder.trace.texts.id(of: try json.oneLine())
      case .queue: row.queue = builder.trace.texts.id(of: try json.oneLine())
      }
    }
    try members.require([.id, .subtime, .res, .profile], in: json)
    if row.gpus == 0 { return builder.drop(.processorsNotPositive) }
    if row.run <= .zero { return builder.drop(.runNotPositive) }
    builder.append(row, line: json.line())
  }

  private func submit(_ json: inout JsonReader) throws(InputError) -> SimTime {
    let milliseconds = try json.milliseconds() ?? 0
    guard milliseconds >= 0 else {
      throw json.error("is negative", remedy: "times count from the beginning of the workload")
    }
    return SimTime(milliseconds: milliseconds)
  }

  private mutating func take(
    profile name: JsonText?,
    for row: inout TraceRow,
    _ json: JsonReader
  ) throws(InputError) {
    let known = profiles.count
    let position = Int(profileTexts.id(of: name).index) - 1
    guard profiles.indices.contains(position), position < known else {
      throw json.error(
        "is \"\(name.map { Cell($0.bytes).excerpt } ?? "")\", which is no profile",
        remedy: "the profiles of a workload stand in the object \"profiles\""
      )
    }
    switch profiles[position] {
    case .delay(let delay, let fails):
      row.run = delay
      row.ending = fails ? .failed : .completed
    case .other(let type):
      throw json.error(
        "is of the type \"\(Cell.excerpt(of: type))\", which says no duration",
        remedy: "simulate it with Batsim, and write what it took as a profile of the type delay"
      )
    }
  }
}
