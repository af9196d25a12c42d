internal import Allot

/// The accounting of Slurm as `sacct --json` prints it, 22.05 and later.
///
/// Its records mean what those of `sacct -P` mean, and go the same way (``SlurmLog``). Numbers are
/// plain in older versions and `{set, infinite, number}` in newer ones; `state.current` is a text
/// or a list of texts. Limits are in minutes, memory in MiB, times in Unix seconds.
struct SacctJsonReader: TraceReader {
  static let name = "sacct-json"
  static let expectation =
    "the output of sacct --json, with jobs[].job_id, jobs[].time and jobs[].state"
  static let members = ["jobs[].job_id", "jobs[].time", "jobs[].state"]
  static let missingLimit = MissingLimit.run

  private enum TopKey: String, CaseIterable {
    case jobs
  }

  private enum JobKey: String, CaseIterable {
    case id = "job_id"
    case array, het, user, account, qos, partition, cluster, state, time, tres, nodes, association
    case nodeCount = "allocation_nodes"
  }

  private enum ArrayKey: String, CaseIterable {
    case id = "job_id"
    case task = "task_id"
    case tasks = "task"
  }

  private enum HetKey: String, CaseIterable {
    case id = "job_id"
    case offset = "job_offset"
    case newerOffset = "job_id_offset"
  }

  private enum AssociationKey: String, CaseIterable {
    case user, account, cluster
  }

  private enum StateKey: String, CaseIterable {
    case current
  }

  private enum TimeKey: String, CaseIterable {
    case submission, eligible, start, end, elapsed, suspended, limit
  }

  private enum TresKey: String, CaseIterable {
    case requested, allocated
  }

  private enum ResourceKey: String, CaseIterable {
    case type, name, count
  }

  private enum NumberKey: String, CaseIterable {
    case set, infinite, number
  }

  private let jobNames = JsonNames<JobKey>()
  private let arrayNames = JsonNames<ArrayKey>()
  private let hetNames = JsonNames<HetKey>()
  private let associationNames = JsonNames<AssociationKey>()
  private let stateNames = JsonNames<StateKey>()
  private let timeNames = JsonNames<TimeKey>()
  private let tresNames = JsonNames<TresKey>()
  private let resourceNames = JsonNames<ResourceKey>()
  private let numberNames = JsonNames<NumberKey>()
  private var log = SlurmLog()
  private var latest: Int64 = 0

  /// What the record of one job says of itself, as far as it was read.
  private struct Draft {
    var id: Int64 = 0
    var arrayID: Int64 = 0
    var task: Int64?
    var tasks: String?
    var hetID: Int64 = 0
    var offset: Int64?
    var state: SlurmState?
    var when = SacctTimes.Row()
    var limit: Int64?
    var resources = SlurmResources()
    var nodeCount: Int64?
  }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    var json = JsonReader(text, file: builder.file)
    var reader = SacctJsonReader()
    try json.openObject()
    var members = JsonMembers(JsonNames<TopKey>())
    while try members.next(&json) != nil {
      guard try json.openListUnlessNull() else { continue }
      while try json.nextElement() { try reader.accept(&json, into: &builder) }
    }
    try members.require([.jobs], in: json)
    guard json.isAtEnd() else {
      throw json.error("goes on behind its end", remedy: "an export is one object")
    }
    reader.log.closeRunning(at: reader.latest)
    try reader.log.finish(into: &builder)
    builder.startAtFirstSubmit()
  }

  private mutating func accept(
    _ json: inout JsonReader,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    try json.openObject()
    var members = JsonMembers(jobNames)
    var row = TraceRow(name: .number(0), submit: .zero, run: .zero, limit: nil, gpus: 0)
    var draft = Draft()
    var association = (user: TextTable.none, account: TextTable.none, cluster: TextTable.none)
    while let key = try members.next(&json) {
      switch key {
      case .id: draft.id = try json.whole(most: .max) ?? 0
      case .array: try readArray(&json, &draft)
      case .het: try readHet(&json, &draft)
      case .user: row.user = try id(&json, &builder)
      case .account: row.project = try id(&json, &builder)
      case .qos: row.qos = try id(&json, &builder)
      case .partition: row.queue = try id(&json, &builder)
      case .cluster: row.cluster = try id(&json, &builder)
      case .association: association = try self.association(&json, &builder)
      case .state: draft.state = try state(&json)
      case .time: try readTimes(&json, &draft)
      case .tres: try readResources(&json, &draft.resources)
      case .nodeCount: draft.nodeCount = try number(&json)
      case .nodes:
        let nodes = try json.oneLine()
        let isNone = nodes?.equals("None assigned") ?? true
        row.nodes = isNone ? TextTable.none : builder.trace.texts.id(of: nodes)
      }
    }
    try members.require([.id, .state, .time, .tres], in: json)
    if row.user == TextTable.none { row.user = association.user }
    if row.project == TextTable.none { row.project = association.account }
    if row.cluster == TextTable.none { row.cluster = association.cluster }
    var record = try record(of: draft, row, json, &builder)
    record.line = json.line()
    log.append(record)
  }

  /// The record of a job that was read to its end.
  private mutating func record(
    of draft: Draft,
    _ given: TraceRow,
    _ json: JsonReader,
    _ builder: inout TraceBuilder
  ) throws(InputError) -> SlurmRecord {
    var row = given
    guard let state = draft.state else {
      throw json.error("has no state", remedy: "every job has one")
    }
    guard draft.resources.devices <= Int64(Int32.max) else {
      throw json.error("has more devices than can be counted", remedy: "look at its tres")
    }
    row.gpus = Int32(draft.resources.devices)
    row.cores = Int32(clamping: draft.resources.cores)
    let nodes = draft.resources.nodes ?? draft.nodeCount ?? 0
    let units = row.gpus > 0 ? row.gpus : row.cores
    row.gpusPerNode = TraceRow.devicesPerNode(units, on: Int32(clamping: nodes))
    row.limit = draft.limit.map { SimDuration(seconds: $0 * 60) }
    let models = draft.resources.askedModels
    if models.count == 1 { row.models = builder.trace.texts.id(of: models[0]) }
    if row.nodes != TextTable.none, let given = draft.resources.givenModel {
      builder.trace.modelsOfNodes[row.nodes] = builder.trace.texts.id(of: given)
    }
    var record = SlurmRecord(row: row, id: .number(draft.id), state: state, line: 0)
    if draft.hetID > 0, let offset = draft.offset {
      record.id = .number(draft.hetID)
      record.component = Int32(clamping: offset)
    } else if draft.arrayID > 0, draft.task != nil || draft.tasks != nil {
      let task = draft.task.map { String($0) } ?? "[\(draft.tasks ?? "")]"
      let id = "\(draft.arrayID)_\(task)"
      record.id = .text(builder.trace.texts.id(of: id))
      record.tasks = Array(id.utf8).withUnsafeBytes { SlurmJobID(Cell($0))?.tasks } ?? 1
    }
    for time in [draft.when.submit, draft.when.eligible, draft.when.start, draft.when.end] {
      latest = max(latest, time ?? 0)
    }
    record.settle(draft.when, running: builder.reading.running)
    record.setMemory(draft.resources.memory)
    if models.count > 1 { record.altered.append(.modelsMixed) }
    let resources = draft.resources
    record.setParts(
      shards: Int32(clamping: resources.shards),
      mps: Int32(clamping: resources.mps)
    )
    return record
  }

  // MARK: Parts of a job

  private mutating func id(
    _ json: inout JsonReader,
    _ builder: inout TraceBuilder
  ) throws(InputError) -> ID<Text> {
    builder.trace.texts.id(of: try json.oneLine())
  }

  private mutating func association(
    _ json: inout JsonReader,
    _ builder: inout TraceBuilder
  ) throws(InputError) -> (user: ID<Text>, account: ID<Text>, cluster: ID<Text>) {
    var found = (user: TextTable.none, account: TextTable.none, cluster: TextTable.none)
    guard try json.openObjectUnlessNull() else { return found }
    var members = JsonMembers(associationNames)
    while let key = try members.next(&json) {
      switch key {
      case .user: found.user = try id(&json, &builder)
      case .account: found.account = try id(&json, &builder)
      case .cluster: found.cluster = try id(&json, &builder)
      }
    }
    return found
  }

  private func readArray(_ json: inout JsonReader, _ draft: inout Draft) throws(InputError) {
    guard try json.openObjectUnlessNull() else { return }
    var members = JsonMembers(arrayNames)
    while let key = try members.next(&json) {
      switch key {
      case .id: draft.arrayID = try number(&json) ?? 0
      case .task: draft.task = try number(&json)
      case .tasks: draft.tasks = try json.label()
      }
    }
  }

  private func readHet(_ json: inout JsonReader, _ draft: inout Draft) throws(InputError) {
    guard try json.openObjectUnlessNull() else { return }
    var members = JsonMembers(hetNames)
    while let key = try members.next(&json) {
      switch key {
      case .id: draft.hetID = try number(&json) ?? 0
      case .offset, .newerOffset: draft.offset = try number(&json) ?? draft.offset
      }
    }
  }

  private func state(_ json: inout JsonReader) throws(InputError) -> SlurmState? {
    guard try json.openObjectUnlessNull() else { return nil }
    var members = JsonMembers(stateNames)
    var state: SlurmState?
    while try members.next(&json) != nil {
      guard try json.kind() == .list else {
        state = try oneState(&json)
        continue
      }
      // The state stands before its flags, such as COMPLETING.
      try json.openList()
      while try json.nextElement() {
        if state == nil { state = try oneState(&json) } else { try json.skip() }
      }
    }
    try members.require([.current], in: json)
    return state
  }

  private func oneState(_ json: inout JsonReader) throws(InputError) -> SlurmState? {
    guard let text = try json.text() else { return nil }
    if let state = SlurmState(Cell(text.bytes)) { return state }
    throw json.error(
      "is not a state of Slurm: \"\(Cell(text.bytes).excerpt)\"",
      remedy: SlurmState.remedy(for: Cell(text.bytes).excerpt)
    )
  }

  private func readTimes(_ json: inout JsonReader, _ draft: inout Draft) throws(InputError) {
    try json.openObject()
    var members = JsonMembers(timeNames)
    var suspended: Int64 = 0
    while let key = try members.next(&json) {
      switch key {
      case .submission: draft.when.submit = try instant(&json)
      case .eligible: draft.when.eligible = try instant(&json)
      case .start: draft.when.start = try instant(&json)
      case .end: draft.when.end = try instant(&json)
      case .elapsed: draft.when.elapsed = try number(&json).map { $0 * 1_000 }
      case .suspended: suspended = try number(&json) ?? 0
      case .limit: draft.limit = try limit(&json)
      }
    }
    try members.require([.submission], in: json)
    draft.when.suspended = suspended * 1_000
    if draft.when.elapsed == nil, let start = draft.when.start, let end = draft.when.end {
      draft.when.elapsed = max(0, end - start - suspended) * 1_000
    }
  }

  private func readResources(
    _ json: inout JsonReader,
    _ resources: inout SlurmResources
  ) throws(InputError) {
    guard try json.openObjectUnlessNull() else { return }
    var members = JsonMembers(tresNames)
    while let key = try members.next(&json) {
      switch key {
      case .requested: resources.requested = try resourceList(&json)
      case .allocated: resources.allocated = try resourceList(&json)
      }
    }
  }

  private func resourceList(_ json: inout JsonReader) throws(InputError) -> TresText {
    var list = TresText()
    guard try json.openListUnlessNull() else { return list }
    while try json.nextElement() {
      try json.openObject()
      var members = JsonMembers(resourceNames)
      var (type, name): (JsonText?, JsonText?)
      var count: Int64?
      while let key = try members.next(&json) {
        switch key {
        case .type: type = try json.text()
        case .name: name = try json.oneLine()
        case .count: count = try number(&json)
        }
      }
      guard let type, let count else { continue }
      do {
        try list.add(type: Cell(type.bytes), name: name.map { Cell($0.bytes) }, count: count)
      } catch {
        throw json.error(
          error == .tooLarge ? "has a number that is too large" : "is malformed",
          remedy: "look at its tres"
        )
      }
    }
    return list
  }

  // MARK: Numbers

  /// A time in Unix seconds; nil where it is not known, as zero says, too.
  private func instant(_ json: inout JsonReader) throws(InputError) -> Int64? {
    guard let second = try number(&json), second > 0 else { return nil }
    guard second <= NumberText.mostSeconds else {
      throw json.error("is too large: \"\(second)\"", remedy: "times are Unix seconds")
    }
    return second
  }

  /// A limit in minutes; nil where there is none.
  private func limit(_ json: inout JsonReader) throws(InputError) -> Int64? {
    guard let minutes = try number(&json), minutes > 0 else { return nil }
    guard minutes <= NumberText.mostSeconds / 60 else {
      throw json.error("is too large: \"\(minutes)\"", remedy: "limits are in minutes")
    }
    return minutes
  }

  /// A whole number, plain or as `{set, infinite, number}`; nil where it is not set, or no number.
  private func number(_ json: inout JsonReader) throws(InputError) -> Int64? {
    guard try json.kind() == .object else { return try plainNumber(&json) }
    try json.openObject()
    var members = JsonMembers(numberNames)
    var (isSet, isInfinite) = (true, false)
    var number: Int64?
    while let key = try members.next(&json) {
      switch key {
      case .set: isSet = try json.truth()
      case .infinite: isInfinite = try json.truth()
      case .number: number = try plainNumber(&json)
      }
    }
    return isSet && !isInfinite ? number : nil
  }

  /// Slurm's largest numbers, and negative ones, stand for "none" and "no limit".
  private func plainNumber(_ json: inout JsonReader) throws(InputError) -> Int64? {
    guard let parts = try json.number(isBounded: false), !parts.isNegative else { return nil }
    let isMark = (4_294_967_292...4_294_967_295).contains(parts.whole)
    return isMark || parts.whole > NumberText.mostSeconds ? nil : parts.whole
  }
}
