/// Waiting jobs in order, in B-trees of blocks of sixteen.
///
/// All leaves of a queue tree keep their trees here; a leaf knows its root only. Jobs may be
/// inserted anywhere, so requeued ones find their old place and orders other than arrival cost the
/// same. The sixteen jobs of a block lie in no order, sizes and limits side by side, so that a
/// filter is put to all of them at once; of blocks of blocks to their summary by size classes.
package struct JobBlocks {
  static let width = 16
  /// What stands for no block or no slot.
  package static let none: Int32 = -1

  let pools: Int
  /// Jobs or children of each block.
  private(set) var counts: [Int32] = []
  /// Zero for blocks of jobs, else the height above them.
  private(set) var heights: [Int32] = []
  /// A lower bound of the ranks in each block.
  var lows: [WaitingJob.Rank] = []
  /// The oldest job in each block.
  private var oldests: [Int32] = []
  /// One summary for each block and pool.
  private(set) var classes: [SizeClasses] = []
  /// The lanes of each block that hold a job, and those with a job that each pool admits.
  private(set) var used: [UInt16] = []
  private(set) var admitted: [UInt16] = []
  private(set) var sizes: [DemandFilter.Row] = []
  private(set) var limits: [DemandFilter.Row] = []
  var jobs: [WaitingJob] = []
  private(set) var children: [Int32] = []
  private var unused: [Int32] = []
  /// What cores allow in each pool, where jobs ask for them; else empty.
  package var coreBounds: [CoreBounds]
  /// The same job by job, where there is one pool and nothing else is asked for beside devices.
  package var corePlaces = CorePlaces()

  /// No trees yet, for a machine of that many pools.
  package init(pools: Int, boundsCores: Bool = false) {
    self.pools = pools
    coreBounds = Array(repeating: CoreBounds(), count: boundsCores ? pools : 0)
  }

  /// The oldest job of a tree.
  package func oldest(of root: Int32) -> ID<Job> { ID(Int(oldests[Int(root)])) }

  /// The first job of a tree.
  package func first(of root: Int32) -> WaitingJob {
    var block = Int(root)
    while heights[block] > 0 { block = Int(children[block * Self.width]) }
    var first = jobs[block * Self.width + used[block].trailingZeroBitCount]
    forEachSlot(of: block) { slot in
      if jobs[slot] < first { first = jobs[slot] }
    }
    return first
  }

  func forEachSlot(of block: Int, _ body: (Int) -> Void) {
    var lanes = used[block]
    while lanes != 0 {
      body(block * Self.width + lanes.trailingZeroBitCount)
      lanes &= lanes - 1
    }
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
    // A queue that grows at its end keeps its blocks full.
    let kept = at + 1 == Self.width ? Self.width : Self.width / 2
    let right = split(block, after: kept)
    if at + 1 > kept || kept == Self.width {
      insertChild(sibling, at: at + 1 - kept, of: Int(right))
    } else {
      insertChild(sibling, at: at + 1, of: block)
    }
    summarise(Int(right))
    summarise(block)
    return right
  }

  private mutating func insertHere(_ job: WaitingJob, into block: Int) -> Int32 {
    guard used[block] == .max else {
      put(job, in: block)
      return Self.none
    }
    let right = Int(newBlock(height: 0))
    let base = block * Self.width
    let lanes = (0..<Self.width).sorted { jobs[base + $0] < jobs[base + $1] }
    if job < jobs[base + lanes[Self.width - 1]] {
      for lane in lanes[(Self.width / 2)...] {
        put(jobs[base + lane], in: right)
        take(lane, from: block)
      }
      oldests[block] = oldestBelow(block)
      for pool in 0..<pools { classes[block * pools + pool] = SizeClasses() }
      var rest = used[block]
      while rest != 0 {
        offer(jobs[base + rest.trailingZeroBitCount], to: block)
        rest &= rest - 1
      }
    }
    put(job, in: used[right] != 0 && job.rank < lows[right] ? block : right)
    return Int32(right)
  }

  private mutating func put(_ job: WaitingJob, in block: Int) {
    let lane = (~used[block]).trailingZeroBitCount
    used[block] |= 1 << UInt16(lane)
    counts[block] += 1
    jobs[block * Self.width + lane] = job
    sizes[block][lane] = job.gpus
    limits[block][lane] = job.limitSeconds
    var bits = job.pools
    while bits != 0 {
      admitted[block * pools + bits.trailingZeroBitCount] |= 1 << UInt16(lane)
      bits &= bits - 1
    }
    offer(job, to: block)
  }

  private mutating func offer(_ job: WaitingJob, to block: Int) {
    lows[block] = min(lows[block], job.rank)
    oldests[block] = min(oldests[block], job.job.index)
    var bits = job.pools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      classes[block * pools + pool].insert(job)
      bits &= bits - 1
    }
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

  /// Moves the children behind the first `kept` of a full block into a new right neighbour.
  private mutating func split(_ block: Int, after kept: Int) -> Int32 {
    let right = newBlock(height: heights[block])
    let from = block * Self.width
    let to = Int(right) * Self.width
    for slot in kept..<Self.width {
      children[to + slot - kept] = children[from + slot]
    }
    counts[Int(right)] = Int32(Self.width - kept)
    counts[block] = Int32(kept)
    return right
  }

  /// Computes what a block of blocks says of its children.
  private mutating func summarise(_ block: Int) {
    let base = block * Self.width
    lows[block] = lows[Int(children[base])]
    oldests[block] = oldestBelow(block)
    for pool in 0..<pools {
      var sum = SizeClasses()
      for slot in base..<base + Int(counts[block]) {
        sum.merge(classes[Int(children[slot]) * pools + pool])
      }
      classes[block * pools + pool] = sum
    }
  }

  // MARK: Removing

  /// Removes a job from a tree, whose root may change.
  ///
  /// - Complexity: `O(log jobs)`.
  package mutating func remove(_ job: WaitingJob, root: inout Int32) {
    remove(job, below: Int(root))
    if counts[Int(root)] == 0 {
      discard(root)
      root = Self.none
      return
    }
    while heights[Int(root)] > 0 && counts[Int(root)] == 1 {
      let only = children[Int(root) * Self.width]
      discard(root)
      root = only
    }
  }

  private mutating func remove(_ job: WaitingJob, below block: Int) {
    if heights[block] == 0 {
      take(lane(of: job, in: block), from: block)
    } else {
      removeFromChild(job, of: block)
    }
    if oldests[block] == job.job.index { oldests[block] = oldestBelow(block) }
    var bits = job.pools
    while bits != 0 {
      narrow(block, pool: bits.trailingZeroBitCount, without: job)
      bits &= bits - 1
    }
  }

  /// Computes the class of a job that has left a block again, if it leant on it.
  private mutating func narrow(_ block: Int, pool: Int, without job: WaitingJob) {
    var summary = classes[block * pools + pool]
    guard summary.leans(on: job) else { return }
    summary.clear(classOf: job.gpus)
    let base = block * Self.width
    if heights[block] == 0 {
      let own = SizeClasses.index(of: job.gpus)
      var lanes = admitted[block * pools + pool]
      while lanes != 0 {
        let other = jobs[base + lanes.trailingZeroBitCount]
        lanes &= lanes - 1
        summary.insert(other, ifOf: own)
      }
    } else {
      for slot in base..<base + Int(counts[block]) {
        summary.merge(classOf: job.gpus, from: classes[Int(children[slot]) * pools + pool])
      }
    }
    classes[block * pools + pool] = summary
  }

  private mutating func removeFromChild(_ job: WaitingJob, of block: Int) {
    let base = block * Self.width
    let at = childIndex(of: job.rank, in: block)
    let child = children[base + at]
    remove(job, below: Int(child))
    guard counts[Int(child)] == 0 else { return }
    discard(child)
    for slot in base + at..<base + Int(counts[block]) - 1 {
      children[slot] = children[slot + 1]
    }
    counts[block] -= 1
  }

  private func lane(of job: WaitingJob, in block: Int) -> Int {
    var lanes = used[block]
    while lanes != 0 {
      let lane = lanes.trailingZeroBitCount
      if jobs[block * Self.width + lane].job == job.job { return lane }
      lanes &= lanes - 1
    }
    preconditionFailure("only a waiting job can be removed")
  }

  private mutating func take(_ lane: Int, from block: Int) {
    let others = ~(UInt16(1) << UInt16(lane))
    used[block] &= others
    counts[block] -= 1
    for pool in 0..<pools { admitted[block * pools + pool] &= others }
  }

  private func oldestBelow(_ block: Int) -> Int32 {
    var oldest = Int32.max
    if heights[block] == 0 {
      forEachSlot(of: block) { slot in oldest = min(oldest, jobs[slot].job.index) }
      return oldest
    }
    let base = block * Self.width
    for slot in base..<base + Int(counts[block]) {
      oldest = min(oldest, oldests[Int(children[slot])])
    }
    return oldest
  }

  /// The last child that does not begin behind a rank, or the first one.
  func childIndex(of rank: WaitingJob.Rank, in block: Int) -> Int {
    var at = Int(counts[block]) - 1
    while at > 0 && rank < lows[Int(children[block * Self.width + at])] { at -= 1 }
    return at
  }

  // MARK: Blocks

  private mutating func newBlock(height: Int32) -> Int32 {
    guard let block = unused.popLast() else {
      let block = Int32(counts.count)
      counts.append(0)
      heights.append(height)
      lows.append(.end)
      oldests.append(.max)
      classes.append(contentsOf: repeatElement(SizeClasses(), count: pools))
      used.append(0)
      admitted.append(contentsOf: repeatElement(0, count: pools))
      sizes.append(DemandFilter.Row(repeating: 0))
      limits.append(DemandFilter.Row(repeating: 0))
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
    used[Int(block)] = 0
    for pool in 0..<pools {
      classes[Int(block) * pools + pool] = SizeClasses()
      admitted[Int(block) * pools + pool] = 0
    }
    unused.append(block)
  }
}
