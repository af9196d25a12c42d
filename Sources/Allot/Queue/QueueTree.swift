/// Waiting jobs in a tree that mirrors the tenants, with keys and demand summaries on every node.
///
/// The tree answers one question: *the first job in policy order, at this moment, that may start*.
/// It descends by key and skips every subtree in which nothing could start. Keys are recomputed
/// lazily when something that the order reads has changed; summaries follow every insert and
/// removal.
struct QueueTree {
  struct Node {
    let tenant: ID<Tenant>
    let parent: Int?
    var children: [Int] = []
    /// The leaf queue, for nodes without children.
    var leaf: LeafQueue?
    /// Waiting jobs below.
    var count = 0
    /// The oldest waiting job below.
    var oldest = ID<Job>(0)
    /// The first waiting job below in policy order; valid while `isFresh`.
    var head: WaitingJob?
    /// The key among the siblings; valid while `isFresh` and no key has moved on its own.
    var key = 0.0
    var keyEpoch = -1
    var headEpoch = -1
    /// One summary for each pool.
    var demand: [Demand]
    /// Where the search of a leaf goes on within a walk: all jobs before it were visited or
    /// refused.
    var cursor = LeafQueue.Cursor()
    var cursorWalk: Int32 = -1
  }

  private(set) var nodes: [Node] = []
  /// The node whose leaf takes a tenant's jobs.
  private var nodeOfTenant: [Int]
  let pools: Int
  let walk: Walk
  /// Moves whenever keys may change without an event on the path, such as a tick of a ledger.
  private(set) var epoch = 0
  private(set) var counters = VisitCounters()

  /// The tree for a policy whose order or limits look at tenants, or one ordered leaf where none
  /// does.
  ///
  /// Levels that neither order nor quota uses are collapsed: a search of one leaf costs least.
  init(tenants: Tenants, pools: Int, walk: Walk, isCollapsed: Bool) {
    self.pools = pools
    self.walk = walk
    nodeOfTenant = Array(repeating: 0, count: tenants.count)
    let none = Array(repeating: Demand(), count: pools)
    nodes.append(Node(tenant: Tenants.root, parent: nil, demand: none))
    if !isCollapsed {
      for tenant in tenants.ids where tenant != Tenants.root {
        let parent = tenants[tenant].parent.map { nodeOfTenant[Int($0.index)] } ?? 0
        nodeOfTenant[Int(tenant.index)] = nodes.count
        nodes[parent].children.append(nodes.count)
        nodes.append(Node(tenant: tenant, parent: parent, demand: none))
      }
    }
    for node in nodes.indices where nodes[node].children.isEmpty {
      nodes[node].leaf = LeafQueue(pools: pools)
    }
  }

  /// Waiting jobs of the whole tree.
  var count: Int { nodes[0].count }

  /// Adds a waiting job below a tenant.
  mutating func insert(_ waiting: WaitingJob, tenant: ID<Tenant>) {
    var job = waiting
    job.leafNode = Int32(nodeOfTenant[Int(tenant.index)])
    var at: Int? = Int(job.leafNode)
    while let node = at {
      if nodes[node].leaf != nil {
        nodes[node].leaf?.insert(job)
        nodes[node].cursorWalk = -1
      }
      if nodes[node].count == 0 || job.job < nodes[node].oldest { nodes[node].oldest = job.job }
      nodes[node].count += 1
      LeafQueue.offer(job, to: &nodes[node].demand)
      touch(node)
      at = nodes[node].parent
    }
  }

  /// Removes a waiting job.
  mutating func remove(_ job: WaitingJob, tenant: ID<Tenant>) {
    var isNarrower = true
    var at: Int? = nodeOfTenant[Int(tenant.index)]
    while let node = at {
      nodes[node].count -= 1
      if nodes[node].leaf != nil {
        // A summary that stays too wide still only proves no, so nothing need follow if nothing
        // changed.
        isNarrower = nodes[node].leaf?.remove(job) ?? true
        nodes[node].cursorWalk = -1
      }
      if isNarrower { isNarrower = summarise(node) }
      if job.job == nodes[node].oldest { nodes[node].oldest = findOldest(below: node) }
      touch(node)
      at = nodes[node].parent
    }
  }

  /// Says that something which keys read has changed for a tenant and so for all above it.
  mutating func touch(tenant: ID<Tenant>) {
    var at: Int? = nodeOfTenant[Int(tenant.index)]
    while let node = at {
      touch(node)
      at = nodes[node].parent
    }
  }

  /// Says that keys may have changed anywhere.
  mutating func touchAll() {
    epoch += 1
  }

  private mutating func touch(_ node: Int) {
    nodes[node].keyEpoch = -1
    nodes[node].headEpoch = -1
  }

  /// Computes a node's summaries again; true if one of them has changed.
  private mutating func summarise(_ node: Int) -> Bool {
    let before = nodes[node].demand
    for pool in 0..<pools {
      if let leaf = nodes[node].leaf {
        nodes[node].demand[pool] = leaf.demand(in: pool)
      } else {
        var demand = Demand()
        for child in nodes[node].children where nodes[child].count > 0 {
          demand.merge(nodes[child].demand[pool])
        }
        nodes[node].demand[pool] = demand
      }
    }
    return nodes[node].demand != before
  }

  private func findOldest(below node: Int) -> ID<Job> {
    if let leaf = nodes[node].leaf { return leaf.oldest ?? ID(0) }
    return nodes[node].children.lazy.filter { nodes[$0].count > 0 }.map { nodes[$0].oldest }.min()
      ?? ID(0)
  }

  /// True unless the summaries prove that no waiting job passes a filter.
  func mayPass(_ filters: [DemandFilter]) -> Bool {
    count > 0 && LeafQueue.mayPass(nodes[0].demand, filters[...])
  }

  /// Counts a visit, a pass, a cycle or a shadow that the engine made.
  mutating func countVisits(_ change: (inout VisitCounters) -> Void) {
    change(&counters)
  }

  /// The first open job in policy order that passes a filter in some pool.
  mutating func first<Judge: QueueJudge>(
    passing filters: [DemandFilter],
    judge: borrowing Judge
  ) -> WaitingJob? {
    first(below: 0, passing: filters[...], judge: judge)
  }

  private mutating func first<Judge: QueueJudge>(
    below node: Int,
    passing filters: ArraySlice<DemandFilter>,
    judge: borrowing Judge
  ) -> WaitingJob? {
    counters.nodeTests += 1
    guard nodes[node].count > 0, LeafQueue.mayPass(nodes[node].demand, filters) else { return nil }
    if nodes[node].leaf != nil { return firstInLeaf(node, passing: filters, judge: judge) }
    var turns = turns(of: node, judge: judge)
    while let (key, child) = turns.popLast() {
      let own = capped(filters, by: nodes[child].tenant, judge: judge)
      guard var best = first(below: child, passing: own, judge: judge) else {
        counters.backtracks += 1
        continue
      }
      guard walk == .merge else { return best }
      var bestChild = child
      while let (sameKey, sibling) = turns.last, sameKey == key {
        turns.removeLast()
        let own = capped(filters, by: nodes[sibling].tenant, judge: judge)
        if let other = first(below: sibling, passing: own, judge: judge),
          precedes(other, below: sibling, best, below: bestChild)
        {
          best = other
          bestChild = sibling
        }
      }
      return best
    }
    return nil
  }

  /// The search goes on where it stopped in this walk: filters only get narrower within one.
  private mutating func firstInLeaf<Judge: QueueJudge>(
    _ node: Int,
    passing filters: ArraySlice<DemandFilter>,
    judge: borrowing Judge
  ) -> WaitingJob? {
    guard let leaf = nodes[node].leaf else { return nil }
    var cursor = nodes[node].cursorWalk == judge.walk ? nodes[node].cursor : leaf.start
    var behind = cursor
    var found: WaitingJob?
    // A borrowed parameter can not be captured by a closure, so the leaf hands jobs out one by one.
    while let job = leaf.next(after: &cursor, passing: filters, counters: &counters) {
      if judge.isOpen(job.job) {
        found = job
        break
      }
      behind = cursor
    }
    // What was found is offered again until it is visited: a sibling's job may be taken before it.
    nodes[node].cursor = found == nil ? cursor : behind
    nodes[node].cursorWalk = judge.walk
    return found
  }

  /// Every waiting job that passes a filter in some pool, tenant limits considered; in no order.
  func all<Judge: QueueJudge>(
    passing filters: [DemandFilter],
    judge: borrowing Judge
  ) -> [WaitingJob] {
    var found: [WaitingJob] = []
    var open: [(Int, ArraySlice<DemandFilter>)] = [(0, filters[...])]
    while let (node, filters) = open.popLast() {
      guard nodes[node].count > 0, LeafQueue.mayPass(nodes[node].demand, filters) else { continue }
      if let leaf = nodes[node].leaf {
        var cursor = leaf.start
        var ignored = VisitCounters()
        while let job = leaf.next(after: &cursor, passing: filters, counters: &ignored) {
          if judge.isOpen(job.job) { found.append(job) }
        }
      }
      for child in nodes[node].children {
        open.append((child, capped(filters, by: nodes[child].tenant, judge: judge)))
      }
    }
    return found
  }

  private func capped<Judge: QueueJudge>(
    _ filters: ArraySlice<DemandFilter>,
    by tenant: ID<Tenant>,
    judge: borrowing Judge
  ) -> ArraySlice<DemandFilter> {
    guard judge.narrowsFilters else { return filters }
    var own = filters
    for pool in 0..<pools {
      let cap = judge.cap(of: tenant, in: pool)
      if cap < own[own.startIndex + pool].cap && !own[own.startIndex + pool].ignoresLimits {
        own[own.startIndex + pool].cap = cap
      }
      own[own.startIndex + pool].claim = judge.claim(of: tenant, in: pool)
      own[own.startIndex + pool].openAbove = judge.openAbove(of: tenant, in: pool)
    }
    return own
  }

  /// The children with waiting jobs, last turn first.
  private mutating func turns<Judge: QueueJudge>(
    of node: Int,
    judge: borrowing Judge
  ) -> [(key: Double, child: Int)] {
    var turns: [(key: Double, child: Int)] = []
    for child in nodes[node].children where nodes[child].count > 0 {
      turns.append((refreshedKey(of: child, judge: judge), child))
    }
    turns.sort { a, b in
      a.key != b.key ? a.key > b.key : nodes[a.child].oldest > nodes[b.child].oldest
    }
    return turns
  }

  private mutating func refreshedKey<Judge: QueueJudge>(
    of node: Int,
    judge: borrowing Judge
  ) -> Double {
    if nodes[node].keyEpoch != epoch {
      let head = refreshedHead(of: node, judge: judge)
      nodes[node].key = judge.key(of: nodes[node].tenant, head: head)
      nodes[node].keyEpoch = epoch
      counters.keyRefreshes += 1
    }
    return nodes[node].key
  }

  private mutating func refreshedHead<Judge: QueueJudge>(
    of node: Int,
    judge: borrowing Judge
  ) -> WaitingJob {
    if nodes[node].headEpoch == epoch, let head = nodes[node].head { return head }
    var head = nodes[node].leaf?.first
    var headChild = node
    if nodes[node].leaf == nil {
      let turns = turns(of: node, judge: judge)
      for (key, child) in turns.reversed() {
        if head != nil && (walk == .tree || key != turns.last?.key) { break }
        let other = refreshedHead(of: child, judge: judge)
        if let best = head, !precedes(other, below: child, best, below: headChild) { continue }
        head = other
        headChild = child
      }
    }
    guard let head else { preconditionFailure("a node with waiting jobs has a first one") }
    nodes[node].head = head
    nodes[node].headEpoch = epoch
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
    let pathA = keys(from: childA, to: a)
    let pathB = keys(from: childB, to: b)
    for level in 0..<max(pathA.count, pathB.count) {
      let x = level < pathA.count ? pathA[level] : 0
      let y = level < pathB.count ? pathB[level] : 0
      if x != y { return x < y }
    }
    return a < b
  }

  private func keys(from child: Int, to job: WaitingJob) -> [Double] {
    var keys: [Double] = []
    var node = Int(job.leafNode)
    while node != child {
      keys.append(nodes[node].key)
      guard let parent = nodes[node].parent else { break }
      node = parent
    }
    return keys.reversed()
  }
}
