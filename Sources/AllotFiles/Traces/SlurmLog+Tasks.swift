internal import Allot

extension SlurmLog {
  /// One submission of an array.
  private struct ArraySubmission: Hashable {
    var cluster: ID<Text>
    var user: ID<Text>
    var id: Int64
    var submitted: Int64?
  }

  /// Takes from records of tasks that had not started those that another record is about, as later
  /// exports of the same months have them, and counts them as repeated.
  mutating func resolveTasks(into builder: inout TraceBuilder) {
    let texts = builder.trace.texts
    var waiting: [ArraySubmission: [(record: Int, tasks: SlurmTasks)]] = [:]
    for (position, record) in records.enumerated() where record.reason == .pending {
      guard case .text(let id) = record.id, let (array, tasks) = Self.tasks(of: texts[id])
      else { continue }
      waiting[Self.submission(array, of: record), default: []].append((position, tasks))
    }
    if waiting.isEmpty { return }
    var known: [ArraySubmission: Set<Int64>] = [:]
    for record in records where record.reason != .repeatedRow {
      guard case .text(let id) = record.id, let (array, task) = Self.task(of: texts[id]) else {
        continue
      }
      let submission = Self.submission(array, of: record)
      if waiting[submission] != nil { known[submission, default: []].insert(task) }
    }
    // Arrays change their own records alone: their order is not visible.
    for (submission, lists) in waiting {
      var seen = known[submission] ?? []
      // Of several lists the last one is the newest.
      for (position, list) in lists.reversed() {
        let isLast = position == lists[0].record
        let repeated = seen.count { list.contains($0) }
        if !isLast { seen.formUnion(list.all) }
        let left = records[position].tasks - repeated
        if repeated == 0 { continue }
        records[position].tasks = max(left, 0)
        if left <= 0 {
          records[position].tasks = list.count
          records[position].reason = .repeatedRow
        } else {
          builder.drop(.repeatedRow, records[position].row, jobs: repeated)
        }
      }
    }
  }

  private static func submission(_ array: Int64, of record: SlurmRecord) -> ArraySubmission {
    ArraySubmission(
      cluster: record.row.cluster,
      user: record.row.user,
      id: array,
      submitted: record.submitted
    )
  }

  /// The array and the tasks of `900_[1-5]`; nil for other ids.
  private static func tasks(of id: String) -> (array: Int64, tasks: SlurmTasks)? {
    var id = id
    return id.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      guard let mark = bytes.firstIndex(of: 0x5F), let array = SlurmJobID.number(bytes[..<mark]),
        let tasks = SlurmTasks(bytes[(mark + 1)...])
      else { return nil }
      return (array, tasks)
    }
  }

  /// The array and the task of `900_3`; nil for other ids.
  private static func task(of id: String) -> (array: Int64, task: Int64)? {
    var id = id
    return id.withUTF8 { bytes in
      let bytes = UnsafeRawBufferPointer(bytes)
      guard let mark = bytes.firstIndex(of: 0x5F), let array = SlurmJobID.number(bytes[..<mark]),
        let task = SlurmJobID.number(bytes[(mark + 1)...])
      else { return nil }
      return (array, task)
    }
  }
}
