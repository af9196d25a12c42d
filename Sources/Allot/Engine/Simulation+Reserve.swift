/// Reservations of blocked heads at their binding node: a pool, or the tenant whose limit stops
/// them.
extension Simulation {
  /// Begins a cycle, or the only visit of a pass, with nothing reserved.
  mutating func beginCycle() {
    cycle.begin()
    if books.hasLimits { books.reservations.removeAll() }
  }

  func hasReserved(_ job: ID<Job>) -> Bool {
    var bits = cycle.reservedPools
    while bits != 0 {
      if pools[bits.trailingZeroBitCount].plan.job == job { return true }
      bits &= bits - 1
    }
    return books.reservations.isMade(by: job)
  }

  /// Lets nothing pass a blocked job below the tenants whose limits stop it.
  mutating func closeTenants(of waiting: WaitingJob) {
    if waiting.gang >= 0 {
      for (slot, _) in stops(of: waiting) { books.reservations.make(slot, for: nil) }
      return
    }
    forEachStop(of: waiting) { simulation, slot, _ in
      simulation.books.reservations.make(slot, for: nil)
    }
  }

  /// Reserves in the pool that would take the job first, among those without a reservation.
  ///
  /// A job that reserved in an earlier walk of the cycle keeps that reservation and makes no second
  /// one.
  mutating func reservePool(for waiting: WaitingJob, among full: UInt64) {
    if waiting.gang >= 0 { return reserveGang(waiting) }
    guard !hasReserved(waiting.job) else { return }
    let job = world.jobs[Int(waiting.job.index)]
    var best: SimTime?
    var bestPool = 0
    var bits = full & ~cycle.reservedPools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      guard let shape = frames[pool].shape(of: job) else { continue }
      let time =
        pools[pool].plannedStart(of: waiting.job) ?? plan(waiting.job, job.gpus, shape, in: pool)
      if best.map({ time < $0 }) ?? true {
        best = time
        bestPool = pool
      }
    }
    // Who needs nodes that never come back keeps nothing from others.
    guard let best, best < .distantFuture else { return }
    cycle.reserve(bestPool)
    guardHeadrooms(of: job, model: frames[bestPool].model, from: best)
  }

  private mutating func plan(_ id: ID<Job>, _ gpus: Int32, _ shape: GangShape, in pool: Int)
    -> SimTime
  {
    queue.counters.shadows += 1
    let length = remainingLimit(id)
    return pools[pool].plan(
      id,
      gpus: gpus,
      shape: shape,
      length: length,
      from: now,
      running,
      in: pool
    )
  }

  /// Reserves at the lowest tenant whose limit stops the job, where its room comes first.
  mutating func reserveTenant(for waiting: WaitingJob) {
    guard !hasReserved(waiting.job) else { return }
    if waiting.gang >= 0 { return reserveTenant(forGang: waiting) }
    let job = world.jobs[Int(waiting.job.index)]
    var best: (time: SimTime, slot: Int, model: ID<DeviceModel>)?
    forEachStop(of: waiting) { simulation, slot, model in
      guard !simulation.books.reservations[slot] else { return }
      let resource = simulation.books.resources[slot % simulation.books.columns]
      let time = simulation.shadow(of: job.amount(of: resource), at: slot)
      if best.map({ time < $0.time }) ?? true { best = (time, slot, model) }
    }
    guard let best else { return }
    books.reservations.make(best.slot, for: waiting.job)
    guardHeadrooms(of: job, model: best.model, from: best.time)
  }

  /// The first instant at which running limits below a tenant leave room for an amount of a
  /// resource, both given by a place in the books.
  mutating func shadow(of amount: Int64, at slot: Int) -> SimTime {
    queue.counters.shadows += 1
    let (tenant, column) = slot.quotientAndRemainder(dividingBy: books.columns)
    let resource = books.resources[column]
    var over = books.held[slot] + amount - books.limits[slot]
    // The pools' ends are merged by time.
    var positions = Array(repeating: 0, count: pools.count)
    while true {
      var first: (time: SimTime, pool: Int)?
      for pool in pools.indices where counts(column, in: pool) {
        guard positions[pool] < pools[pool].ends.endIndex else { continue }
        let time = pools[pool].ends[positions[pool]].time
        if first.map({ time < $0.time }) ?? true { first = (time, pool) }
      }
      guard let first else {
        preconditionFailure("an admissible job must find room once everything has ended")
      }
      let ending = pools[first.pool].ends[positions[first.pool]].job
      pools[first.pool].ends.formIndex(after: &positions[first.pool])
      guard isBelow(ending, tenant) else { continue }
      over -= self.amount(ending, resource, in: first.pool)
      if over <= 0 { return first.time }
    }
  }

  /// Guards the headroom beside the job of each limited tenant above it, once the limits before its
  /// expected start have ended.
  private mutating func guardHeadrooms(of job: Job, model: ID<DeviceModel>, from time: SimTime) {
    guard books.hasLimits else { return }
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      guardHeadroom(of: Int64(job.gpus), tenant: tenant, column: Int(model.index), from: time)
      for column in books.models..<books.columns {
        let amount = job.amount(of: books.resources[column])
        guardHeadroom(of: amount, tenant: tenant, column: column, from: time)
      }
      tenant = books.parents[tenant]
    }
  }

  /// Guards what a tenant has left of a resource beside an amount that a head takes of it.
  mutating func guardHeadroom(
    of amount: Int64,
    tenant: Int,
    column: Int,
    from time: SimTime
  ) {
    let slot = tenant * books.columns + column
    guard books.limits[slot] != .max else { return }
    let used = books.held[slot] - ending(below: tenant, in: column, by: time)
    let extra = books.limits[slot] - used - amount
    guard extra >= 0 else { return }
    cycle.guards.append(HeadroomGuard(tenant: ID(tenant), column: column, time: time, extra: extra))
  }

  /// What jobs below a tenant are expected to give back of a resource up to an instant.
  private func ending(below tenant: Int, in column: Int, by time: SimTime) -> Int64 {
    var sum: Int64 = 0
    for pool in pools.indices where counts(column, in: pool) {
      for entry in pools[pool].ends {
        guard entry.time <= time else { break }
        guard isBelow(entry.job, tenant) else { continue }
        sum += amount(entry.job, books.resources[column], in: pool)
      }
    }
    return sum
  }

  /// True where jobs of a pool hold some of a resource.
  private func counts(_ column: Int, in pool: Int) -> Bool {
    column >= books.models || Int(frames[pool].model.index) == column
  }

  /// All that a job holds in a pool, whatever of it a victim in its grace gives back.
  private func amount(_ job: ID<Job>, _ resource: Resource, in pool: Int) -> Int64 {
    let job = world.jobs[Int(job.index)]
    guard let own = job.components else { return job.amount(of: resource) }
    return books.gangs[Int(own.index)].amount(of: resource, in: pool)
  }

  private func isBelow(_ job: ID<Job>, _ tenant: Int) -> Bool {
    books.isAncestor(tenant, of: world.jobs[Int(job.index)].tenant)
  }

  /// Calls `body` with the first limit that stops the job in each device model that it may use and
  /// in which limits of its groups do not stop it; it is given as a place in the books.
  private mutating func forEachStop(
    of waiting: WaitingJob,
    _ body: (inout Simulation, Int, ID<DeviceModel>) -> Void
  ) {
    let job = world.jobs[Int(waiting.job.index)]
    var seen: Int32 = -1
    var bits = waiting.pools
    while bits != 0 {
      let frame = frames[bits.trailingZeroBitCount]
      let model = frame.model
      bits &= bits - 1
      guard books.admits(job, in: frame) else { continue }
      // A model in several pools that do not lie together is met again, which changes nothing: its
      // tenant has a reservation by then, or an equal one is compared.
      guard model.index != seen else { continue }
      seen = model.index
      if let slot = books.stop(of: job, model: Int(model.index)) { body(&self, slot, model) }
    }
  }
}
