/// The search: by key from the root, past everything in which nothing could start.
extension QueueTree {
  /// The first open job in policy order that passes a filter of ``filters`` in some pool.
  ///
  /// Within a walk filters only get narrower, so what was exhausted once stays so.
  mutating func first<Judge: QueueJudge>(judge: borrowing Judge) -> WaitingJob? {
    counters.nodeTests += 1
    guard count > 0, isTestedByBlocks(0) || mayPass(demands, 0, 0) else { return nil }
    return walk == .sum
      ? firstBySum(judge: judge) : first(below: 0, level: 0, judge: judge)
  }

  private mutating func first<Judge: QueueJudge>(
    below node: Int,
    level: Int,
    judge: borrowing Judge
  ) -> WaitingJob? {
    let found =
      nodes[node].isLeaf
      ? firstInLeaf(node, level: level, judge: judge)
      : firstInChildren(of: node, level: level, judge: judge)
    if found == nil { nodes[node].exhaustedWalk = judge.walk }
    return found
  }

  private mutating func firstInChildren<Judge: QueueJudge>(
    of node: Int,
    level: Int,
    judge: borrowing Judge
  ) -> WaitingJob? {
    var tried: Turn?
    while let turn = nextTurn(of: node, after: tried, level: level, judge: judge) {
      tried = turn
      let own = narrowed(level, to: turn.node, judge: judge)
      guard let found = first(below: turn.node, level: own, judge: judge) else {
        counters.backtracks += 1
        continue
      }
      guard walk == .merge || isPart(turn.node) else { return found }
      return merged(found, of: turn, below: node, level: level, judge: judge)
    }
    return nil
  }

  /// The first of what is found below a child and below its siblings with the same key.
  private mutating func merged<Judge: QueueJudge>(
    _ found: WaitingJob,
    of turn: Turn,
    below node: Int,
    level: Int,
    judge: borrowing Judge
  ) -> WaitingJob {
    var best = found
    var bestChild = turn.node
    var from = children(of: node).lowerBound
    while let child = nextOpen(of: node, from: from, level: level, judge: judge) {
      from = child + 1
      guard child != turn.node, refreshedKey(of: child, judge: judge) == turn.key else { continue }
      let own = narrowed(level, to: child, judge: judge)
      guard let job = first(below: child, level: own, judge: judge) else { continue }
      if precedes(job, below: child, best, below: bestChild) {
        best = job
        bestChild = child
      }
    }
    return best
  }

  func mayPass(_ demands: [Demand], _ index: Int, _ level: Int) -> Bool {
    Self.mayPass(demands, index, filters, level, pools)
  }

  private static func mayPass(
    _ demands: [Demand],
    _ index: Int,
    _ filters: [DemandFilter],
    _ level: Int,
    _ pools: Int
  ) -> Bool {
    for pool in 0..<pools where demands[index * pools + pool].mayPass(filters[level + pool]) {
      return true
    }
    return false
  }

  /// True unless the summaries prove that no waiting job passes filters of the whole machine.
  ///
  /// It changes nothing, but a call that could not would copy the tree's columns.
  mutating func mayPass(_ filters: [DemandFilter]) -> Bool {
    guard count > 0 else { return false }
    if isTestedByBlocks(0) { return blocks.mayPass(Int(nodes[0].root), filters, 0) }
    return Self.mayPass(demands, 0, filters, 0, pools)
  }

  /// A child and what decides when it is its turn.
  struct Turn {
    var key: Double
    var oldest: ID<Job>
    var node: Int

    static func < (a: Turn, b: Turn) -> Bool {
      a.key != b.key ? a.key < b.key : a.oldest < b.oldest
    }
  }

  /// The child whose turn is next, behind the one tried last, among those that are open.
  private mutating func nextTurn<Judge: QueueJudge>(
    of node: Int,
    after tried: Turn?,
    level: Int,
    judge: borrowing Judge
  ) -> Turn? {
    var best: Turn?
    let children = children(of: node)
    let size = Int(Self.groupSize)
    for group in groups(of: node) {
      counters.nodeTests += 1
      guard mayPass(groupDemands, group, level) else { continue }
      let first = children.lowerBound + (group - groups(of: node).lowerBound) * size
      for child in first..<min(first + size, children.upperBound) where nodes[child].count > 0 {
        // A key that is known costs less than a look at what could pass.
        let isKnown = nodes[child].keyEpoch == epoch
        if !isKnown {
          guard isOpen(child, level: level, judge: judge) else { continue }
        }
        let key = refreshedKey(of: child, judge: judge)
        let turn = Turn(key: key, oldest: nodes[child].oldest, node: child)
        if let best, !(turn < best) { continue }
        if let tried, !(tried < turn) { continue }
        if isKnown {
          guard isOpen(child, level: level, judge: judge) else { continue }
        }
        best = turn
      }
    }
    return best
  }

  /// The first child from a position on in which something may pass and which is not exhausted.
  private mutating func nextOpen<Judge: QueueJudge>(
    of node: Int,
    from start: Int,
    level: Int,
    judge: borrowing Judge
  ) -> Int? {
    let children = children(of: node)
    let size = Int(Self.groupSize)
    var child = start
    while child < children.upperBound {
      let place = child - children.lowerBound
      let group = groups(of: node).lowerBound + place / size
      let first = child - place % size
      let end = min(first + size, children.upperBound)
      if child == first {
        counters.nodeTests += 1
        guard mayPass(groupDemands, group, level) else {
          child = end
          continue
        }
      }
      while child < end {
        if isOpen(child, level: level, judge: judge) { return child }
        child += 1
      }
    }
    return nil
  }

  /// Whether something may pass below a child that is not exhausted in this walk.
  ///
  /// It changes nothing, but a call that could not would copy the tree's columns.
  mutating func isOpen<Judge: QueueJudge>(
    _ child: Int,
    level: Int,
    judge: borrowing Judge
  ) -> Bool {
    guard nodes[child].count > 0, nodes[child].exhaustedWalk != judge.walk,
      Self.mayPass(demands, child, filters, level, pools)
    else { return false }
    guard judge.narrowsFilters else { return true }
    for pool in 0..<pools {
      let bounds = bounds(of: child, in: pool, level: level, judge: judge)
      if demands[child * pools + pool].mayPass(filters[level + pool], bounds) { return true }
    }
    return false
  }

  private func bounds<Judge: QueueJudge>(
    of child: Int,
    in pool: Int,
    level: Int,
    judge: borrowing Judge
  ) -> TenantBounds {
    var bounds = judge.bounds(of: nodes[child].tenant, in: pool)
    let above = filters[level + pool].tenant.cap
    if bounds.cap > above || filters[level + pool].ignoresLimits { bounds.cap = above }
    // Who is stopped by them can not even become a head.
    if hasParts, let limits = nodes[child].limits {
      bounds.cap = min(bounds.cap, judge.cap(of: limits, in: pool))
    }
    return bounds
  }

  /// The search goes on where it stopped in this walk.
  mutating func firstInLeaf<Judge: QueueJudge>(
    _ node: Int,
    level: Int,
    judge: borrowing Judge
  ) -> WaitingJob? {
    var cursor = nodes[node].cursorWalk == judge.walk ? nodes[node].cursor : .first
    nodes[node].cursorWalk = judge.walk
    while let job = blocks.next(
      from: cursor,
      root: nodes[node].root,
      filters: filters,
      level: level,
      tests: &counters.nodeTests
    ) {
      // What was found is offered again until it is visited: a sibling's may be taken before it.
      cursor = job.rank
      if judge.isOpen(job.job) {
        nodes[node].cursor = cursor
        return job
      }
      cursor.job += 1
    }
    nodes[node].cursor = .end
    return nil
  }

  /// Every waiting job that passes a filter in some pool, tenant limits considered; in no order.
  mutating func all<Judge: QueueJudge>(judge: borrowing Judge) -> [WaitingJob] {
    var found: [WaitingJob] = []
    collect(below: 0, level: 0, judge: judge, into: &found)
    return found
  }

  private mutating func collect<Judge: QueueJudge>(
    below node: Int,
    level: Int,
    judge: borrowing Judge,
    into found: inout [WaitingJob]
  ) {
    guard nodes[node].count > 0, isTestedByBlocks(node) || mayPass(demands, node, level) else {
      return
    }
    if nodes[node].isLeaf {
      var cursor = WaitingJob.Rank.first
      var ignored = 0
      while let job = blocks.next(
        from: cursor,
        root: nodes[node].root,
        filters: filters,
        level: level,
        tests: &ignored
      ) {
        if judge.isOpen(job.job) { found.append(job) }
        cursor = job.rank
        cursor.job += 1
      }
    }
    for child in children(of: node) where nodes[child].count > 0 {
      let own = narrowed(level, to: child, judge: judge)
      collect(below: child, level: own, judge: judge, into: &found)
    }
  }

  /// Writes the filters of a child one level down, where the judge narrows them; gives their level.
  mutating func narrowed<Judge: QueueJudge>(
    _ level: Int,
    to child: Int,
    judge: borrowing Judge
  ) -> Int {
    guard judge.narrowsFilters else { return level }
    for pool in 0..<pools {
      let bounds = bounds(of: child, in: pool, level: level, judge: judge)
      filters[level + pools + pool] = filters[level + pool]
      filters[level + pools + pool].tenant = bounds
    }
    return level + pools
  }

  // MARK: Keys

  private mutating func refreshedKey<Judge: QueueJudge>(
    of node: Int,
    judge: borrowing Judge
  ) -> Double {
    if nodes[node].keyEpoch != epoch {
      nodes[node].keyEpoch = epoch
      // Parts of a tenant's queue have no key of their own.
      if isPart(node) { return nodes[node].key }
      let head = readsHead ? refreshedHead(of: node, judge: judge) : nil
      nodes[node].key = judge.key(of: nodes[node].tenant, head: head)
      if nodes[node].key.isNaN { refuseKey(of: node) }
      counters.keyRefreshes += 1
    }
    return nodes[node].key
  }

  /// Puts a tenant whose key is no number behind the others, and remembers it.
  private mutating func refuseKey(of node: Int) {
    nodes[node].key = .infinity
    tenantWithoutKey = tenantWithoutKey ?? nodes[node].tenant
  }

  private mutating func refreshedHead<Judge: QueueJudge>(
    of node: Int,
    judge: borrowing Judge
  ) -> WaitingJob {
    if nodes[node].headEpoch == epoch, let head = nodes[node].head { return head }
    let head: WaitingJob
    if nodes[node].isLeaf {
      head = blocks.first(of: nodes[node].root)
    } else {
      head = firstHead(below: node, judge: judge)
    }
    nodes[node].head = head
    nodes[node].headEpoch = epoch
    return head
  }

  /// The first job below the children with the lowest key: the oldest child's, or merged.
  private mutating func firstHead<Judge: QueueJudge>(
    below node: Int,
    judge: borrowing Judge
  ) -> WaitingJob {
    var best: Turn?
    for child in children(of: node) where nodes[child].count > 0 {
      let key = refreshedKey(of: child, judge: judge)
      let turn = Turn(key: key, oldest: nodes[child].oldest, node: child)
      if best.map({ turn < $0 }) ?? true { best = turn }
    }
    guard let best else { preconditionFailure("a node with waiting jobs has a first one") }
    var head = refreshedHead(of: best.node, judge: judge)
    guard walk == .merge || isPart(best.node) else { return head }
    var headChild = best.node
    for child in children(of: node) where nodes[child].count > 0 && nodes[child].key == best.key {
      let other = refreshedHead(of: child, judge: judge)
      if precedes(other, below: child, head, below: headChild) {
        head = other
        headChild = child
      }
    }
    return head
  }

  /// Whether a job found below one child comes before one found below a sibling with an equal key.
  ///
  /// Keys along the two paths decide from the top down, where a missing level counts as zero; then
  /// the jobs' own order.
  private func precedes(
    _ a: WaitingJob,
    below childA: Int,
    _ b: WaitingJob,
    below childB: Int
  ) -> Bool {
    var level = 1
    while true {
      let x = node(level, below: childA, to: a)
      let y = node(level, below: childB, to: b)
      guard x != nil || y != nil else { return a < b }
      let keyA = x.map { nodes[$0].key } ?? 0
      let keyB = y.map { nodes[$0].key } ?? 0
      if keyA != keyB { return keyA < keyB }
      level += 1
    }
  }

  /// The node that many levels below a child on the way to a job, or nil below the job's leaf.
  private func node(_ level: Int, below child: Int, to job: WaitingJob) -> Int? {
    var depth = 0
    var at = Int(job.leafNode)
    while at != child {
      depth += 1
      at = Int(nodes[at].parent)
    }
    guard level <= depth else { return nil }
    at = Int(job.leafNode)
    for _ in 0..<depth - level { at = Int(nodes[at].parent) }
    return at
  }
}
