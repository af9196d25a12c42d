/// The waiting jobs of one queue under a walk over heads, and which of them are put aside.
///
/// Jobs that ask for the same lie side by side in a row, because what fails for one of them as
/// things stand fails for all.
struct HeadQueue {
  /// What jobs of a row have in common.
  struct Likeness: Equatable {
    var key: Int64
    var gpus: Int32
    var gpusPerNode: Int32
    var cores: Int32
    var memory: Int32
    var priority: Int32
    var pools: UInt64
  }

  /// A job with what it asks for.
  struct Head {
    var job: ID<Job>
    var likeness: Likeness
  }

  private struct Row {
    var likeness: Likeness
    /// The jobs by position in the trace.
    var jobs: [Int32] = []
    /// Those that are put aside.
    var aside: [Int32] = []
  }

  private var rows: [Row] = []
  /// The job that preempts others: it stays the head until it is served or put aside.
  private var preemptor: Head?
  private var hasAside = false
  /// The job that preempts, else the first one by key and position that is not put aside.
  private(set) var head: Head?

  private mutating func findHead() {
    head = preemptor
    guard preemptor == nil else { return }
    var best: (key: Int64, job: Int32)?
    var row = 0
    for index in rows.indices {
      guard let first = rows[index].jobs.first else { continue }
      let candidate = (key: rows[index].likeness.key, job: first)
      if best.map({ candidate < $0 }) ?? true { (best, row) = (candidate, index) }
    }
    if let best { head = Head(job: ID(Int(best.job)), likeness: rows[row].likeness) }
  }

  /// Adds a job.
  mutating func insert(_ job: ID<Job>, _ likeness: Likeness) {
    let known = rows.firstIndex { $0.likeness == likeness }
    let row = known ?? rows.firstIndex { $0.jobs.isEmpty && $0.aside.isEmpty } ?? rows.count
    if row == rows.count { rows.append(Row(likeness: likeness)) }
    rows[row].likeness = likeness
    let place = rows[row].jobs.lastIndex { $0 < job.index }.map { $0 + 1 } ?? 0
    rows[row].jobs.insert(job.index, at: place)
    findHead()
  }

  /// Makes a job that is not put aside the head until it is served or put aside.
  mutating func keepHead(_ job: ID<Job>) {
    preemptor = Head(job: job, likeness: rows[place(of: job).row].likeness)
    head = preemptor
  }

  /// Removes a job that is not put aside.
  mutating func remove(_ job: ID<Job>) {
    if preemptor?.job == job { preemptor = nil }
    let (row, place) = place(of: job)
    rows[row].jobs.remove(at: place)
    findHead()
  }

  /// Puts a job aside, alone or with all that are like it.
  mutating func putAside(_ job: ID<Job>, withAllLikeIt: Bool) {
    if preemptor?.job == job { preemptor = nil }
    let (row, place) = place(of: job)
    if withAllLikeIt {
      rows[row].aside += rows[row].jobs
      rows[row].jobs.removeAll(keepingCapacity: true)
    } else {
      rows[row].aside.append(rows[row].jobs.remove(at: place))
    }
    hasAside = true
    findHead()
  }

  /// Takes back whatever is put aside.
  mutating func takeBack() {
    guard hasAside else { return }
    hasAside = false
    for row in rows.indices where !rows[row].aside.isEmpty {
      (rows[row].jobs, rows[row].aside) = (rows[row].aside, rows[row].jobs)
      rows[row].jobs += rows[row].aside
      rows[row].aside.removeAll(keepingCapacity: true)
      // Jobs that were preempted come back in the middle.
      let jobs = rows[row].jobs
      if !zip(jobs, jobs.dropFirst()).allSatisfy(<) { rows[row].jobs.sort() }
    }
    findHead()
  }

  /// Where a job stands that is not put aside: a head is the first of its row, unless others have
  /// been taken back since.
  private func place(of job: ID<Job>) -> (row: Int, place: Int) {
    for row in rows.indices where rows[row].jobs.first.map({ $0 <= job.index }) ?? false {
      if let place = rows[row].jobs.firstIndex(of: job.index) { return (row, place) }
    }
    preconditionFailure("the job waits in this queue and is not put aside")
  }
}
