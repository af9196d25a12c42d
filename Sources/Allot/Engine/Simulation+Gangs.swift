/// Jobs of several components: they start together, each component whole inside one pool.
extension Simulation {
  /// The components of a world's jobs, before it is known where they could lie.
  static func gangs(of world: World) -> [Gang] {
    var gangs = world.components.elements.map { _ in Gang([]) }
    guard !gangs.isEmpty else { return [] }
    for job in world.jobs {
      guard let own = job.components else { continue }
      gangs[Int(own.index)] = Gang(world.components[own].list.map { job.part($0) })
    }
    return gangs
  }

  /// Finds out where components could lie on an empty machine.
  mutating func admitGangs() {
    for index in books.gangs.indices {
      books.gangs[index].pools = books.gangs[index].parts.map { admissiblePools(of: $0) }
    }
    let free = pools.map(\.whole)
    for index in books.gangs.indices {
      let job = books.whole(of: books.gangs[index])
      books.gangs[index].isAdmissible = couldStart(job, books.gangs[index], free: free)
    }
  }

  /// True where there is a way to place all components of a job.
  private func couldStart(_ job: Job, _ gang: Gang, free: [FreeMap]) -> Bool {
    var search = GangSearch(gang, frames: frames, free: free)
    return search.first { places in
      books.couldEverHold(job, books.amounts(of: gang, at: places))
        && books.couldEverAdmit(gang, in: places.map(\.pool), frames)
    } != nil
  }

  /// Refuses a policy that can not deal with jobs of components: a cycle over heads gives each job
  /// quota of one model.
  func refuseGangs() throws(PolicyViolation) {
    guard traits.walksOverHeads, !books.gangs.isEmpty,
      let index = world.jobs.firstIndex(where: { $0.components != nil })
    else { return }
    throw PolicyViolation(
      policy: policy.name,
      time: world.jobs[index].submit,
      job: ID(index),
      message: "a job of several components has no place in a cycle over heads, which decides "
        + "about one pool and one model for each job: use a policy without a cycle"
    )
  }

  // MARK: Places

  /// The first places of a gang where it may start now, beside what is reserved.
  func placesNow(of waiting: WaitingJob) -> [Gang.Place]? {
    let job = world.jobs[Int(waiting.job.index)]
    let gang = books.gangs[Int(waiting.gang)]
    let end = now + remainingLimit(waiting.job)
    let free = pools.indices.map { self.free(in: $0, until: end) }
    var search = GangSearch(gang, frames: frames, free: free, open: ~cycle.closedPools)
    return search.first { places in
      let amounts = books.amounts(of: gang, at: places)
      return books.admits(gang, in: places.map(\.pool), frames)
        && books.stop(of: job, amounts) == nil && books.reserves.host(job, amounts)
        && isLegal(job, gang, places, amounts, end: end)
    }
  }

  /// Tests places of a gang against every reservation.
  private func isLegal(
    _ job: Job,
    _ gang: Gang,
    _ places: [Gang.Place],
    _ amounts: Gang.Amounts,
    end: SimTime
  ) -> Bool {
    if books.hasLimits {
      let isBelowClosed = (0..<books.models).contains { model in
        amounts.models >> UInt64(model) & 1 == 1
          && isBelowClosedTenant(job.tenant, model: ID(model))
      }
      if isBelowClosed { return false }
      for guarded in cycle.guards
      where amount(amounts, of: job, concernedBy: guarded, end: end) > guarded.extra {
        return false
      }
    }
    for share in gang.shares(of: places) where cycle.hasReserved(share.pool) {
      var plan = pools[share.pool].plan
      guard plan.admit(share.slots, gpus: share.job.gpus, until: end) else { return false }
    }
    return true
  }

  /// What a gang takes of a guarded headroom; nothing where it is not concerned.
  private func amount(
    _ amounts: Gang.Amounts,
    of job: Job,
    concernedBy guarded: HeadroomGuard,
    end: SimTime
  ) -> Int64 {
    guard end > guarded.time, books.isAncestor(Int(guarded.tenant.index), of: job.tenant)
    else { return .min }
    return amounts.amount(of: guarded.column, books.resources[guarded.column], job) ?? .min
  }

  // MARK: Limits of groups

  /// True where tenants' limits do not stop a gang in all ways in which its groups' let it start.
  func allows(_ gang: Gang) -> Bool {
    let whole = books.whole(of: gang)
    return !books.hasLimits || hasWay(of: gang) { books.stop(of: whole, $0) == nil }
  }

  /// Calls `body` for every way to give components models in which limits of groups let them start,
  /// until it returns true.
  func hasWay(of gang: Gang, _ body: (Gang.Amounts) -> Bool) -> Bool {
    guard !books.groups.isEmpty, gang.parts[0].limits != nil else {
      return books.hasModels(of: gang, body)
    }
    return Gang.hasChoice(among: gang.poolsOfParts) { pools in
      books.admits(gang, in: pools, frames) && body(books.amounts(of: gang, in: pools))
    }
  }

  // MARK: Starts and ends

  /// Starts a gang that arrives while nobody waits; true if it started.
  mutating func startGangAtOnce(_ waiting: WaitingJob) -> Bool {
    guard let places = placesNow(of: waiting) else { return false }
    queue.counters.passes += 1
    queue.counters.cycles += 1
    queue.counters.visits += 1
    let tenant = world.jobs[Int(waiting.job.index)].tenant
    if !traits.reads.ofTenants.isEmpty { queue.touch(tenant: tenant) }
    launch(waiting, places)
    return true
  }

  /// Starts a gang if it may, else lets it reserve; true if it started.
  mutating func visitGang(_ waiting: WaitingJob) -> Bool {
    guard let places = placesNow(of: waiting) else {
      let gang = books.gangs[Int(waiting.gang)]
      guard hasWay(of: gang, { _ in true }) else { return false }
      let isAllowed = allows(gang)
      block(waiting, Refusal(full: waiting.pools, isAllowedSomewhere: isAllowed))
      return false
    }
    let (job, gang) = (world.jobs[Int(waiting.job.index)], books.gangs[Int(waiting.gang)])
    let amounts = books.amounts(of: gang, at: places)
    let end = now + remainingLimit(waiting.job)
    for index in cycle.guards.indices {
      let taken = amount(amounts, of: job, concernedBy: cycle.guards[index], end: end)
      if taken > .min { cycle.guards[index].extra -= taken }
    }
    let reserved = gang.shares(of: places).filter { cycle.hasReserved($0.pool) }
    for share in reserved {
      _ = pools[share.pool].admit(share.slots, gpus: share.job.gpus, until: end)
    }
    startGang(waiting, places)
    for share in reserved { pools[share.pool].keepPlan() }
    return true
  }

  /// Starts a waiting gang in the given places.
  mutating func startGang(_ waiting: WaitingJob, _ places: [Gang.Place]) {
    dequeue(waiting)
    launch(waiting, places)
  }

  /// Gives a gang its places and lets it run.
  mutating func launch(_ waiting: WaitingJob, _ places: [Gang.Place]) {
    let (id, own) = (waiting.job, Int(waiting.gang))
    let job = world.jobs[Int(id.index)]
    let end = now + remainingLimit(id)
    let shares = books.gangs[own].shares(of: places)
    for share in shares {
      pools[share.pool].take(id, share.slots, gpus: share.job.gpus, until: end)
      var entry = RunningJob(
        job: id,
        pool: share.pool,
        expectedEnd: end,
        gpus: share.job.gpus,
        slots: share.slots
      )
      entry.start = now
      entry.potential = books.ledger?.potential(at: now) ?? 0
      running.add(entry)
      books.take(share.job, model: Int(frames[share.pool].model.index))
    }
    if !books.groups.isEmpty {
      let need = books.gangs[own].need(in: places.map(\.pool), frames)
      books.groups[0].change(job.limits, need, sign: 1)
    }
    if traits.divides && books.models > 1 {
      for (index, part) in books.gangs[own].parts.enumerated() {
        let accepted = models(of: books.gangs[own].pools[index])
        want(part, models: accepted & ~models(of: 1 << UInt64(places[index].pool)), sign: -1)
      }
    }
    if traits.comparesResources { books.dominance.change(job, sign: 1) }
    (books.gangs[own].places, books.gangs[own].shares) = (places, shares)
    schedule(id)
    record(.start, id, places: places)
  }

  /// Lets a gang that has run to its end go.
  mutating func endGang(_ id: ID<Job>, _ own: Int) {
    let pools = stopGang(id, own)
    record(.end, id, places: pools.map { Gang.Place(pool: $0, slots: []) })
  }

  /// Takes a running gang off the machine and gives back the pools of its components.
  mutating func stopGang(_ id: ID<Job>, _ own: Int) -> [Int] {
    let job = world.jobs[Int(id.index)]
    let gang = books.gangs[own]
    let first = running[id]
    if traits.head.givesSlots {
      let rests = gang.places.map { place in
        Timetable.Slot(pool: place.pool, start: now, end: first.expectedEnd, nodes: place.slots)
      }
      returnTail(rests, of: gang.parts)
    }
    for share in gang.shares {
      releaseDevices(running.record(of: id, in: share.pool))
      books.give(share.job, model: Int(frames[share.pool].model.index))
    }
    if !books.groups.isEmpty {
      let need = gang.need(in: gang.places.map(\.pool), frames)
      books.groups[0].change(job.limits, need, sign: -1)
    }
    _ = running.remove(id)
    if traits.divides {
      for (part, place) in zip(gang.parts, gang.places) {
        want(part, models: models(of: 1 << UInt64(place.pool)), sign: -1)
      }
    }
    if traits.comparesResources { books.dominance.change(job, sign: -1) }
    settle(job, id, startedAt: first.start, potential: first.potential)
    (books.gangs[own].places, books.gangs[own].shares) = ([], [])
    return gang.places.map(\.pool)
  }

  /// Books what the components of a job that begins to wait want of the models of their pools.
  mutating func wantParts(of own: Int) {
    let gang = books.gangs[own]
    for (part, pools) in zip(gang.parts, gang.pools) {
      want(part, models: models(of: pools), sign: 1)
    }
  }

  mutating func record(
    _ kind: JournalEntry.Kind,
    _ id: ID<Job>,
    kept: SimDuration = .zero,
    places: [Gang.Place]
  ) {
    record(
      kind,
      id,
      pool: places.first.map { pools[$0.pool].pool },
      kept: kept,
      components: places.map { (pool: pools[$0.pool].pool, slots: $0.slots) }
    )
  }
}
