/// Taking back what was borrowed: a phase of its own between cycles.
extension Simulation {
  /// The room that victims make for a claimant.
  struct Room {
    var claimant: WaitingJob
    var pool: Int
    var victims: [ID<Job>]
    var slots: [NodeSlot]
  }

  /// The room of the first claimant, in the order of their visits, for which a set of victims
  /// suffices; nil where there is none.
  ///
  /// Victims are taken in the order of the policy's terms until the claimant has a place; then
  /// whatever can stay is added back, last taken first. Once a pass has taken as much as a round
  /// may, no further claimant is served in it. Only when nobody can take back from others, jobs
  /// preempt in their own queues.
  func roomForClaimant() -> Room? {
    guard !cycle.claimants.isEmpty, let part = policy.reclaim, !round.isFull else {
      return nil
    }
    if let room = firstRoom(inOwnQueues: false, part) { return room }
    guard traits.preemptsOwnQueue && !books.ownQueues.isEmpty else { return nil }
    return firstRoom(inOwnQueues: true, part)
  }

  /// Takes a claimant's room from its victims.
  ///
  /// Without grace the claimant starts at once; victims wait again from their old place on. With
  /// grace the place is held for it.
  mutating func serve(_ room: Room) {
    for victim in room.victims where countsForRound(victim) {
      round.take(world.jobs[Int(victim.index)].gpus)
    }
    if let grace = traits.grace {
      hold(room.slots, for: room.claimant, pool: room.pool, victims: room.victims, grace: grace)
    } else {
      for victim in room.victims { evict(victim) }
      start(room.claimant, pool: room.pool, slots: room.slots)
    }
  }

  /// The first claimant for which victims, of others or of its own queue, make room in a pool.
  private func firstRoom(inOwnQueues: Bool, _ part: any ReclaimPart) -> Room? {
    var failed: [(job: Job, end: SimTime)] = []
    for claimant in cycle.claimants {
      let job = world.jobs[Int(claimant.job.index)]
      // It starts at the latest once its victims' grace is over.
      let end = now + (traits.grace ?? .zero) + remainingLimit(claimant.job)
      // Claimants that ask for the same from the same queue fail alike; where nodes are announced
      // to be out, those that may run longer do.
      let isHopeless = failed.contains {
        areAlike($0.job, job)
          && (!inOwnQueues || $0.job.tenant == job.tenant && $0.job.priority >= job.priority)
          && ($0.end <= end || !knowsHolds)
      }
      if isHopeless { continue }
      failed.append((job, end))
      var bits = claimant.pools
      while bits != 0 {
        let pool = bits.trailingZeroBitCount
        bits &= bits - 1
        let made =
          inOwnQueues
          ? yieldOfOwnQueue(to: job, pool: pool, until: end)
          : yield(to: job, pool: pool, until: end, part: part)
        if let (victims, slots) = made {
          return Room(claimant: claimant, pool: pool, victims: victims, slots: slots)
        }
      }
    }
    return nil
  }

  /// False for a victim that leaves already, and for one that would only lose a start of this
  /// instant: what an instant starts and takes back is no start.
  private func countsForRound(_ victim: ID<Job>) -> Bool {
    let record = running[victim]
    return record.leaves == nil && (traits.grace != nil || record.start < now)
  }

  private func areAlike(_ a: Job, _ b: Job) -> Bool {
    books.stems[Int(a.tenant.index)] == books.stems[Int(b.tenant.index)] && a.gpus == b.gpus
      && a.gpusPerNode == b.gpusPerNode
      && a.cores == b.cores && a.memory == b.memory && a.models == b.models && a.limits == b.limits
  }

  /// The victims that others yield to a claimant in a pool, or nil where no set suffices.
  ///
  /// Jobs that leave already are taken before any other, so that nobody is told to go in vain.
  private func yield(
    to job: Job,
    pool: Int,
    until end: SimTime,
    part: any ReclaimPart
  ) -> Yield? {
    let model = Int(frames[pool].model.index)
    // What victims hold of the limits of its groups counts.
    guard let shape = frames[pool].shape(of: job), books.admits(job, in: frames[pool]) else {
      return nil
    }
    var trial = trial(in: pool, until: end)
    let chain = claimingChain(of: job, model: model, part: part)
    guard !hosts(job, shape, model: model, in: trial),
      !heldPlaces.leaving.isEmpty || hasBorrower(beside: chain, model: model, part: part)
    else { return nil }
    for victim in heldPlaces.leaving where !hosts(job, shape, model: model, in: trial) {
      guard running[victim].pool == pool,
        let (tenant, claiming) = branch(of: world.jobs[Int(victim.index)].tenant, beside: chain),
        compared(victim, tenant, job, claiming, model, part.scope) != nil
      else { continue }
      trial.free.release(running[victim].slots, gpus: Int(running[victim].gpus))
      changeHeld(&trial, of: victim, model: model, sign: -1)
      trial.taken.append(victim)
    }
    if hosts(job, shape, model: model, in: trial) {
      return room(for: job, shape, model: model, &trial)
    }
    func takes(_ victim: ID<Job>) -> Bool {
      guard
        let (tenant, claiming) = branch(of: world.jobs[Int(victim.index)].tenant, beside: chain),
        books.takeable.mayYield(world.jobs[Int(victim.index)].tenant),
        !isProtected(victim, below: tenant),
        yields(victim, tenant, to: job, claiming, model, trial.kept, part, part.scope),
        leavesReserves(victim, upTo: tenant, model: model, kept: trial.kept)
      else { return false }
      take(victim, in: &trial, model: model)
      return true
    }
    switch part.terms.victims {
    case .latestStart:
      for victim in pools[pool].starts.reversed().lazy.map(\.job) where takes(victim) {
        if hosts(job, shape, model: model, in: trial) {
          return room(for: job, shape, model: model, &trial)
        }
      }
    case .lastInLine:
      var tops: [Int] = []
      if case .queues = part.scope, traits.walk == .tree { tops = Array(chain.dropFirst()) }
      var line = VictimLine(pools[pool].starts, nearestBelow: tops, world, books) { leaf in
        books.takeable.mayYield(leaf) && branch(of: leaf, beside: chain) != nil
      }
      for victim in trial.taken { line.take(world.jobs[Int(victim.index)]) }
      while let victim = line.next(books) {
        guard takes(victim) else { continue }
        if hosts(job, shape, model: model, in: trial) {
          return room(for: job, shape, model: model, &trial)
        }
        line.take(world.jobs[Int(victim.index)])
      }
    }
    return nil
  }

  /// The less urgent jobs of its own queue that make room for a claimant in a pool: the least
  /// urgent first, among equals the latest start; nil where no set suffices.
  ///
  /// Quotas do not matter: what the queue holds does not grow by more than the claimant.
  private func yieldOfOwnQueue(to job: Job, pool: Int, until end: SimTime) -> Yield? {
    let model = Int(frames[pool].model.index)
    guard books.ownQueues.mayPreempt(job), let shape = frames[pool].shape(of: job),
      books.admits(job, in: frames[pool])
    else { return nil }
    var trial = trial(in: pool, until: end)
    guard !hosts(job, shape, model: model, in: trial) else { return nil }
    var line = VictimLine(pools[pool].starts, nearestBelow: [], world, books) { $0 == job.tenant }
    while let victim = line.next(books), world.jobs[Int(victim.index)].priority < job.priority {
      take(victim, in: &trial, model: model)
      if hosts(job, shape, model: model, in: trial) {
        return room(for: job, shape, model: model, &trial)
      }
    }
    return nil
  }

  /// The tenants from the leaf up that may claim for the job; empty where the leaf itself may not.
  ///
  /// A tenant without an entitlement passes the claim on to its parent. Where each tenant claims by
  /// itself, these are whichever may; where queues are compared, all tenants of the job or none.
  private func claimingChain(of job: Job, model: Int, part: any ReclaimPart) -> [Int] {
    var chain: [Int] = []
    if case .queues(let ancestors) = part.scope {
      guard let queue = books.queue(of: job.tenant, model: model) else { return [] }
      let mayClaim = books.heights(above: queue, ancestors).contains { tenant in
        let standing = books.standing(tenant * books.columns + model, kept: books.kept)
        return standing.map { part.claimable($0) >= Int64(job.gpus) } ?? false
      }
      return mayClaim ? books.heights(above: Int(job.tenant.index), .max) : []
    }
    var tenant = Int(job.tenant.index)
    while tenant > 0 {
      let slot = tenant * books.columns + model
      if let standing = books.standing(slot, kept: books.kept),
        part.claimable(standing) < Int64(job.gpus)
      {
        guard part.scope == .path else { return chain }
      } else {
        chain.append(tenant)
      }
      tenant = books.parents[tenant]
    }
    return chain
  }

  /// A quick no: whether any sibling of the chain holds more than it may keep.
  private func hasBorrower(beside chain: [Int], model: Int, part: any ReclaimPart) -> Bool {
    if case .queues = part.scope {
      return !chain.isEmpty && books.takeable.isAny(below: 0, model: model)
    }
    return chain.contains { tenant in
      world.tenants[ID(books.parents[tenant])].children.contains { sibling in
        let slot = Int(sibling.index) * books.columns + model
        guard Int(sibling.index) != tenant, let standing = books.standing(slot, kept: books.kept)
        else { return false }
        return part.mayTake(standing)
      }
    }
  }

  /// The tenant at or above a leaf at which its path leaves the claimant's, and the claimant's
  /// there; nil where it does not.
  private func branch(
    of leaf: ID<Tenant>,
    beside chain: [Int]
  ) -> (tenant: Int, claiming: Int)? {
    var tenant = Int(leaf.index)
    while tenant > 0 && !chain.contains(tenant) {
      let parent = books.parents[tenant]
      if let claiming = chain.first(where: { books.parents[$0] == parent }) {
        return (tenant, claiming)
      }
      tenant = parent
    }
    return nil
  }

  /// The tenants of a victim and of a claimant that are compared, given those below the lowest one
  /// above both; nil where there are none, or both jobs are of one queue.
  private func compared(
    _ victim: ID<Job>,
    _ tenant: Int,
    _ job: Job,
    _ claiming: Int,
    _ model: Int,
    _ scope: ReclaimScope
  ) -> (tenant: Int, claiming: Int)? {
    guard case .queues = scope else {
      return books.nominal[tenant * books.columns + model] == nil ? nil : (tenant, claiming)
    }
    let leaf = world.jobs[Int(victim.index)].tenant
    guard let queue = books.queue(of: leaf, model: model),
      let own = books.queue(of: job.tenant, model: model), queue != own
    else { return nil }
    return (queue, own)
  }

  /// True where a victim is yielded to a claimant; `tenant` and `claiming` are those below the
  /// lowest tenant above both.
  private func yields(
    _ victim: ID<Job>,
    _ tenant: Int,
    to job: Job,
    _ claiming: Int,
    _ model: Int,
    _ kept: [Int64],
    _ part: any ReclaimPart,
    _ scope: ReclaimScope
  ) -> Bool {
    let pair =
      scope == .siblings
      ? (tenant, claiming) : compared(victim, tenant, job, claiming, model, scope)
    guard let (from, to) = pair,
      let standing = books.standing(from * books.columns + model, kept: kept),
      part.mayTake(standing),
      let own = books.standing(to * books.columns + model, kept: kept),
      part.yields(
        standing,
        gpus: Int64(world.jobs[Int(victim.index)].gpus),
        to: own,
        request: Int64(job.gpus)
      )
    else { return false }
    switch scope {
    case .siblings: return true
    case .path:
      let leaf = Int(world.jobs[Int(victim.index)].tenant.index)
      let below = books.heights(above: leaf, .max).prefix { $0 != tenant }
      return books.mayTake(part, fromAll: below, model: model, kept: kept)
    case .queues(let ancestors):
      if ancestors == 0 { return true }
      let above = books.heights(above: from, ancestors).dropFirst()
      let ownAbove = books.heights(above: to, ancestors).dropFirst()
      let isNothing = standing.nominal == 0 && own.nominal == 0
      if isNothing && above.contains(where: { ownAbove.contains($0) }) { return false }
      let others = above.enumerated().filter { height, tenant in
        ownAbove.dropFirst(height).first != tenant
      }
      return books.mayTake(part, fromAll: others.map(\.element), model: model, kept: kept)
    }
  }

  /// True where every tenant from a victim's leaf up to one keeps its reserve without it.
  private func leavesReserves(
    _ victim: ID<Job>,
    upTo tenant: Int,
    model: Int,
    kept: [Int64]
  ) -> Bool {
    let job = world.jobs[Int(victim.index)]
    var at = Int(job.tenant.index)
    while at >= tenant {
      guard books.reserves.mayLose(job, of: at, model: model, held: kept) else { return false }
      at = books.parents[at]
    }
    return true
  }

  /// True for a running job below a tenant that those beside it may not take yet.
  private func isProtected(_ victim: ID<Job>, below tenant: Int) -> Bool {
    guard !protections.isEmpty else { return false }
    return now < running[victim].start + protections.length(below: tenant)
  }
}
