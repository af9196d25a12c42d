/// Running jobs in the order in which they yield where the last in line go first.
///
/// Of the tenants below a common parent the one whose key is highest yields, as it stands without
/// the jobs taken so far and with nobody waiting for it, ties by the later position in the tenants
/// file; down to a queue, whose least urgent job yields, among equals the latest start. Where
/// queues are compared, whoever is nearer to the claimant in the tree yields before everybody
/// else. Where tenants do not take turns all jobs are of one queue.
struct VictimLine {
  private struct Candidate {
    var priority: Int32
    var start: SimTime
    var job: ID<Job>

    /// True where another candidate yields before this one.
    func yields(after other: Candidate) -> Bool {
      if priority != other.priority { return priority > other.priority }
      return start != other.start ? start < other.start : job < other.job
    }
  }

  private let tenants: Tenants
  private let parents: [Int]
  /// The tenants below which it is looked, those with the nearest first.
  private let tops: [Int]
  /// The candidates of each queue; the last one is next.
  private var queues: [[Candidate]]
  /// The candidates that are left at and below each tenant.
  private var counts: [Int]
  /// The keys of tenants that are known.
  private var keys: [Double?]
  private var gone: [Job] = []
  /// The queue that yields until it is empty or one of its jobs has gone.
  private var queue: Int?

  /// The jobs that run in a pool and of whose leaves some may yield, before those that are not
  /// below the same one of some tenants.
  init(
    _ starts: TimedJobs,
    nearestBelow tops: [Int],
    _ world: World,
    _ books: Books,
    where mayYield: (ID<Tenant>) -> Bool
  ) {
    tenants = world.tenants
    parents = books.parents
    self.tops = tops
    queues = parents.map { _ in [] }
    counts = parents.map { _ in 0 }
    keys = parents.map { _ in nil }
    var verdicts: [Bool?] = parents.map { _ in nil }
    for entry in starts {
      let job = world.jobs[Int(entry.job.index)]
      let leaf = Int(job.tenant.index)
      let verdict = verdicts[leaf] ?? mayYield(job.tenant)
      verdicts[leaf] = verdict
      guard verdict else { continue }
      let queue = books.traits.walk == .tree ? leaf : 0
      queues[queue].append(
        Candidate(priority: job.priority, start: entry.time, job: entry.job)
      )
    }
    for queue in queues.indices where !queues[queue].isEmpty {
      queues[queue].sort { $0.yields(after: $1) }
      var at = queue
      while at >= 0 {
        counts[at] += queues[queue].count
        at = parents[at]
      }
    }
  }

  /// The next job, whether it may be taken or not; nil where none is left.
  mutating func next(_ books: Books) -> ID<Job>? {
    guard counts[0] > 0 else { return nil }
    let last = queue ?? lastQueue(books)
    guard let candidate = queues[last].popLast() else {
      preconditionFailure("a queue that yields has candidates")
    }
    var at = last
    while at >= 0 {
      counts[at] -= 1
      at = parents[at]
    }
    queue = queues[last].isEmpty ? nil : last
    return candidate.job
  }

  /// Says that the job that came last has been taken: its tenants stand otherwise now.
  mutating func take(_ job: Job) {
    gone.append(job)
    queue = nil
    var at = Int(job.tenant.index)
    while at >= 0 {
      keys[at] = nil
      at = parents[at]
    }
  }

  /// The queue that is last in line, with the keys of this moment.
  private mutating func lastQueue(_ books: Books) -> Int {
    var at = tops.first { counts[$0] > 0 } ?? 0
    while queues[at].isEmpty {
      var last: (tenant: Int, key: Double)?
      for child in tenants[ID(at)].children.lazy.map({ Int($0.index) })
      where counts[child] > 0 {
        let key = keys[child] ?? books.keyInLine(of: child, without: gone)
        keys[child] = key
        if last.map({ $0.key <= key }) ?? true { last = (child, key) }
      }
      guard let last else { preconditionFailure("candidates are below a tenant's children") }
      at = last.tenant
    }
    return at
  }
}
