/// Fills that give every job a slot: a plan made anew at each pass, or promises that only improve.
extension Simulation {
  /// A waiting job and the slot that it keeps.
  struct Promise {
    var waiting: WaitingJob
    var slot: Timetable.Slot
    /// Moves with every change of a slot: the order in which older simulators start jobs.
    var change: UInt64
  }

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
      planned += 1
      if waiting.gang >= 0 {
        if planGang(waiting, in: &plan, plannedEnds: &ends) { continue }
        if traits.blocked == .stop && !allows(books.gangs[Int(waiting.gang)]) { return }
        continue
      }
      let job = world.jobs[Int(waiting.job.index)]
      let slot = firstSlot(for: waiting, in: plan)
      plan.book(slot, for: job)
      if !books.gangs.isEmpty { ends.append(slot.end) }
      if slot.start == now {
        timetable.book(slot, for: job)
        start(waiting, pool: slot.pool, slots: slot.nodes)
      } else if traits.blocked == .stop && isStopped(waiting) {
        return
      }
    }
  }

  /// The first slot of all for a waiting job.
  private func firstSlot(for waiting: WaitingJob, in table: borrowing Timetable) -> Timetable.Slot {
    let slot = table.earliest(
      for: world.jobs[Int(waiting.job.index)],
      in: waiting.pools,
      length: remainingLimit(waiting.job),
      from: now,
      before: .distantFuture
    )
    guard let slot else { preconditionFailure("a waiting job has a slot at last") }
    return slot
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

  // MARK: Promises

  /// Moves slots forward if something has ended, then gives new jobs slots.
  mutating func promisePass() {
    let now = now
    timetable.advance(to: now)
    if hasEnded { improvePromises() }
    hasEnded = false
    givePromises()
    if passRule == .instant { keepPromises() }
  }

  /// Every slot that lies ahead moves, in queue order, to the first instant that it could have.
  private mutating func improvePromises() {
    nextPromise = nil
    for index in promises.indices {
      if promises[index].slot.start > now { improve(index) }
      noteNext(promises[index].slot.start)
    }
  }

  private mutating func improve(_ index: Int) {
    queue.counters.visits += 1
    if promises[index].waiting.gang >= 0 {
      guard improveGang(index) else { return }
      promises[index].change = nextChange
      nextChange += 1
      return
    }
    let now = now
    let movement = timetable.movement(
      of: promises[index].slot.time,
      width: promises[index].waiting.gpus,
      in: promises[index].waiting.pools,
      from: now
    )
    if case .none = movement { return }
    let old = promises[index].slot
    let job = world.jobs[Int(promises[index].waiting.job.index)]
    let pools = promises[index].waiting.pools
    if case .to(let start) = movement {
      timetable.release(old, of: job)
      promises[index].slot.time.start = start
      promises[index].slot.time.end = start + old.time.length
    } else {
      guard timetable.mightMove(old, of: job, in: pools, from: now) else { return }
      timetable.release(old, of: job)
      let slot = timetable.earliest(
        for: job,
        in: pools,
        length: old.time.length,
        from: now,
        before: old.start
      )
      promises[index].slot = slot ?? old
    }
    timetable.book(promises[index].slot, for: job)
    guard promises[index].slot.start < old.start else { return }
    promises[index].change = nextChange
    nextChange += 1
  }

  /// Gives slots to jobs without one, in queue order.
  private mutating func givePromises() {
    openFilters()
    while promises.count < traits.depth, let waiting = queue.first(judge: books) {
      books.visit(waiting.job)
      queue.counters.visits += 1
      let slot =
        waiting.gang >= 0 ? promiseGang(waiting) : firstSlot(for: waiting, in: timetable)
      if waiting.gang < 0 { timetable.book(slot, for: world.jobs[Int(waiting.job.index)]) }
      var at = promises.count
      while at > 0 && waiting < promises[at - 1].waiting { at -= 1 }
      promises.insert(Promise(waiting: waiting, slot: slot, change: nextChange), at: at)
      nextChange += 1
      noteNext(slot.start)
    }
  }

  /// Starts the jobs whose slots begin now; with a depth, others then get slots.
  mutating func keepPromises() {
    let now = now
    while nextPromise == now {
      var due = takeDuePromises()
      if passRule == .event { due.sort { $0.change < $1.change } }
      for promise in due {
        if promise.waiting.gang >= 0 {
          startPromisedGang(promise.waiting)
        } else {
          start(promise.waiting, pool: promise.slot.pool, slots: promise.slot.nodes)
        }
      }
      givePromises()
    }
  }

  /// Takes out the promises whose slots begin now, in queue order.
  private mutating func takeDuePromises() -> [Promise] {
    var due: [Promise] = []
    nextPromise = nil
    var kept = 0
    for index in promises.indices {
      if promises[index].slot.start == now {
        due.append(promises[index])
        continue
      }
      noteNext(promises[index].slot.start)
      if kept < index { promises.swapAt(kept, index) }
      kept += 1
    }
    promises.removeLast(promises.count - kept)
    return due
  }

  private mutating func noteNext(_ start: SimTime) {
    nextPromise = min(nextPromise ?? start, start)
  }
}
