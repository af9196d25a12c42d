/// The jobs that have devices, what each of them has in each pool, and what its past leaves behind.
///
/// A job has one record in each pool that it lies in; the first one stands for the job and leads to
/// the others. A job that is evicted may start again: events of its earlier attempts are then void.
struct RunningJobs {
  private var records: [RunningJob] = []
  /// Records that are free for others; they still name the job that had them last.
  private var unused: [Int] = []
  /// The first record by job; negative for a job without devices.
  private var firstRecord: [Int32]
  /// How often each job has been evicted.
  private var attempts: [Int32]
  /// What checkpoints have saved of each job; empty where there are none.
  private var saved: [SimDuration]
  private let savesWork: Bool
  /// How many jobs have devices.
  private(set) var count = 0

  /// Nobody runs of so many jobs.
  init(jobs: Int, savesWork: Bool) {
    firstRecord = Array(repeating: -1, count: jobs)
    attempts = Array(repeating: 0, count: jobs)
    saved = Array(repeating: .zero, count: savesWork ? jobs : 0)
    self.savesWork = savesWork
  }

  /// Lets so many jobs have records; gives how many more they are than before.
  mutating func makeRoom(forJobs jobs: Int) -> Int {
    let more = max(0, jobs - firstRecord.count)
    firstRecord += repeatElement(-1, count: more)
    attempts += repeatElement(0, count: more)
    if savesWork { saved += repeatElement(.zero, count: more) }
    return more
  }

  /// How many jobs may have records.
  var room: Int { firstRecord.count }

  // MARK: Who runs

  /// True for a job that has devices.
  func holdsDevices(_ job: ID<Job>) -> Bool { firstRecord[Int(job.index)] >= 0 }

  /// The record of a job that has devices: its first one.
  func record(of job: ID<Job>) -> Int { Int(firstRecord[Int(job.index)]) }

  /// The record of what a running job has in a pool.
  func record(of job: ID<Job>, in pool: Int) -> Int {
    var record = self.record(of: job)
    while records[record].pool != pool { record = Int(records[record].next) }
    return record
  }

  /// What a record says.
  subscript(record: Int) -> RunningJob { records[record] }

  /// What the first record of a job says.
  subscript(job: ID<Job>) -> RunningJob { records[record(of: job)] }

  /// Every record of a job that has devices.
  func records(of job: ID<Job>) -> [RunningJob] {
    var records: [RunningJob] = []
    var record = self.record(of: job)
    while record >= 0 {
      records.append(self.records[record])
      record = Int(self.records[record].next)
    }
    return records
  }

  /// The jobs that have devices, in no order that means anything.
  var jobs: [ID<Job>] {
    records.indices.compactMap { index in
      firstRecord[Int(records[index].job.index)] == Int32(index) ? records[index].job : nil
    }
  }

  /// The jobs that have something on some nodes, given by pool, in the order of the trace.
  func jobs(on nodes: [NodeSet]) -> [ID<Job>] {
    var found: [ID<Job>] = []
    for index in records.indices where !records[index].slots.isEmpty {
      let record = records[index]
      if record.slots.contains(where: { nodes[record.pool].contains($0.node) }) {
        found.append(record.job)
      }
    }
    found.sort()
    return found.indices.lazy.filter { $0 == 0 || found[$0] != found[$0 - 1] }.map { found[$0] }
  }

  // MARK: Attempts and saved work

  /// Which attempt of a job runs, or would.
  func attempt(of job: ID<Job>) -> Int32 { attempts[Int(job.index)] }

  /// True for an event of an attempt that has ended.
  func isVoid(_ event: EventQueue.Entry) -> Bool {
    event.attempt != attempts[Int(event.subject)]
  }

  /// The work that checkpoints have saved of a job.
  func saved(of job: ID<Job>) -> SimDuration {
    savesWork ? saved[Int(job.index)] : .zero
  }

  /// Says that a job's attempt has ended before its time, with so much more work saved.
  mutating func endAttempt(of job: ID<Job>, saving work: SimDuration) {
    attempts[Int(job.index)] += 1
    if savesWork { saved[Int(job.index)] = saved[Int(job.index)] + work }
  }

  // MARK: Records

  /// Keeps what a job has in one pool.
  mutating func add(_ entry: RunningJob) {
    let record: Int
    if let free = unused.popLast() {
      record = free
      records[free] = entry
    } else {
      record = records.count
      records.append(entry)
    }
    let first = firstRecord[Int(entry.job.index)]
    if first < 0 {
      firstRecord[Int(entry.job.index)] = Int32(record)
      count += 1
    } else {
      append(record, behind: Int(first))
    }
  }

  private mutating func append(_ record: Int, behind first: Int) {
    var last = first
    while records[last].next >= 0 { last = Int(records[last].next) }
    records[last].next = Int32(record)
  }

  /// What is left to say of a job that has given its devices back.
  struct Stopped {
    /// The pool of its first record.
    var pool: Int
    var start: SimTime
    /// The ledger's potential at its start.
    var potential: Double
    /// True for a victim in its grace.
    var wasLeaving: Bool
  }

  /// Forgets a job that has given its devices back.
  ///
  /// It gives plain numbers: a whole record would be copied with its places.
  mutating func remove(_ job: ID<Job>) -> Stopped {
    var record = record(of: job)
    let stopped = Stopped(
      pool: records[record].pool,
      start: records[record].start,
      potential: records[record].potential,
      wasLeaving: records[record].leaves != nil
    )
    repeat {
      records[record].slots = []
      unused.append(record)
      record = Int(records[record].next)
    } while record >= 0
    firstRecord[Int(job.index)] = -1
    count -= 1
    return stopped
  }

  /// A job whose place was held for it, or that has just got one, runs from now on.
  mutating func begin(_ record: Int, at now: SimTime, potential: Double) {
    records[record].start = now
    records[record].potential = potential
  }

  /// The devices of a record are given back at another instant at the latest.
  mutating func expectEnd(_ record: Int, at end: SimTime) { records[record].expectedEnd = end }

  /// A victim is evicted at an instant, if it has not ended by then.
  mutating func letLeave(_ record: Int, at due: SimTime) { records[record].leaves = due }

  /// A victim keeps only what a claimant does not take over.
  mutating func keep(_ record: Int, slots: [NodeSlot], gpus: Int32) {
    records[record].slots = slots
    records[record].gpus = gpus
  }

  /// The devices of a record are free, although the end of its job is not yet handled.
  mutating func release(_ record: Int) { records[record].isReleased = true }

  /// Stops the program where who has devices and the records contradict each other.
  func checkInvariants() {
    precondition(jobs.count == count, "who has devices has a first record")
    precondition(
      firstRecord.indices.allSatisfy { job in
        firstRecord[job] < 0 || Int(records[Int(firstRecord[job])].job.index) == job
      },
      "the first record of a job is of that job"
    )
    precondition(
      unused.allSatisfy { records[$0].slots.isEmpty },
      "what is free for others has no places"
    )
    precondition(
      Set(unused).isDisjoint(with: firstRecord.filter { $0 >= 0 }.map(Int.init)),
      "no record is both free and somebody's"
    )
  }
}
