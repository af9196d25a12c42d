extension Simulation {
  /// All decisions of one instant: cycles until one neither starts nor evicts anything.
  ///
  /// Who was evicted is visited again once nothing else happens, in further cycles of the same
  /// instant.
  ///
  /// Without eviction a further cycle differs only if the order reads what starts have changed, if
  /// best fit gives a job another place than before, or if a limit binds another tenant; on counted
  /// machines without limits it is left out. The naive twin always runs it.
  mutating func pass() throws(PolicyViolation) {
    guard queue.count > 0 || !heldPlaces.isEmpty else { return }
    queue.counters.passes += 1
    if traits.walksOverHeads, let part = policy.cycle { return try headsPass(part) }
    books.victims.removeAll()
    round.begin()
    renewKeys()
    settleClaims()
    books.beginRound()
    if traits.divides { divideSurplus() }
    if traits.head == .plan { return planPass() }
    if traits.head == .promise { return keptSlotsPass() }
    var looks: Looks?
    while try !runCycles(&looks) {
      guard !books.victims.isEmpty else { return }
      books.victims.removeAll()
      looks = looks ?? Looks()
    }
  }

  private mutating func divideSurplus() {
    do {
      guard try division?.divide(into: &books.shares, held: books.held) == true else { return }
    } catch {
      violate("the surplus \(error.message)")
    }
    queue.touchAll()
    if traits.reclaimReadsShares { books.judgeClaims(division?.changed ?? []) }
  }

  /// Cycles until one neither starts nor evicts anything; true if jobs have preempted each other
  /// until things stood as before in these looks.
  private mutating func runCycles(_ looks: inout Looks?) throws(PolicyViolation) -> Bool {
    let bound = queue.count + running.count + 1
    var cycles = 0
    while true {
      let started = runCycle()
      if let room = roomForClaimant() {
        if try looks?.comeBack(&self) == true { return true }
        serve(room)
      } else if !started || !shortcuts.startsMatterToOthers {
        return false
      }
      cycles += 1
      guard cycles <= bound else {
        throw PolicyViolation(
          policy: policy.name,
          time: now,
          job: nil,
          message: "a pass needs more cycles than there are waiting and running jobs"
        )
      }
    }
  }

  /// One round: visits waiting jobs in policy order; each starts, reserves or is passed over.
  ///
  /// After a start the walk begins again on the state of that moment, reservations kept. On
  /// machines where a start can not help or hinder a job that was passed over, continuing is the
  /// same.
  private mutating func runCycle() -> Bool {
    beginWalk()
    beginCycle()
    queue.counters.cycles += 1
    var started = false
    let isByLength = traits.isByLength
    while !cycle.isOver && isWorthSearching() {
      setFilters(reservedAreClosed: isByLength)
      guard let job = queue.first(judge: books) else { break }
      if visit(job) {
        started = true
        if shortcuts.startsMatterToOthers { beginWalk() }
      }
    }
    while isByLength && !cycle.isOver && isWorthSearching() {
      guard visitByLength() else { break }
      started = true
      guard shortcuts.startsMatterToOthers else { break }
      beginWalk()
    }
    return started
  }

  /// Forgets who was visited and who claimed: claimants stand in the policy order of the last walk.
  private mutating func beginWalk() {
    books.beginWalk()
    cycle.forgetClaimants()
  }

  /// Visits what may still start, shortest limit first; true if something started.
  private mutating func visitByLength() -> Bool {
    setFilters(reservedAreClosed: false)
    var rest = queue.all(judge: books)
    rest.sort { a, b in
      let x = remainingLimit(a.job)
      let y = remainingLimit(b.job)
      return x != y ? x < y : a.job < b.job
    }
    var started = false
    for job in rest where !cycle.isOver {
      guard visit(job) else { continue }
      started = true
      if shortcuts.startsMatterToOthers { return true }
    }
    return started
  }

  /// False when the summaries prove that nothing could start or claim, whatever is reserved.
  mutating func isWorthSearching() -> Bool {
    if books.hasTakeable { return true }
    for pool in pools.indices {
      cycle.nowFilters[pool].now = largestStart(in: pool)
      if !queue.coreBounds.isEmpty { boundCores(in: pool) }
    }
    return queue.mayPass(cycle.nowFilters)
  }

  /// An upper bound on the devices of a job that could start now.
  private func largestStart(in pool: Int) -> Int32 {
    Int32(shortcuts.usesNodeShapes ? pools[pool].free.freeGPUs : pools[pool].free.largestPackedGang)
  }

  /// Tells the queue what may pass.
  private mutating func setFilters(reservedAreClosed: Bool) {
    for pool in pools.indices {
      var filter = filter(of: pool, reservedAreClosed: reservedAreClosed)
      // The tree narrows these on the way down; at the root they must let everything pass.
      if traits.reclaims { filter.tenant.claim = .max }
      if books.hasLimits { filter.tenant.openAbove = -1 }
      queue.filters[pool] = filter
      guard !queue.coreBounds.isEmpty else { continue }
      boundCores(in: pool)
      if cycle.hasReserved(pool) { boundCoresBeside(planIn: pool) }
    }
  }

  private mutating func filter(of pool: Int, reservedAreClosed: Bool) -> DemandFilter {
    let bit: UInt64 = 1 << UInt64(pool)
    guard (cycle.reservedPools | cycle.closedPools) & bit != 0 else {
      var open = DemandFilter()
      // Who may become a head is tried in policy order, wherever it might start beside others.
      open.ignoresLimits = reservedAreClosed
      if traits.head == .pass {
        open.isOpen = false
        open.now = largestStart(in: pool)
      }
      return open
    }
    if reservedAreClosed { return .closed }
    if cycle.closedPools & bit != 0 {
      return DemandFilter(isOpen: false, now: -1, slack: -1, beside: -1)
    }
    let seconds = (pools[pool].plan.time - now).milliseconds / 1_000
    var filter = DemandFilter(
      isOpen: false,
      now: largestStart(in: pool),
      slack: Int32(clamping: seconds),
      beside: Int32(clamping: pools[pool].plan.future.freeGPUs - Int(pools[pool].plan.gpus))
    )
    guard !hasOutages || pools[pool].holds.isEmpty else {
      // Who may not be on a node when the head is may be there before, but nobody meets a hold.
      filter.beside = filter.now
      guard let first = pools[pool].holds.byBegin.first else { return filter }
      filter.slack = Int32(clamping: (first.from - now).milliseconds / 1_000)
      filter.beside = pools[pool].largestStart(
        beside: first,
        usesNodeShapes: shortcuts.usesNodeShapes
      )
      return filter
    }
    if shortcuts.jobsArePacked, !frames[pool].kind.isCount, let shape = pools[pool].plan.shape,
      let gangs = pools[pool].free.largestGangs(beside: shape, in: pools[pool].plan.future)
    {
      filter.besideByRest = gangs
      filter.beside = gangs.max()
      filter.nodeSize = Int32(frames[pool].kind.gpus)
    }
    return filter
  }

  /// Starts a job that arrives while nobody waits, without a walk; true if it started.
  ///
  /// It would be the only visit of the pass.
  mutating func startAtOnce(_ waiting: WaitingJob) -> Bool {
    guard shortcuts.startsAtOnce, queue.count == 0, heldPlaces.isEmpty else { return false }
    beginCycle()
    if waiting.gang >= 0 { return startGangAtOnce(waiting) }
    var refusal = Refusal()
    guard let pool = place(waiting, &refusal) else { return false }
    queue.counters.passes += 1
    queue.counters.cycles += 1
    queue.counters.visits += 1
    let tenant = world.jobs[Int(waiting.job.index)].tenant
    if !traits.reads.ofTenants.isEmpty { queue.touch(tenant: tenant) }
    take(waiting.job, pool: pool, slots: cycle.candidate, until: now + remainingLimit(waiting.job))
    begin(waiting.job)
    return true
  }

  /// Starts a job if it may, else lets it reserve or claim; true if it started.
  private mutating func visit(_ waiting: WaitingJob) -> Bool {
    books.visit(waiting.job)
    queue.counters.visits += 1
    // Where the more urgent come first, nobody behind one that can not preempt in its queue can.
    if traits.preemptsOwnQueue && traits.readsJobPriority && !traits.isByLength {
      let job = world.jobs[Int(waiting.job.index)]
      books.ownQueues.closeUnlessPreempting(job, in: books.walk)
    }
    if waiting.gang >= 0 { return visitGang(waiting) }
    var refusal = Refusal()
    if let pool = place(waiting, &refusal) {
      // A start beside a reservation moves nothing of its plan but what it takes itself.
      let isBeside = cycle.hasReserved(pool)
      start(waiting, pool: pool, slots: cycle.candidate)
      if isBeside { pools[pool].keepPlan() }
      return true
    }
    if refusal.isEligible { block(waiting, refusal) }
    return false
  }

  /// Why a visited job can not start.
  struct Refusal {
    /// True where limits of its groups let it start in some pool; else it is passed over.
    var isEligible = false
    /// The pools that are too full, one bit each.
    var full: UInt64 = 0
    /// The pools in which limits stop it, until what may be taken below them has been.
    var relievable: UInt64 = 0
    /// True where no limit stops it in some pool.
    var isAllowedSomewhere = false
  }

  /// The first pool in which a job may start now, with its place in ``candidate``; else nil, and
  /// why.
  private mutating func place(_ waiting: WaitingJob, _ refusal: inout Refusal) -> Int? {
    let job = world.jobs[Int(waiting.job.index)]
    let end = now + remainingLimit(waiting.job)
    var bits = waiting.pools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      let model = Int(frames[pool].model.index)
      // Asked here, so that no frame is copied where nobody has such limits.
      guard books.groups.isEmpty || books.admits(job, in: frames[pool]) else { continue }
      refusal.isEligible = true
      guard books.stop(of: job, model: model) == nil else {
        if books.mayBeRelieved(job, model: model) { refusal.relievable |= 1 << UInt64(pool) }
        continue
      }
      refusal.isAllowedSomewhere = true
      guard let shape = frames[pool].shape(of: job) else { continue }
      cycle.candidate.removeAll(keepingCapacity: true)
      // What others keep for themselves is as good as taken: who may claim takes back, too.
      // Without outages no map is handed round.
      let isPlaced =
        hasOutages
        ? pools[pool].place(shape, until: end, into: &cycle.candidate)
        : pools[pool].free.place(shape, into: &cycle.candidate)
      guard isPlaced, books.reserves.host(job, model: model)
      else {
        refusal.full |= 1 << UInt64(pool)
        continue
      }
      if takePlace(job, pool: pool, end: end) { return pool }
    }
    return nil
  }

  /// Tests the candidate's place against every reservation and, if it is legal, books it there.
  private mutating func takePlace(_ job: Job, pool: Int, end: SimTime) -> Bool {
    let bit: UInt64 = 1 << UInt64(pool)
    if cycle.closedPools & bit != 0 { return false }
    let model = frames[pool].model
    if books.hasLimits {
      if isBelowClosedTenant(job.tenant, model: model) { return false }
      for guarded in cycle.guards where guarded.concerns(job, model, end, books) {
        if job.amount(of: books.resources[guarded.column]) > guarded.extra { return false }
      }
    }
    if cycle.reservedPools & bit != 0
      && !pools[pool].admit(cycle.candidate, gpus: job.gpus, until: end)
    {
      return false
    }
    for index in cycle.guards.indices where cycle.guards[index].concerns(job, model, end, books) {
      cycle.guards[index].extra -= job.amount(of: books.resources[cycle.guards[index].column])
    }
    return true
  }

  func isBelowClosedTenant(_ leaf: ID<Tenant>, model: ID<DeviceModel>) -> Bool {
    guard traits.head == .close else { return false }
    var tenant = Int(leaf.index)
    while tenant >= 0 {
      let slot = tenant * books.columns
      if books.reservations[slot + Int(model.index)] { return true }
      if books.reservations.isAny(in: slot + books.models..<slot + books.columns) { return true }
      tenant = books.parents[tenant]
    }
    return false
  }

  /// Puts a blocked job on the list of claimants in some pools.
  private mutating func claim(_ waiting: WaitingJob, in pools: UInt64) {
    cycle.claim(waiting)
    // What fails for a gang fails for a larger one of the same queue, unless nodes, cores or memory
    // are asked for one by one.
    guard shortcuts.jobsArePacked, books.columns == books.models, !traits.preemptsOwnQueue,
      !knowsHolds
    else { return }
    var bits = pools
    while bits != 0 {
      let leaf = world.jobs[Int(waiting.job.index)].tenant
      books.noteClaimant(leaf: leaf, pool: bits.trailingZeroBitCount, gpus: waiting.gpus)
      bits &= bits - 1
    }
  }

  /// Deals with a visited job that can not start: it claims, reserves, closes or is passed over.
  mutating func block(_ waiting: WaitingJob, _ refusal: Refusal) {
    if traits.reclaims && refusal.full | refusal.relievable != 0 && waiting.gang < 0 {
      claim(waiting, in: refusal.full | refusal.relievable)
    }
    books.closeStrictQueue(of: world.jobs[Int(waiting.job.index)].tenant)
    if !refusal.isAllowedSomewhere && traits.blocked == .stop {
      cycle.end()
      return
    }
    switch (traits.head, refusal.isAllowedSomewhere) {
    case (.pass, _), (.plan, _), (.promise, _): break
    case (.close, true): cycle.close(refusal.full)
    case (.close, false): closeTenants(of: waiting)
    case (.reserve, true): reservePool(for: waiting, among: refusal.full)
    case (.reserve, false): reserveTenant(for: waiting)
    }
  }
}
