/// In which queues a waiting job could preempt a less urgent one that runs.
struct OwnQueues {
  /// Running jobs of one priority.
  private struct Level {
    var priority: Int32
    var count: Int32
  }

  private let parents: [Int]
  /// The highest priority of a job by leaf; empty where nobody preempts in its own queue.
  private let highest: [Int32]
  /// What runs of each leaf and may be preempted, the least urgent first.
  private var levels: [[Level]]
  /// The leaves below each tenant, itself included, in which somebody could preempt.
  private var open: [Int32]
  /// The last walk in which nobody more could, by leaf.
  private var closed: [Int32]

  /// Nothing runs.
  init(_ facts: JobFacts, parents: [Int]) {
    self.parents = parents
    highest = facts.highestPriorities
    levels = highest.map { _ in [] }
    open = highest.map { _ in 0 }
    closed = open
  }

  /// True where nobody could preempt in its own queue.
  var isEmpty: Bool { highest.isEmpty || open[0] == 0 }

  /// True where somebody could in a queue of a tenant or below it.
  func isAny(below tenant: Int) -> Bool { !highest.isEmpty && open[tenant] > 0 }

  /// True for a leaf of which nobody more could in a walk.
  func isClosed(_ leaf: Int, in walk: Int32) -> Bool { closed[leaf] == walk }

  /// Says so of a job's leaf, in whose order this job comes before those that are less urgent.
  mutating func closeUnlessPreempting(_ job: Job, in walk: Int32) {
    guard !highest.isEmpty, !mayPreempt(job) else { return }
    closed[Int(job.tenant.index)] = walk
  }

  /// True where less urgent jobs of its own queue run.
  func mayPreempt(_ job: Job) -> Bool {
    guard !highest.isEmpty, let least = levels[Int(job.tenant.index)].first else { return false }
    return least.priority < job.priority
  }

  /// A job starts that may be preempted.
  mutating func start(_ job: Job) {
    guard !highest.isEmpty else { return }
    change(of: Int(job.tenant.index)) { levels in
      let place = levels.firstIndex { $0.priority >= job.priority } ?? levels.count
      if place < levels.count && levels[place].priority == job.priority {
        levels[place].count += 1
      } else {
        levels.insert(Level(priority: job.priority, count: 1), at: place)
      }
    }
  }

  /// Such a job runs no more, or leaves.
  mutating func stop(_ job: Job) {
    guard !highest.isEmpty else { return }
    change(of: Int(job.tenant.index)) { levels in
      guard let place = levels.firstIndex(where: { $0.priority == job.priority }) else {
        preconditionFailure("only a job that runs can stop")
      }
      levels[place].count -= 1
      if levels[place].count == 0 { levels.remove(at: place) }
    }
  }

  private mutating func change(of leaf: Int, _ body: (inout [Level]) -> Void) {
    let wasOpen = isOpen(leaf)
    body(&levels[leaf])
    guard isOpen(leaf) != wasOpen else { return }
    var at = leaf
    while at >= 0 {
      open[at] += wasOpen ? -1 : 1
      at = parents[at]
    }
  }

  private func isOpen(_ leaf: Int) -> Bool {
    levels[leaf].first.map { $0.priority < highest[leaf] } ?? false
  }
}
