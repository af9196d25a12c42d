/// Fills that give every job a slot: a plan made anew at each pass, or promises that only improve.
extension Simulation {
  /// Lets the search find every job, in policy order.
  private mutating func openFilters() {
    for pool in pools.indices {
      queue.filters[pool] = DemandFilter(ignoresLimits: true)
    }
  }

  // MARK: A plan at every pass

  /// Gives jobs slots in policy order, each behind those before it; whose slot begins now starts.
  ///
  /// Nobody's slot depends on later ones, so that the pass ends as soon as nothing more could start
  /// now.
  mutating func planPass() {
    let now = now
    timetable.advance(to: now)
    var plan = timetable
    books.beginWalk()
    openFilters()
    var planned = 0
    var ends: [SimTime] = []
    while planned < traits.depth && isWorthSearching() {
      guard let waiting = queue.first(judge: books) else { return }
      books.visit(waiting.job)
      queue.counters.visits += 1
      if waiting.gang >= 0 {
        let isStarting = planGang(waiting, in: &plan, plannedEnds: &ends)
        if isStarting != nil { planned += 1 }
        if isStarting == true { continue }
        if traits.blocked == .stop && !allows(books.gangs[Int(waiting.gang)]) { return }
        continue
      }
      let job = world.jobs[Int(waiting.job.index)]
      let slot = firstSlot(for: waiting, in: plan)
      if let slot {
        planned += 1
        plan.book(slot, for: job)
        if !books.gangs.isEmpty { ends.append(slot.end) }
      }
      if let slot, slot.start == now {
        timetable.book(slot, for: job)
        start(waiting, pool: slot.pool, slots: slot.nodes)
      } else if traits.blocked == .stop && isStopped(waiting) {
        return
      }
    }
  }

  /// The first slot of all for a waiting job; nil where nodes that it needs never come back.
  private func firstSlot(
    for waiting: WaitingJob,
    in table: borrowing Timetable
  ) -> Timetable.Slot? {
    table.earliest(
      for: world.jobs[Int(waiting.job.index)],
      in: waiting.pools,
      length: remainingLimit(waiting.job),
      from: now,
      before: .distantFuture
    )
  }

  /// True when tenants' limits stop a job in every pool.
  private func isStopped(_ waiting: WaitingJob) -> Bool {
    let job = world.jobs[Int(waiting.job.index)]
    var bits = waiting.pools
    while bits != 0 {
      let model = Int(frames[bits.trailingZeroBitCount].model.index)
      bits &= bits - 1
      if books.stop(of: job, model: model) == nil { return false }
    }
    return true
  }

  // MARK: Slots that are kept

  /// Moves slots forward if something has ended, then gives new jobs slots.
  mutating func keptSlotsPass() {
    timetable.advance(to: now)
    if keptSlots.mayImprove { improveSlots() }
    giveSlots()
    if passRule == .instant { startDueSlots() }
  }

  /// Every slot that lies ahead moves, in queue order, to the first instant that it could have.
  private mutating func improveSlots() {
    for index in keptSlots.indices where keptSlots[index].slot.start > now { improve(index) }
    keptSlots.noteImproved()
  }

  private mutating func improve(_ index: Int) {
    queue.counters.visits += 1
    let (waiting, old) = (keptSlots[index].waiting, keptSlots[index].slot)
    if waiting.gang >= 0 { return improveGang(index) }
    let movement = timetable.movement(
      of: old.time,
      width: waiting.gpus,
      in: waiting.pools,
      from: now
    )
    if case .none = movement { return }
    let job = world.jobs[Int(waiting.job.index)]
    var slot = old
    if case .to(let start) = movement {
      timetable.release(old, of: job)
      slot.time.start = start
      slot.time.end = start + old.time.length
    } else {
      guard timetable.mightMove(old, of: job, in: waiting.pools, from: now) else { return }
      timetable.release(old, of: job)
      let earlier = timetable.earliest(
        for: job,
        in: waiting.pools,
        length: old.time.length,
        from: now,
        before: old.start
      )
      slot = earlier ?? old
    }
    timetable.book(slot, for: job)
    keptSlots.move(index, to: slot, isEarlier: slot.start < old.start)
  }

  /// Takes their slots from all waiting jobs, which are given others in queue order.
  mutating func forgetKeptSlots() {
    keptSlots = KeptSlots()
    for index in books.gangs.indices { books.gangs[index].slots = [] }
    if traits.head == .promise { books.beginWalk() }
  }

  /// Books what a running job has until its limit.
  mutating func bookSlots(of id: ID<Job>) {
    let (job, entry) = (world.jobs[Int(id.index)], running[id])
    guard let own = job.components else { return timetable.book(rest(of: entry), for: job) }
    let gang = books.gangs[Int(own.index)]
    let slots = gang.places.map { place in
      Timetable.Slot(pool: place.pool, start: now, end: entry.expectedEnd, nodes: place.slots)
    }
    Self.book(slots, of: gang.parts, in: &timetable)
  }

  /// Gives slots to jobs without one, in queue order.
  private mutating func giveSlots() {
    openFilters()
    while keptSlots.count < traits.depth, let waiting = queue.first(judge: books) {
      books.visit(waiting.job)
      queue.counters.visits += 1
      let slot =
        waiting.gang >= 0 ? giveSlot(toGang: waiting) : firstSlot(for: waiting, in: timetable)
      guard let slot else { continue }
      if waiting.gang < 0 { timetable.book(slot, for: world.jobs[Int(waiting.job.index)]) }
      keptSlots.add(waiting, slot)
    }
  }

  /// Starts the jobs whose slots begin now; with a depth, others then get slots.
  mutating func startDueSlots() {
    while keptSlots.next == now {
      var due = keptSlots.takeDue(at: now)
      if passRule == .event { due.sort { $0.change < $1.change } }
      for entry in due {
        if entry.waiting.gang >= 0 {
          startGangInSlot(entry.waiting)
        } else {
          start(entry.waiting, pool: entry.slot.pool, slots: entry.slot.nodes)
        }
      }
      giveSlots()
    }
  }
}
