/// Nodes that are out: who runs there is interrupted or runs on, and nobody starts there.
///
/// What tenants are entitled to, and which jobs could ever run, does not change: a node that is out
/// is one that is full. Plans and slots count on it from when it comes back.
extension Simulation {
  /// True in a replay in which nodes are out at some time.
  var hasOutages: Bool { !world.outages.isEmpty }

  /// When the next node comes back; nil where none does.
  var nextReturn: SimTime? {
    var next = SimTime.distantFuture
    for pool in pools {
      if let back = pool.returns.first { next = min(next, back.time) }
    }
    return next < .distantFuture ? next : nil
  }

  /// Takes back the nodes that are there again, and gives up those that are out from now on.
  mutating func deliverOutages() {
    let back = nextReturn.map { $0 <= now } ?? false
    guard back || agenda.isOutageDue else { return }
    while let outage = agenda.takeOutage() { begin(outage) }
    for pool in pools.indices { pools[pool].open(at: now) }
    // Who could not be served may be now.
    heads?.takeBack()
    guard traits.head.givesSlots else { return }
    timetable = Self.timetable(policy, traits, books, pools)
    for id in running.jobs.sorted() { bookSlots(of: id) }
    forgetKeptSlots()
  }

  private mutating func begin(_ outage: NodeOutage) {
    for pool in pools.indices where pools[pool].pool == outage.pool && pools[pool].has(outage.node)
    {
      for id in running.jobs.sorted() where heldPlaces.isHeld(for: id) && lies(id, on: outage, pool)
      {
        giveUpPlace(of: id)
      }
      if outage.running == .requeue {
        for id in running.jobs.sorted() where lies(id, on: outage, pool) { interrupt(id) }
      }
      pools[pool].close(outage.node, until: outage.until)
    }
  }

  /// True for a job that has something on the node of an outage.
  private func lies(_ id: ID<Job>, on outage: NodeOutage, _ pool: Int) -> Bool {
    running.records(of: id).contains { record in
      record.pool == pool && record.slots.contains { $0.node == outage.node }
    }
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
