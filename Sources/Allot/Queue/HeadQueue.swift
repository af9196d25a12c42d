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

    /// What each of them asks for of a resource.
    func amount(of resource: Resource) -> Int64 {
      resource.units(gpus: gpus, cores: cores, memory: memory)
    }
  }

  /// A job with what it asks for.
  struct Head {
    var job: ID<Job>
    var likeness: Likeness
  }

  /// A place in the order of a queue: the key, then the position in the trace.
  private typealias Rank = (key: Int64, job: Int32)

  private struct Row {
    var likeness: Likeness
    /// The jobs by position in the trace.
    var jobs: [Int32] = []
    /// True where all of them are put aside.
    var isAside = false
    /// Others that are put aside.
    var aside: [Int32] = []

    /// Where its first job stands that is not put aside.
    var rank: Rank? {
      if isAside { return nil }
      return jobs.first.map { (likeness.key, $0) }
    }
  }

  private var rows: [Row] = []
  /// The job that preempts others: it stays the head until it is served or put aside.
  private(set) var preemptor: Head?
  private var hasAside = false
  /// The job that preempts, else the first one by key and position that is not put aside.
  private(set) var head: Head?

  private mutating func findHead() {
    head = preemptor
    guard preemptor == nil else { return }
    var best: Rank?
    var row = 0
    for index in rows.indices {
      guard let rank = rows[index].rank else { continue }
      if best.map({ rank < $0 }) ?? true { (best, row) = (rank, index) }
    }
    if let best { head = Head(job: ID(Int(best.job)), likeness: rows[row].likeness) }
  }

  /// Adds a job.
  mutating func insert(_ job: ID<Job>, _ likeness: Likeness) {
    let known = rows.firstIndex { $0.likeness == likeness }
    let row = known ?? rows.firstIndex { $0.jobs.isEmpty && $0.aside.isEmpty } ?? rows.count
    if row == rows.count { rows.append(Row(likeness: likeness)) }
    rows[row].likeness = likeness
    if rows[row].isAside {
      rows[row].aside += rows[row].jobs
      rows[row].jobs.removeAll(keepingCapacity: true)
      rows[row].isAside = false
    }
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
      rows[row].isAside = true
    } else {
      rows[row].aside.append(rows[row].jobs.remove(at: place))
    }
    hasAside = true
    findHead()
  }

  /// The number of heads that would be put aside one after the other, each with all like it, before
  /// one that is not hopeless; nil where all are.
  func hopelessAhead(_ isHopeless: (Likeness) -> Bool) -> Int? {
    var first: Rank?
    for index in rows.indices {
      guard let rank = rows[index].rank, first.map({ rank < $0 }) ?? true else { continue }
      if !isHopeless(rows[index].likeness) { first = rank }
    }
    guard let first else { return nil }
    return rows.indices.count { rows[$0].rank.map { $0 < first } ?? false }
  }

  /// Puts so many heads aside one after the other, each with all like it, or all there are; gives
  /// their number.
  ///
  /// - Precondition: no job preempts.
  mutating func putAside(heads count: Int) -> Int {
    var left: [(rank: Rank, row: Int)] = []
    for index in rows.indices {
      if let rank = rows[index].rank { left.append((rank, index)) }
    }
    if left.count > count {
      left.sort { $0.rank < $1.rank }
      left.removeLast(left.count - count)
    }
    for entry in left { rows[entry.row].isAside = true }
    hasAside = hasAside || !left.isEmpty
    findHead()
    return left.count
  }

  /// Takes back whatever is put aside.
  mutating func takeBack() {
    guard hasAside else { return }
    hasAside = false
    for row in rows.indices {
      rows[row].isAside = false
      guard !rows[row].aside.isEmpty else { continue }
      rows[row].jobs += rows[row].aside
      rows[row].aside.removeAll(keepingCapacity: true)
      rows[row].jobs.sort()
    }
    findHead()
  }

  /// Where a job stands that is not put aside: a head is the first of its row, unless others have
  /// been taken back since.
  private func place(of job: ID<Job>) -> (row: Int, place: Int) {
    for row in rows.indices where rows[row].rank.map({ $0.job <= job.index }) ?? false {
      if let place = rows[row].jobs.firstIndex(of: job.index) { return (row, place) }
    }
    preconditionFailure("the job waits in this queue and is not put aside")
  }
}
