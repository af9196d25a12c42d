internal import Allot

/// The records of one log of Slurm, and which of them are jobs.
///
/// An id is no name: ids are used again when the counter wraps or the database is reset, clusters
/// number alike, exports overlap, jobs that were put back have a record for each run, jobs that
/// were resized one for each size, and heterogeneous jobs one for each component. Cluster, id,
/// submit, user and state tell these apart.
struct SlurmLog {
  /// The records in the order of the file.
  var records: [SlurmRecord] = []
  /// True while ids grow from record to record, so that none is there twice.
  private var idsIncrease = true
  private var lastID = Int64.min

  /// The job of a cluster by its number.
  private struct Identity: Hashable {
    var cluster: ID<Text>
    var id: TraceRow.Name
    var component: Int32
  }

  /// Adds a record, in the order of the file.
  mutating func append(_ record: SlurmRecord) {
    if record.component == nil, case .number(let number) = record.id, number > lastID {
      lastID = number
    } else {
      idsIncrease = false
    }
    records.append(record)
  }

  /// Lets the jobs that still ran, and of which nothing says how long, have run until an instant.
  mutating func closeRunning(at instant: Int64) {
    for position in records.indices {
      let reason = records[position].reason
      guard case .running = records[position].state, reason == nil || reason == .stillRunning,
        records[position].row.run == .zero, let start = records[position].row.start
      else { continue }
      let elapsed = SimTime(seconds: instant) - start - records[position].suspended
      records[position].row.run = max(.zero, elapsed)
      if reason == nil && elapsed <= .zero { records[position].reason = .runNotPositive }
    }
  }

  /// Gives every job to a builder, and counts what is left out and why.
  consuming func finish(into builder: inout TraceBuilder) throws(InputError) {
    let isOneCluster = leaveOutTheOnlyCluster()
    if idsIncrease && isOneCluster {
      for record in records { try emit([record], named: record.id, into: &builder) }
    } else {
      leaveOutRepetitions()
      resolveTasks(into: &builder)
      try emitGangs(into: &builder)
    }
    remark(into: &builder)
  }

  /// Says what of the jobs is not modelled, and what of the log is known only in part.
  private func remark(into builder: inout TraceBuilder) {
    let parts = records.filter {
      ($0.reason == nil || $0.reason == .partOfDevice) && $0.partsOfDevices != (0, 0)
    }
    if !parts.isEmpty {
      func hours(_ amount: (SlurmRecord) -> Int32) -> String {
        HoursText.text(
          milliseconds: parts.reduce(0.0) {
            $0 + Double(amount($1)) * Double($1.row.run.milliseconds)
          }
        )
      }
      builder.trace.remarks.append(
        "\(parts.count) \(parts.count == 1 ? "job holds" : "jobs hold") parts of GPUs, which are "
          + "not modelled: \(hours { $0.partsOfDevices.shards }) shard-hours (gres/shard) and "
          + "\(hours { $0.partsOfDevices.mps }) MPS-percent-hours (gres/mps); they count without "
          + "these."
      )
    }
    let pending = records.filter { $0.reason == .pending }.reduce(0) { $0 + $1.tasks }
    builder.trace.remarkPending(pending)
    let running = records.filter { record in
      guard record.reason == nil, case .running = record.state else { return false }
      return true
    }
    builder.trace.remarkRunning(
      running.count,
      (
        running.reduce(0.0) { $0 + Double($1.row.work) },
        running.reduce(0.0) { $0 + Double($1.row.coreWork) }
      ),
      builder.reading.running
    )
  }

  /// Leaves the cluster out of rows where there is only one, as it tells nothing apart; false where
  /// there are several.
  private mutating func leaveOutTheOnlyCluster() -> Bool {
    let first = records.first?.row.cluster ?? TextTable.none
    guard records.allSatisfy({ $0.row.cluster == first }) else { return false }
    for position in records.indices { records[position].row.cluster = TextTable.none }
    return true
  }

  /// Marks every record that another one of the same job stands for, and those that are other jobs
  /// or parts of one.
  private mutating func leaveOutRepetitions() {
    var groups: [Identity: [Int]] = [:]
    for (position, record) in records.enumerated() {
      let identity = Identity(
        cluster: record.row.cluster,
        id: record.id,
        component: record.component ?? -1
      )
      groups[identity, default: []].append(position)
    }
    // Groups mark their own records alone: their order is not visible.
    for group in groups.values where group.count > 1 {
      let order = group.sorted { a, b in
        (records[a].row.submit, a) < (records[b].row.submit, b)
      }
      var last = order[0]
      for next in order.dropFirst() {
        if records[last].isRepeated(by: records[next]) {
          // The record that knows the end is the better one; of two that do, the later.
          if records[last].isFinal && !records[next].isFinal {
            records[next].reason = .repeatedRow
            continue
          }
          replace(last, by: next, .repeatedRow)
        } else if records[last].isResized(as: records[next]) {
          records[last].altered.append(.resizedPart)
        } else if records[last].isRequeued(as: records[next]) {
          replace(last, by: next, .earlierRun)
        } else if records[last].component ?? 0 == 0 {
          records[next].altered.append(.idUsedAgain)
        }
        last = next
      }
    }
  }

  /// Leaves out a record of a job for a later one, which is then the one that uses its id again.
  private mutating func replace(
    _ last: Int,
    by next: Int,
    _ reason: TraceBuilder.DropReason
  ) {
    records[last].reason = reason
    if records[last].altered.contains(.idUsedAgain) { records[next].altered.append(.idUsedAgain) }
  }

  /// Puts the components of each job together, gives every job a name of its own, and hands it on.
  private func emitGangs(into builder: inout TraceBuilder) throws(InputError) {
    let gangs = gangs
    let isUsable = gangs.map { $0.allSatisfy { records[$0].reason == nil } }
    var uses: [Identity: Int32] = [:]
    var use = [Int32](repeating: 0, count: gangs.count)
    // The first to be submitted keeps the id as its name, wherever it stands in the file.
    let order = gangs.indices.sorted { a, b in
      (records[gangs[a][0]].row.submit, a) < (records[gangs[b][0]].row.submit, b)
    }
    for gang in order where isUsable[gang] {
      let record = records[gangs[gang][0]]
      let identity = Identity(cluster: record.row.cluster, id: record.id, component: -1)
      uses[identity, default: 0] += 1
      use[gang] = uses[identity, default: 0]
    }
    for (place, gang) in gangs.enumerated() {
      let record = records[gang[0]]
      let name =
        isUsable[place]
        ? name(of: record, use: use[place], in: &builder.trace.texts) : record.id
      try emit(gang.map { records[$0] }, named: name, into: &builder)
    }
  }

  /// The positions of the records of each job, components in order, jobs in the order of the file.
  private var gangs: [[Int]] {
    struct Submission: Hashable {
      var identity: Identity
      var submit: SimTime
      var user: ID<Text>
    }
    var places: [Submission: Int] = [:]
    var gangs: [[Int]] = []
    for (position, record) in records.enumerated() {
      let isAnothers = record.reason == .repeatedRow || record.reason == .earlierRun
      guard record.component != nil, !isAnothers else {
        gangs.append([position])
        continue
      }
      let submission = Submission(
        identity: Identity(cluster: record.row.cluster, id: record.id, component: -1),
        submit: record.row.submit,
        user: record.row.user
      )
      if let place = places[submission] {
        gangs[place].append(position)
      } else {
        places[submission] = gangs.count
        gangs.append([position])
      }
    }
    for place in gangs.indices where gangs[place].count > 1 {
      gangs[place].sort { (records[$0].component ?? 0, $0) < (records[$1].component ?? 0, $1) }
    }
    return gangs
  }

  /// `ID`, `ID@2` where the id is used again, `CLUSTER:ID` where there are several clusters.
  private func name(
    of record: SlurmRecord,
    use: Int32,
    in texts: inout TextTable
  ) -> TraceRow.Name {
    if use == 1, record.row.cluster == TextTable.none { return record.id }
    let id = record.id.text(in: texts)
    let cluster = record.row.cluster == TextTable.none ? "" : texts[record.row.cluster] + ":"
    return .text(texts.id(of: cluster + id + (use == 1 ? "" : "@\(use)")))
  }

  /// Hands on the components of one job, or counts why it is left out.
  private func emit(
    _ parts: [SlurmRecord],
    named name: TraceRow.Name,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    // A gang runs whole or not at all.
    if let reason = parts.compactMap(\.reason).first {
      for part in parts { builder.drop(part.reason ?? reason, part.row, jobs: part.tasks) }
      return
    }
    let longest = parts.reduce(SimDuration.zero) { max($0, $1.row.run) }
    var rows = parts.map(\.row)
    for position in rows.indices {
      if rows[position].run != longest { builder.alter(.componentEndedEarly, [rows[position]]) }
      rows[position].run = longest
      rows[position].name = name
    }
    for part in parts {
      for reason in part.altered { builder.alter(reason, [part.row]) }
    }
    if case .running = parts[0].state { builder.alter(.stillRunning, rows) }
    try builder.append(gang: rows, line: parts[0].line)
  }
}
