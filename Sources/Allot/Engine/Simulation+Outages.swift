/// Nodes that are out: who runs there is interrupted or runs on, and nobody starts there.
///
/// What tenants are entitled to, and which jobs could ever run, does not change: a node that is out
/// is one that is full. Plans and slots count on it from when it comes back.
extension Simulation {
  /// True where some node is announced to be out: what can start then hangs on how long it may run.
  var knowsHolds: Bool { hasOutages && !pools.allSatisfy(\.holds.isEmpty) }

  /// What is free in a pool for somebody who would have it until an instant.
  func free(in pool: Int, until end: SimTime) -> FreeMap {
    hasOutages ? pools[pool].free(until: end) : pools[pool].free
  }

  /// When the next node comes back; nil where none does.
  var nextReturn: SimTime? {
    var next = SimTime.distantFuture
    for pool in pools.indices {
      if let back = pools[pool].returns.first { next = min(next, back.time) }
    }
    return next < .distantFuture ? next : nil
  }

  /// Takes back the nodes that are there again, gives up those that are out from now on, and lets
  /// nobody start on those that are announced to be.
  mutating func deliverOutages() {
    let isOutageDue = agenda.isOutageDue
    guard isOutageDue || nextReturn.map({ $0 <= now }) ?? false else { return }
    if isOutageDue {
      beginOutages()
      while let outage = agenda.takeAnnouncement() { announce(outage) }
    }
    for pool in pools.indices { pools[pool].open(at: now) }
    // Who could not be served may be now.
    heads?.takeBack()
    // Slots count on nodes from when they come back, and lie on none that is out.
    guard isOutageDue, traits.head.givesSlots else { return }
    timetable = Self.timetable(policy, traits, books, pools)
    for id in running.jobs.sorted() { bookSlots(of: id) }
    forgetKeptSlots()
  }

  private mutating func announce(_ outage: NodeOutage) {
    guard outage.from > now else { return }
    for pool in pools.indices
    where pools[pool].pool == outage.pool && pools[pool].has(outage.node) {
      pools[pool].announce(outage)
    }
  }

  /// Closes the nodes that are out from now on: first claimants lose their places there, then who
  /// runs on nodes that have failed is interrupted, both in the order of the trace.
  private mutating func beginOutages() {
    var due: [NodeOutage] = []
    while let outage = agenda.takeOutage() { due.append(outage) }
    let none = pools.map { NodeSet(nodes: $0.endNode) }
    var (out, failed) = (none, none)
    for outage in due {
      for pool in pools.indices
      where pools[pool].pool == outage.pool && pools[pool].has(outage.node) {
        out[pool].insert(outage.node)
        if outage.running == .requeue { failed[pool].insert(outage.node) }
        pools[pool].close(outage.node, until: outage.until)
      }
    }
    for pool in pools.indices { pools[pool].forgetHolds(at: now) }
    if !heldPlaces.isEmpty {
      for id in running.jobs(on: out) where heldPlaces.isHeld(for: id) { giveUpPlace(of: id) }
    }
    for id in running.jobs(on: failed) { interrupt(id) }
  }

  /// Lets a job that a node has failed under wait again, from its old place on.
  private mutating func interrupt(_ id: ID<Job>) {
    let kept = work(of: id, savedEvery: world.checkpoint ?? traits.checkpoint)
    if let own = world.jobs[Int(id.index)].components {
      let pools = stopGang(id, Int(own.index))
      running.endAttempt(of: id, saving: kept)
      record(.interrupt, id, kept: kept, places: pools.map { Gang.Place(pool: $0, slots: []) })
    } else {
      let pool = stop(id)
      running.endAttempt(of: id, saving: kept)
      record(.interrupt, id, pool: pools[pool].pool, kept: kept)
    }
    if let waiting = waitAgain(id), traits.walksOverHeads { queueHead(waiting) }
  }

  /// Lets a claimant wait again whose place has failed; its victims have been told, and go.
  private mutating func giveUpPlace(of id: ID<Job>) {
    let (job, record) = (world.jobs[Int(id.index)], running[id])
    let (pool, model) = (record.pool, Int(frames[record.pool].model.index))
    pools[pool].release(record, at: now)
    for handed in heldPlaces.giveUp(id) {
      let own = running.record(of: handed.victim)
      pools[pool].vacate(running[own])
      running.keep(
        own,
        slots: NodeSlot.joined(running[own].slots, handed.part.slots),
        gpus: running[own].gpus + handed.part.gpus
      )
      pools[pool].occupyAgain(running[own])
    }
    _ = running.remove(id)
    if traits.divides { want(job, models: models(of: 1 << UInt64(pool)), sign: -1) }
    if traits.comparesResources { books.dominance.change(job, sign: -1) }
    books.give(job, model: model)
    if !books.groups.isEmpty {
      books.groups[0].change(job.limits, frames[pool].need(of: job), sign: -1)
    }
    _ = waitAgain(id)
  }
}
