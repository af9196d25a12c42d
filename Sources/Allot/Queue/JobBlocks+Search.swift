/// The search for the next job that passes.
///
/// It changes nothing. What a tree that may change asks is declared as if it could, as a call of
/// anything else would copy the blocks.
extension JobBlocks {
  /// The first job of a tree, not before a rank, that passes a filter in some pool.
  ///
  /// `filters` holds one for each pool from `level` on.
  package mutating func next(
    from rank: WaitingJob.Rank,
    root: Int32,
    filters: [DemandFilter],
    level: Int,
    tests: inout Int
  ) -> WaitingJob? {
    let slot = find(from: rank, isBound: true, Int(root), filters, level, &tests)
    return slot == Self.none ? nil : jobs[Int(slot)]
  }

  private mutating func find(
    from rank: WaitingJob.Rank,
    isBound: Bool,
    _ block: Int,
    _ filters: [DemandFilter],
    _ level: Int,
    _ tests: inout Int
  ) -> Int32 {
    tests += 1
    // Sixteen jobs are looked at as soon as their summary, unless cores tell them apart.
    let isOfJobs = heights[block] == 0
    if !isOfJobs || !coreBounds.isEmpty {
      guard mayPass(block, filters, level) else { return Self.none }
    }
    if isOfJobs {
      return findHere(from: isBound ? rank : .first, block, filters, level)
    }
    let base = block * Self.width
    let from = isBound ? childIndex(of: rank, in: block) : 0
    for at in from..<Int(counts[block]) {
      let child = Int(children[base + at])
      let slot = find(from: rank, isBound: isBound && at == from, child, filters, level, &tests)
      if slot != Self.none { return slot }
    }
    return Self.none
  }

  /// The first of a block's jobs, which lie in no order.
  private mutating func findHere(
    from rank: WaitingJob.Rank,
    _ block: Int,
    _ filters: [DemandFilter],
    _ level: Int
  ) -> Int32 {
    var lanes: UInt16 = 0
    var isExact = coreBounds.isEmpty
    for pool in level..<level + pools {
      lanes |=
        admitted[block * pools + pool - level]
        & DemandFilter.bits(of: filters[pool].passing(sizes[block], limits[block]))
      if !filters[pool].isExactForRows { isExact = false }
    }
    var best = Self.none
    var bestRank = WaitingJob.Rank.end
    while lanes != 0 {
      let slot = block * Self.width + lanes.trailingZeroBitCount
      lanes &= lanes - 1
      let own = jobs[slot].rank
      guard own < bestRank, !(own < rank) else { continue }
      if isExact || passes(jobs[slot], filters, level) {
        best = Int32(slot)
        bestRank = own
      }
    }
    return best
  }

  /// The first job of a class of sizes that a pool admits, if there is one.
  func first(ofClass own: Int, in pool: Int, root: Int32) -> WaitingJob? {
    var block = Int(root)
    guard classes[block * pools + pool].sizes[own] != .max else { return nil }
    while heights[block] > 0 {
      var slot = block * Self.width
      while classes[Int(children[slot]) * pools + pool].sizes[own] == .max { slot += 1 }
      block = Int(children[slot])
    }
    var first: WaitingJob?
    var lanes = admitted[block * pools + pool]
    while lanes != 0 {
      let job = jobs[block * Self.width + lanes.trailingZeroBitCount]
      lanes &= lanes - 1
      guard SizeClasses.index(of: job.gpus) == own else { continue }
      if first.map({ job < $0 }) ?? true { first = job }
    }
    return first
  }

  /// The job at a place of a tree, if there is one.
  func job(at rank: WaitingJob.Rank, root: Int32) -> WaitingJob? {
    guard root != Self.none else { return nil }
    var block = Int(root)
    while heights[block] > 0 {
      block = Int(children[block * Self.width + childIndex(of: rank, in: block)])
    }
    var lanes = used[block]
    while lanes != 0 {
      let job = jobs[block * Self.width + lanes.trailingZeroBitCount]
      lanes &= lanes - 1
      if job.rank == rank { return job }
    }
    return nil
  }

  /// What a pool admits of a tree, by size classes.
  func classes(of root: Int32, in pool: Int) -> SizeClasses { classes[Int(root) * pools + pool] }

  /// True unless the summary of a block proves that none of its jobs passes.
  mutating func mayPass(_ block: Int, _ filters: [DemandFilter], _ level: Int) -> Bool {
    for pool in 0..<pools {
      let summary = block * pools + pool
      let mayPass =
        coreBounds.isEmpty
        ? classes[summary].mayPass(filters[level + pool])
        : classes[summary].mayPass(filters[level + pool], coreBounds[pool])
      if mayPass { return true }
    }
    return false
  }

  private func passes(_ job: WaitingJob, _ filters: [DemandFilter], _ level: Int) -> Bool {
    var bits = job.pools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      let passes =
        coreBounds.isEmpty
        ? filters[level + pool].passes(size: job.gpus, limit: job.limitSeconds)
        : filters[level + pool].passes(job, coreBounds[pool], corePlaces)
      if passes { return true }
    }
    return false
  }

  /// The summary of a tree in one pool: of its jobs where they are few, else of their classes.
  package func demand(of root: Int32, in pool: Int) -> Demand {
    let block = Int(root)
    var demand = Demand()
    if heights[block] == 0 {
      offerJobs(of: block, in: pool, to: &demand)
    } else if heights[block] == 1 && counts[block] <= 4 {
      for slot in block * Self.width..<block * Self.width + Int(counts[block]) {
        offerJobs(of: Int(children[slot]), in: pool, to: &demand)
      }
    } else {
      demand.merge(classes[block * pools + pool])
    }
    return demand
  }

  private func offerJobs(of block: Int, in pool: Int, to demand: inout Demand) {
    var lanes = admitted[block * pools + pool]
    while lanes != 0 {
      let job = jobs[block * Self.width + lanes.trailingZeroBitCount]
      demand.insert(size: job.gpus, limit: job.limitSeconds)
      lanes &= lanes - 1
    }
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

  /// False only if removing the job changes no summary of its pools, which begin at a position.
  func isCorner(of demands: [Demand], at base: Int) -> Bool {
    var bits = pools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      if demands[base + pool].leans(onSize: gpus, limit: limitSeconds) { return true }
      bits &= bits - 1
    }
    return false
  }
}
