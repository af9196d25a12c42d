/// The walk by the sum of a tenant's key and a job's: branch and bound on the least keys below.
///
/// Keys of tenants change at ticks, all at once. They are computed again only where they may
/// decide: until then what they may have fallen by, the tree's drift, is taken off.
/// `nodes[leaf].key` is the key of a leaf's tenant with the drift of that moment added, so that
/// summaries need no upkeep.
extension QueueTree {
  // MARK: The search

  struct Found {
    var sum: Double
    var job: WaitingJob

    static func < (a: Found, b: Found) -> Bool {
      a.sum != b.sum ? a.sum < b.sum : a.job.job < b.job.job
    }
  }

  /// The open job with the least sum of keys that passes a filter in some pool.
  mutating func firstBySum<Judge: QueueJudge>(judge: borrowing Judge) -> WaitingJob? {
    if keysAreForgotten { renewKeys(judge: judge) }
    var best: Found?
    search(0, level: 0, shift: 0, judge: judge, best: &best)
    return best?.job
  }

  /// Looks below a node for what is better than the best so far; `shift` is added to all keys.
  private mutating func search<Judge: QueueJudge>(
    _ node: Int,
    level: Int,
    shift: Double,
    judge: borrowing Judge,
    best: inout Found?
  ) {
    let isFirst = best == nil
    if nodes[node].isLeaf {
      if let job = firstInLeaf(node, level: level, judge: judge) {
        let sum = job.key.ordered + (nodes[node].key - drift) + shift
        let found = Found(sum: sum, job: job)
        if best.map({ found < $0 }) ?? true { best = found }
        return
      }
    } else {
      searchGroups(of: node, level: level, shift: shift, judge: judge, best: &best)
    }
    if isFirst && best == nil {
      nodes[node].exhaustedWalk = judge.walk
      counters.backtracks += 1
    }
  }

  /// Looks below the children of a node, the group with the least bound first.
  private mutating func searchGroups<Judge: QueueJudge>(
    of node: Int,
    level: Int,
    shift: Double,
    judge: borrowing Judge,
    best: inout Found?
  ) {
    let groups = groups(of: node)
    let places = boundsTop..<boundsTop + groups.count
    boundsTop += groups.count
    defer { boundsTop -= groups.count }
    counters.nodeTests += groups.count
    bound(groups, of: groupLeastKeys, level, into: places)
    while let place = nextBound(among: places, shift: shift, best) {
      let group = groups.lowerBound + place
      guard mayPass(groupDemands, group, level) else { continue }
      let members = members(of: group, of: node)
      searchMembers(members, level: level, shift: shift, judge: judge, best: &best)
    }
  }

  /// Looks below up to eight siblings, the one with the least bound first.
  private mutating func searchMembers<Judge: QueueJudge>(
    _ members: Range<Int>,
    level: Int,
    shift: Double,
    judge: borrowing Judge,
    best: inout Found?
  ) {
    let places = boundsTop..<boundsTop + members.count
    boundsTop += members.count
    defer { boundsTop -= members.count }
    bound(members, of: leastKeys, level, into: places)
    if members.contains(agedNode) {
      let place = places.lowerBound + agedNode - members.lowerBound
      bounds[place] = LeastKeys.Bound(bounds[place].key + agedShift)
    }
    while let place = nextBound(among: places, shift: shift, best) {
      let child = members.lowerBound + place
      guard isOpen(child, level: level, judge: judge) else { continue }
      if nodes[child].isLeaf && nodes[child].keyEpoch != epoch {
        renewKey(of: child, judge: judge)
        let own = places.lowerBound + place
        bound(child..<child + 1, of: leastKeys, level, into: own..<own + 1)
        continue
      }
      let own = narrowed(level, to: child, judge: judge)
      let more = child == agedNode ? shift + agedShift : shift
      search(child, level: own, shift: more, judge: judge, best: &best)
    }
  }

  /// Takes the least of some bounds, unless it proves that nothing below them is better than the
  /// best so far.
  private mutating func nextBound(
    among places: Range<Int>,
    shift: Double,
    _ best: Found?
  ) -> Int? {
    var least = LeastKeys.Bound.infinity
    var own = places.lowerBound
    for place in places where bounds[place] < least {
      least = bounds[place]
      own = place
    }
    guard least.key - drift + shift <= best?.sum ?? .greatestFiniteMagnitude else { return nil }
    bounds[own] = .infinity
    return own - places.lowerBound
  }

  /// Computes lower bounds of what passes below nodes or groups.
  private mutating func bound(
    _ range: Range<Int>,
    of keys: [LeastKeys],
    _ level: Int,
    into places: Range<Int>
  ) {
    let filter = filters[level]
    guard pools == 1 else { return boundInPools(range, of: keys, level, into: places) }
    // Through spans, so that sharing is not checked for at each element.
    let keys = keys.span
    var bounds = bounds.mutableSpan
    var place = places.lowerBound
    if filter.isOpen && filter.tenant.cap == .max {
      for index in range {
        bounds[place] = keys[index].least
        place += 1
      }
    } else if filter.isPlain {
      let now = DemandFilter.Row(repeating: min(filter.now, filter.tenant.cap))
      let slack = DemandFilter.Row(repeating: filter.slack)
      let beside = DemandFilter.Row(repeating: filter.beside)
      for index in range {
        bounds[place] = keys[index].least(now: now, slack: slack, beside: beside)
        place += 1
      }
    } else {
      for index in range {
        bounds[place] = keys[index].least(passing: filter)
        place += 1
      }
    }
  }

  private mutating func boundInPools(
    _ range: Range<Int>,
    of keys: [LeastKeys],
    _ level: Int,
    into places: Range<Int>
  ) {
    for (place, index) in zip(places, range) {
      bounds[place] = .infinity
      for pool in 0..<pools {
        let least = keys[index * pools + pool].least(passing: filters[level + pool])
        bounds[place] = min(bounds[place], least)
      }
    }
  }

  // MARK: Keys of tenants

  /// Says that a tick has passed, since which the key of any tenant may have risen, or fallen by a
  /// whole number at most.
  mutating func letKeysFall(by fall: Double) {
    epoch += 1
    drift += fall
    // Sums with it must stay exact.
    guard drift > 0x1p50 else { return }
    drift = 0
    keysAreForgotten = true
  }

  /// Computes the key of a leaf's tenant again.
  private mutating func renewKey<Judge: QueueJudge>(of leaf: Int, judge: borrowing Judge) {
    var key = judge.key(of: nodes[leaf].tenant, head: nil)
    if !key.isSummable {
      tenantWithoutKey = tenantWithoutKey ?? nodes[leaf].tenant
      key = 0
    }
    counters.keyRefreshes += 1
    nodes[leaf].key = key + drift
    nodes[leaf].keyEpoch = epoch
    for place in leaf * pools..<(leaf + 1) * pools {
      leastKeys[place].take(keys: leastKeysOfJobs[place], plus: nodes[leaf].key)
    }
    mergeKeys(above: leaf)
  }

  /// Computes the keys of all tenants with waiting jobs again; those of others are unknown.
  private mutating func renewKeys<Judge: QueueJudge>(judge: borrowing Judge) {
    keysAreForgotten = false
    for leaf in nodes.indices where nodes[leaf].isLeaf {
      nodes[leaf].key = -.infinity
      if nodes[leaf].count > 0 { renewKey(of: leaf, judge: judge) }
    }
  }

  /// Computes the least keys above a leaf again, as far as they change.
  private mutating func mergeKeys(above leaf: Int) {
    var node = leaf
    while nodes[node].parent >= 0 {
      let parent = Int(nodes[node].parent)
      let group = group(of: node)
      var hasChanged = false
      for pool in 0..<pools {
        var least = LeastKeys.none
        for child in members(of: group, of: parent) {
          leastKeys[child * pools + pool].lower(&least)
        }
        if groupLeastKeys[group * pools + pool].take(keys: least) { hasChanged = true }
      }
      guard hasChanged else { return }
      for pool in 0..<pools {
        var least = LeastKeys.none
        for group in groups(of: parent) { groupLeastKeys[group * pools + pool].lower(&least) }
        _ = leastKeys[parent * pools + pool].take(keys: least)
      }
      node = parent
    }
  }

  // MARK: Keys of jobs

  /// Adds the key of a job to what its leaf and all above say.
  mutating func offerKey(of job: WaitingJob) {
    var node = Int(job.leafNode)
    let own = SizeClasses.index(of: job.gpus)
    let key = LeastKeys.Bound(job.key.ordered + nodes[node].key)
    for pool in 0..<pools where job.pools >> UInt64(pool) & 1 == 1 {
      let least = min(leastKeysOfJobs[node * pools + pool][own], job.key.ordered)
      leastKeysOfJobs[node * pools + pool][own] = least
    }
    while true {
      for pool in 0..<pools where job.pools >> UInt64(pool) & 1 == 1 {
        leastKeys[node * pools + pool].insert(job, key: key)
      }
      guard nodes[node].parent >= 0 else { return }
      let group = group(of: node)
      for pool in 0..<pools where job.pools >> UInt64(pool) & 1 == 1 {
        groupLeastKeys[group * pools + pool].insert(job, key: key)
      }
      node = Int(nodes[node].parent)
    }
  }

  /// Computes the least keys of a leaf and all above again after a job has left it.
  mutating func narrowKeys(of leaf: Int, without job: WaitingJob) {
    let own = SizeClasses.index(of: job.gpus)
    let root = nodes[leaf].root
    for pool in 0..<pools where job.pools >> UInt64(pool) & 1 == 1 {
      var classes: SizeClasses?
      var least = Double.infinity
      if root != JobBlocks.none {
        classes = blocks.classes(of: root, in: pool)
        least = blocks.first(ofClass: own, in: pool, root: root)?.key.ordered ?? .infinity
      }
      let place = leaf * pools + pool
      leastKeysOfJobs[place][own] = least
      // An unknown key of the tenant says nothing of classes without jobs.
      let key = least == .infinity ? .infinity : least + nodes[leaf].key
      leastKeys[place].take(class: own, from: classes, key: LeastKeys.Bound(key))
      narrowKeys(above: leaf, class: own, pool: pool)
    }
  }

  private mutating func narrowKeys(above leaf: Int, class own: Int, pool: Int) {
    var node = leaf
    while nodes[node].parent >= 0 {
      let parent = Int(nodes[node].parent)
      let group = group(of: node)
      var sum = LeastKeys()
      for child in members(of: group, of: parent) {
        sum.merge(class: own, from: leastKeys[child * pools + pool])
      }
      guard groupLeastKeys[group * pools + pool].take(class: own, from: sum) else { return }
      sum = LeastKeys()
      for group in groups(of: parent) {
        sum.merge(class: own, from: groupLeastKeys[group * pools + pool])
      }
      guard leastKeys[parent * pools + pool].take(class: own, from: sum) else { return }
      node = parent
    }
  }

  /// Says that the next job of the trace has a key that falls no more; if it waits, it gets a new
  /// one.
  mutating func age(
    tenant: ID<Tenant>,
    limits: ID<LimitSet>?,
    from old: Int64,
    to new: Int64
  ) {
    let job = ID<Job>(Int(agedJobs))
    let rank = WaitingJob.Rank(key: old, job: job.index)
    let waiting = blocks.job(at: rank, root: nodes[leaf(of: job, tenant, limits)].root)
    if let waiting { remove(waiting, tenant: tenant, limits: limits) }
    agedJobs += 1
    guard var waiting else { return }
    waiting.key = new
    insert(waiting, tenant: tenant, limits: limits)
  }
}

extension Double {
  /// True for whole numbers that may be added to each other without rounding.
  var isSummable: Bool { abs(self) < 0x1p51 && Double(Int64(self)) == self }
}
