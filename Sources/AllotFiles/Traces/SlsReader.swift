internal import Allot

/// The JSON of YARN's scheduler load simulator: a stream of objects, one for each job, each with
/// the containers that it runs.
///
/// Each container is a job of its own, named `JOB/1`, `JOB/2` and so on: containers are what YARN
/// places, one by one. It is submitted when it started in the log, so that reducers still follow
/// mappers; one of which only the duration is known, when its job started. What a container does
/// not say is what the simulator gives it: one core and 1,024 MiB, which is told.
struct SlsReader: TraceReader {
  static let name = "sls"
  static let expectation = "a stream of JSON objects with job.tasks"
  static let members = ["job.tasks"]
  static let missingLimit = MissingLimit.run

  /// How many containers a log may have that counts stand for: a log of a few bytes is no bomb.
  private static let mostCopies: Int64 = 1_000_000

  private enum JobKey: String, CaseIterable {
    case start = "job.start.ms"
    case queue = "job.queue.name"
    case id = "job.id"
    case user = "job.user"
    case count = "job.count"
    case tasks = "job.tasks"
  }

  private enum TaskKey: String, CaseIterable {
    case host = "container.host"
    case start = "container.start.ms"
    case end = "container.end.ms"
    case duration = "duration.ms"
    case containerDuration = "container.duration.ms"
    case type = "container.type"
    case count
    case containerMemory = "container.memory-mb"
    case memory
    case containerCores = "container.vcores"
    case cores = "vcores"
    case gpus = "container.yarn.io/gpu"
  }

  /// One container, and how many there are of it.
  private struct Task {
    var host = TextTable.none
    var type = TextTable.none
    var start: Int64?
    var end: Int64?
    var duration: Int64?
    var count: Int64 = 1
    var memory: Int64?
    var cores: Int64?
    var gpus: Int64 = 0
  }

  private let jobNames = JsonNames<JobKey>()
  private let taskNames = JsonNames<TaskKey>()
  private var withoutSize = 0
  private var copies: Int64 = 0

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var json = JsonReader(text, file: builder.file)
    var reader = SlsReader()
    var number = 0
    while !json.isAtEnd() {
      number += 1
      try reader.accept(&json, number, into: &builder)
    }
    if reader.withoutSize > 0 {
      builder.trace.remarks.append(
        "\(reader.withoutSize) containers do not say their size; they have what the simulator "
          + "gives them, 1 core and 1024 MiB."
      )
    }
  }

  private mutating func accept(
    _ json: inout JsonReader,
    _ number: Int,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    try json.openObject()
    var members = JsonMembers(jobNames)
    var job = TraceRow(name: .number(0), submit: .zero, run: .zero, limit: nil, gpus: 0)
    var name = "job \(number)"
    var count: Int64 = 1
    // Whose containers they are may be said behind them: they are read at the end.
    var tasks: JsonReader?
    while let key = try members.next(&json) {
      switch key {
      case .start: job.submit = SimTime(milliseconds: try json.whole(most: Self.mostTime) ?? 0)
      case .queue: job.queue = builder.trace.texts.id(of: try json.oneLine())
      case .user: job.user = builder.trace.texts.id(of: try json.oneLine())
      case .id: name = try json.label() ?? name
      case .count: count = try json.whole() ?? 1
      case .tasks: tasks = try json.postpone()
      }
    }
    // Objects without containers describe the machine.
    guard var tasks else { return }
    try read(&tasks, of: job, named: name, times: count, into: &builder)
  }

  private static let mostTime = NumberText.mostSeconds * 1_000

  private mutating func read(
    _ json: inout JsonReader,
    of job: TraceRow,
    named name: String,
    times: Int64,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    guard try json.openListUnlessNull() else { return }
    var number: Int64 = 0
    while try json.nextElement() {
      let task = try task(&json, &builder)
      let count = task.count.multipliedReportingOverflow(by: times)
      guard !count.overflow, copies + count.partialValue - 1 <= Self.mostCopies else {
        throw json.error(
          "makes the log one of more than \(Self.mostCopies) containers by counts",
          remedy: "look at \"count\" and \"job.count\"; read a larger log in parts"
        )
      }
      copies += max(0, count.partialValue - 1)
      var row = job
      row.jobClass = task.type
      row.nodes = task.host
      row.cores = Int32(task.cores ?? 1)
      row.memory = Int32(task.memory ?? 1_024)
      row.gpus = Int32(task.gpus)
      row.submit = task.start.map { SimTime(milliseconds: $0) } ?? job.submit
      row.start = task.start.map { SimTime(milliseconds: $0) }
      guard let run = task.duration ?? task.start.flatMap({ start in task.end.map { $0 - start } })
      else {
        throw json.error(
          "does not say how long it runs",
          remedy: "give container.start.ms and container.end.ms, or duration.ms"
        )
      }
      row.run = SimDuration(milliseconds: max(0, run))
      if task.cores == nil || task.memory == nil { withoutSize += Int(count.partialValue) }
      for _ in 0..<count.partialValue {
        number += 1
        row.name = .text(builder.trace.texts.id(of: "\(name)/\(number)"))
        if row.run <= .zero {
          builder.drop(.runNotPositive, row)
        } else if row.cores == 0 && row.gpus == 0 {
          builder.drop(.noResources, row)
        } else {
          builder.append(row, line: json.line())
        }
      }
    }
  }

  private mutating func task(
    _ json: inout JsonReader,
    _ builder: inout TraceBuilder
  ) throws(InputError) -> Task {
    try json.openObject()
    var members = JsonMembers(taskNames)
    var task = Task()
    while let key = try members.next(&json) {
      switch key {
      case .host: task.host = builder.trace.texts.id(of: try json.oneLine())
      case .type: task.type = builder.trace.texts.id(of: try json.oneLine())
      case .start: task.start = try json.whole(most: Self.mostTime)
      case .end: task.end = try json.whole(most: Self.mostTime)
      case .duration, .containerDuration: task.duration = try json.whole(most: Self.mostTime)
      case .count: task.count = try json.whole() ?? 1
      case .containerMemory, .memory: task.memory = try json.whole()
      case .containerCores, .cores: task.cores = try json.whole()
      case .gpus: task.gpus = try json.whole() ?? 0
      }
    }
    return task
  }
}
