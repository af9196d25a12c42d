/// Waiting jobs in order, in B-trees of blocks of sixteen that each summarise the demand below.
///
/// All leaves of a queue tree keep their trees here; a leaf knows its root only. Jobs may be
/// inserted anywhere, so requeued ones find their old place and orders other than arrival cost the
/// same. A search skips every block whose summary proves that nothing in it passes.
package struct JobBlocks {
  static let width = 16
  /// What stands for no block or no slot.
  package static let none: Int32 = -1

  private let pools: Int
  /// Jobs or children of each block.
  var counts: [Int32] = []
  /// Zero for blocks of jobs, else the height above them.
  var heights: [Int32] = []
  /// A lower bound of the ranks in each block.
  var lows: [WaitingJob.Rank] = []
  /// The oldest job in each block.
  private var oldests: [Int32] = []
  /// One summary for each block and pool.
  private var demands: [Demand] = []
  var jobs: [WaitingJob] = []
  var children: [Int32] = []
  private var unused: [Int32] = []

  /// No trees yet, for a machine of that many pools.
  package init(pools: Int) {
    self.pools = pools
  }

  /// The oldest job of a tree.
  package func oldest(of root: Int32) -> ID<Job> { ID(Int(oldests[Int(root)])) }

  /// The summary of a tree in one pool.
  package func demand(of root: Int32, in pool: Int) -> Demand { demands[Int(root) * pools + pool] }

  /// The first job of a tree.
  package func first(of root: Int32) -> WaitingJob {
    var block = Int(root)
    while heights[block] > 0 { block = Int(children[block * Self.width]) }
    return jobs[block * Self.width]
  }

  // MARK: Inserting

  /// Adds a job to a tree, whose root may change.
  ///
  /// - Complexity: `O(log jobs)`.
  package mutating func insert(_ job: WaitingJob, root: inout Int32) {
    if root == Self.none {
      root = newBlock(height: 0)
    }
    let sibling = insert(job, into: Int(root))
    guard sibling != Self.none else { return }
    let top = newBlock(height: heights[Int(root)] + 1)
    counts[Int(top)] = 2
    children[Int(top) * Self.width] = root
    children[Int(top) * Self.width + 1] = sibling
    summarise(Int(top))
    root = top
  }

  /// Adds a job below a block; gives the block's new right neighbour if it had to be split.
  private mutating func insert(_ job: WaitingJob, into block: Int) -> Int32 {
    guard heights[block] > 0 else { return insertHere(job, into: block) }
    let at = childIndex(of: job.rank, in: block)
    let sibling = insert(job, into: Int(children[block * Self.width + at]))
    offer(job, to: block)
    guard sibling != Self.none else { return Self.none }
    guard counts[block] == Self.width else {
      insertChild(sibling, at: at + 1, of: block)
      return Self.none
    }
    let kept = at + 1 == Self.width ? Self.width : Self.width / 2
    let right = split(block, after: kept)
    if at + 1 > kept || kept == Self.width {
      insertChild(sibling, at: at + 1 - kept, of: Int(right))
    } else {
      insertChild(sibling, at: at + 1, of: block)
    }
    summarise(block)
    summarise(Int(right))
    return right
  }

  private mutating func insertHere(_ job: WaitingJob, into block: Int) -> Int32 {
    let at = position(of: job.rank, in: block)
    guard counts[block] == Self.width else {
      insertJob(job, at: at, of: block)
      offer(job, to: block)
      return Self.none
    }
    // A queue that grows at its end keeps its blocks full.
    let kept = at == Self.width ? Self.width : Self.width / 2
    let right = split(block, after: kept)
    if at > kept || kept == Self.width {
      insertJob(job, at: at - kept, of: Int(right))
    } else {
      insertJob(job, at: at, of: block)
    }
    summarise(block)
    summarise(Int(right))
    return right
  }

  private mutating func insertJob(_ job: WaitingJob, at: Int, of block: Int) {
    let base = block * Self.width
    var slot = base + Int(counts[block])
    while slot > base + at {
      jobs[slot] = jobs[slot - 1]
      slot -= 1
    }
    jobs[slot] = job
    counts[block] += 1
  }

  private mutating func insertChild(_ child: Int32, at: Int, of block: Int) {
    let base = block * Self.width
    var slot = base + Int(counts[block])
    while slot > base + at {
      children[slot] = children[slot - 1]
      slot -= 1
    }
    children[slot] = child
    counts[block] += 1
  }

  /// Moves what stands behind the first `kept` of a full block into a new right neighbour.
  private mutating func split(_ block: Int, after kept: Int) -> Int32 {
    let right = newBlock(height: heights[block])
    let from = block * Self.width
    let to = Int(right) * Self.width
    for slot in kept..<Self.width {
      if heights[block] == 0 {
        jobs[to + slot - kept] = jobs[from + slot]
      } else {
        children[to + slot - kept] = children[from + slot]
      }
    }
    counts[Int(right)] = Int32(Self.width - kept)
    counts[block] = Int32(kept)
    return right
  }

  // MARK: Removing

  /// Removes a job from a tree, whose root may change; true if the tree's summary may have changed.
  ///
  /// - Complexity: `O(log jobs)`.
  package mutating func remove(_ job: WaitingJob, root: inout Int32) -> Bool {
    let hasChanged = remove(job, below: Int(root))
    if counts[Int(root)] == 0 {
      discard(root)
      root = Self.none
      return true
    }
    while heights[Int(root)] > 0 && counts[Int(root)] == 1 {
      let only = children[Int(root) * Self.width]
      discard(root)
      root = only
    }
    return hasChanged
  }

  private mutating func remove(_ job: WaitingJob, below block: Int) -> Bool {
    let base = block * Self.width
    guard heights[block] > 0 else {
      let at = position(of: job.rank, in: block)
      precondition(
        at < counts[block] && jobs[base + at].job == job.job,
        "only a waiting job can be removed"
      )
      for slot in base + at..<base + Int(counts[block]) - 1 {
        jobs[slot] = jobs[slot + 1]
      }
      counts[block] -= 1
      return counts[block] == 0 || summarise(block, without: job)
    }
    let at = childIndex(of: job.rank, in: block)
    let child = children[base + at]
    let hasChanged = remove(job, below: Int(child))
    if counts[Int(child)] == 0 {
      discard(child)
      for slot in base + at..<base + Int(counts[block]) - 1 {
        children[slot] = children[slot + 1]
      }
      counts[block] -= 1
      if counts[block] == 0 { return true }
    }
    return hasChanged && summarise(block, without: job)
  }

  // MARK: Searching

  /// The first job of a tree, not before a rank, that passes a filter in some pool.
  ///
  /// `filters` holds one for each pool from `level` on.
  package func next(
    from rank: WaitingJob.Rank,
    root: Int32,
    filters: [DemandFilter],
    level: Int,
    tests: inout Int
  ) -> WaitingJob? {
    let slot = find(from: rank, isBound: true, Int(root), filters, level, &tests)
    return slot == Self.none ? nil : jobs[Int(slot)]
  }

  private func find(
    from rank: WaitingJob.Rank,
    isBound: Bool,
    _ block: Int,
    _ filters: [DemandFilter],
    _ level: Int,
    _ tests: inout Int
  ) -> Int32 {
    tests += 1
    guard mayPass(block, filters, level) else { return Self.none }
    let base = block * Self.width
    if heights[block] == 0 {
      let from = isBound ? position(of: rank, in: block) : 0
      for slot in base + from..<base + Int(counts[block])
      where Self.passes(jobs[slot], filters, level) {
        return Int32(slot)
      }
      return Self.none
    }
    let from = isBound ? childIndex(of: rank, in: block) : 0
    for at in from..<Int(counts[block]) {
      let child = Int(children[base + at])
      let slot = find(from: rank, isBound: isBound && at == from, child, filters, level, &tests)
      if slot != Self.none { return slot }
    }
    return Self.none
  }

  private func mayPass(_ block: Int, _ filters: [DemandFilter], _ level: Int) -> Bool {
    for pool in 0..<pools where demands[block * pools + pool].mayPass(filters[level + pool]) {
      return true
    }
    return false
  }

  private static func passes(_ job: WaitingJob, _ filters: [DemandFilter], _ level: Int) -> Bool {
    var bits = job.pools
    while bits != 0 {
      let filter = filters[level + bits.trailingZeroBitCount]
      if filter.passes(size: job.gpus, limit: job.limitSeconds) { return true }
      bits &= bits - 1
    }
    return false
  }

  /// The last child that does not begin behind a rank, or the first one.
  private func childIndex(of rank: WaitingJob.Rank, in block: Int) -> Int {
    var at = Int(counts[block]) - 1
    while at > 0 && rank < lows[Int(children[block * Self.width + at])] { at -= 1 }
    return at
  }

  /// The number of jobs of a block before a rank.
  private func position(of rank: WaitingJob.Rank, in block: Int) -> Int {
    let base = block * Self.width
    var at = Int(counts[block])
    while at > 0 && !(jobs[base + at - 1].rank < rank) { at -= 1 }
    return at
  }

  // MARK: Summaries

  private mutating func offer(_ job: WaitingJob, to block: Int) {
    lows[block] = min(lows[block], job.rank)
    oldests[block] = min(oldests[block], job.job.index)
    job.offer(to: &demands, at: block * pools)
  }

  /// Computes a block's summaries again after a job has left it; true if one has changed.
  ///
  /// A summary that stays too wide still only proves no, so who was no corner changes nothing.
  private mutating func summarise(_ block: Int, without job: WaitingJob) -> Bool {
    var leans = oldests[block] == job.job.index
    var bits = job.pools
    while bits != 0 && !leans {
      let pool = bits.trailingZeroBitCount
      leans = demands[block * pools + pool].leans(onSize: job.gpus, limit: job.limitSeconds)
      bits &= bits - 1
    }
    guard leans else { return false }
    return summarise(block)
  }

  @discardableResult
  private mutating func summarise(_ block: Int) -> Bool {
    let base = block * Self.width
    let count = Int(counts[block])
    let wasOldest = oldests[block]
    var hasChanged = false
    var oldest = Int32.max
    for slot in base..<base + count {
      let own = heights[block] == 0 ? jobs[slot].job.index : oldests[Int(children[slot])]
      oldest = min(oldest, own)
    }
    oldests[block] = oldest
    hasChanged = oldest != wasOldest
    if count > 0 {
      lows[block] = heights[block] == 0 ? jobs[base].rank : lows[Int(children[base])]
    }
    for pool in 0..<pools {
      var demand = Demand()
      for slot in base..<base + count {
        if heights[block] > 0 {
          demand.merge(demands[Int(children[slot]) * pools + pool])
        } else if jobs[slot].pools >> UInt64(pool) & 1 == 1 {
          demand.insert(size: jobs[slot].gpus, limit: jobs[slot].limitSeconds)
        }
      }
      if demand != demands[block * pools + pool] {
        demands[block * pools + pool] = demand
        hasChanged = true
      }
    }
    return hasChanged
  }

  // MARK: Blocks

  private mutating func newBlock(height: Int32) -> Int32 {
    guard let block = unused.popLast() else {
      let block = Int32(counts.count)
      counts.append(0)
      heights.append(height)
      lows.append(.end)
      oldests.append(.max)
      demands.append(contentsOf: repeatElement(Demand(), count: pools))
      let job = WaitingJob(key: 0, job: ID(0), gpus: 0, limitSeconds: 0, pools: 0)
      jobs.append(contentsOf: repeatElement(job, count: Self.width))
      children.append(contentsOf: repeatElement(Self.none, count: Self.width))
      return block
    }
    heights[Int(block)] = height
    return block
  }

  mutating func discard(_ block: Int32) {
    counts[Int(block)] = 0
    lows[Int(block)] = .end
    oldests[Int(block)] = .max
    for pool in 0..<pools {
      demands[Int(block) * pools + pool] = Demand()
    }
    unused.append(block)
  }
}

extension WaitingJob {
  /// Adds the job to the summaries of its pools, which begin at a position.
  func offer(to demands: inout [Demand], at base: Int) {
    var bits = pools
    while bits != 0 {
      demands[base + bits.trailingZeroBitCount].insert(size: gpus, limit: limitSeconds)
      bits &= bits - 1
    }
  }
}
