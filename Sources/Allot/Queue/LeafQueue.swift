/// The waiting jobs of one leaf in order, in blocks that each carry a summary of their demand.
///
/// Jobs may be inserted anywhere, so requeued ones find their old place. A search skips every block
/// whose summary proves that nothing in it passes.
struct LeafQueue {
  private static let blockSize = 32

  private struct Block {
    var jobs: [WaitingJob]
    var demand: [Demand]
  }

  private var blocks: [Block] = []
  private let pools: Int
  private(set) var count = 0
  private var isInTraceOrder = true

  /// An empty leaf in a machine of that many pools.
  init(pools: Int) {
    self.pools = pools
  }

  /// The first job of the leaf, if any.
  var first: WaitingJob? { blocks.first?.jobs.first }

  /// Adds a job at its place.
  ///
  /// - Complexity: `O(log blocks + block size)`.
  mutating func insert(_ job: WaitingJob) {
    count += 1
    if job.key != 0 { isInTraceOrder = false }
    let index = blockIndex(for: job)
    guard index < blocks.count else {
      blocks.append(Block(jobs: [job], demand: Array(repeating: Demand(), count: pools)))
      Self.offer(job, to: &blocks[index].demand)
      return
    }
    let at = Self.position(of: job, in: blocks[index].jobs)
    blocks[index].jobs.insert(job, at: at)
    Self.offer(job, to: &blocks[index].demand)
    if blocks[index].jobs.count > Self.blockSize {
      split(index)
    }
  }

  /// Removes a job; true if the summary of its block has changed.
  mutating func remove(_ job: WaitingJob) -> Bool {
    let index = blockIndex(for: job)
    let at = Self.position(of: job, in: blocks[index].jobs)
    precondition(blocks[index].jobs[at].job == job.job, "only a waiting job can be removed")
    count -= 1
    blocks[index].jobs.remove(at: at)
    if blocks[index].jobs.isEmpty {
      blocks.remove(at: index)
      return true
    }
    let before = blocks[index].demand
    summarise(index)
    return blocks[index].demand != before
  }

  /// The summary of the whole leaf in one pool.
  func demand(in pool: Int) -> Demand {
    var demand = Demand()
    for block in blocks {
      demand.merge(block.demand[pool])
    }
    return demand
  }

  /// The oldest job of the leaf; `O(1)` while the leaf is in trace order, else `O(jobs)`.
  var oldest: ID<Job>? {
    isInTraceOrder ? first?.job : blocks.lazy.flatMap { $0.jobs.lazy.map(\.job) }.min()
  }

  /// A position between two jobs of the leaf.
  struct Cursor {
    fileprivate var block = 0
    fileprivate var job = 0
  }

  /// The position before the first job.
  var start: Cursor { Cursor() }

  /// The next job that passes a filter in some pool, and moves the cursor behind it.
  func next(
    after cursor: inout Cursor,
    passing filters: ArraySlice<DemandFilter>,
    counters: inout VisitCounters
  ) -> WaitingJob? {
    while cursor.block < blocks.count {
      if cursor.job == 0 {
        counters.nodeTests += 1
        guard Self.mayPass(blocks[cursor.block].demand, filters) else {
          cursor.block += 1
          continue
        }
      }
      while cursor.job < blocks[cursor.block].jobs.count {
        let job = blocks[cursor.block].jobs[cursor.job]
        cursor.job += 1
        if Self.passes(job, filters) { return job }
      }
      cursor.block += 1
      cursor.job = 0
    }
    return nil
  }

  /// True when the summaries do not rule out that one of the pools lets something pass.
  static func mayPass(_ demand: [Demand], _ filters: ArraySlice<DemandFilter>) -> Bool {
    for pool in demand.indices where demand[pool].mayPass(filters[filters.startIndex + pool]) {
      return true
    }
    return false
  }

  private static func passes(_ job: WaitingJob, _ filters: ArraySlice<DemandFilter>) -> Bool {
    var bits = job.pools
    while bits != 0 {
      let filter = filters[filters.startIndex + bits.trailingZeroBitCount]
      if filter.passes(size: job.gpus, limit: job.limitSeconds) { return true }
      bits &= bits - 1
    }
    return false
  }

  /// Adds a job to the summaries of its pools.
  static func offer(_ job: WaitingJob, to demand: inout [Demand]) {
    var bits = job.pools
    while bits != 0 {
      demand[bits.trailingZeroBitCount].insert(size: job.gpus, limit: job.limitSeconds)
      bits &= bits - 1
    }
  }

  private mutating func split(_ index: Int) {
    let half = blocks[index].jobs.count / 2
    let upper = Array(blocks[index].jobs[half...])
    blocks[index].jobs.removeSubrange(half...)
    blocks.insert(Block(jobs: upper, demand: blocks[index].demand), at: index + 1)
    summarise(index)
    summarise(index + 1)
  }

  private mutating func summarise(_ index: Int) {
    for pool in 0..<pools {
      blocks[index].demand[pool] = Demand()
    }
    for job in blocks[index].jobs {
      Self.offer(job, to: &blocks[index].demand)
    }
  }

  /// The block that holds the job or should: the last one that does not begin after it.
  private func blockIndex(for job: WaitingJob) -> Int {
    var low = 0
    var high = blocks.count
    while low < high {
      let middle = (low + high) / 2
      if job < blocks[middle].jobs[0] { high = middle } else { low = middle + 1 }
    }
    return max(low - 1, 0)
  }

  private static func position(of job: WaitingJob, in jobs: [WaitingJob]) -> Int {
    var low = 0
    var high = jobs.count
    while low < high {
      let middle = (low + high) / 2
      if jobs[middle] < job { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
