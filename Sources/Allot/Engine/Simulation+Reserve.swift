/// Reservations of blocked heads at their binding node: a pool, or the tenant whose limit stops
/// them.
extension Simulation {
  mutating func clearReservations() {
    guard !reservations.isEmpty else { return }
    for pool in pools.indices where poolReservations[pool] >= 0 {
      shadows[pool] = reservations[Int(poolReservations[pool])]
      poolReservations[pool] = -1
    }
    reservations.removeAll(keepingCapacity: true)
    if books.hasLimits {
      for slot in books.tenantReservations.indices {
        books.tenantReservations[slot] = -1
      }
    }
  }

  private func hasReserved(_ job: ID<Job>) -> Bool {
    reservations.contains { $0.job == job }
  }

  /// Lets nothing pass a blocked job in the pools that it waits for.
  mutating func closePools(_ full: UInt64) {
    var bits = full
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      guard poolReservations[pool] < 0 else { continue }
      poolReservations[pool] = Int32(reservations.count)
      reservations.append(
        Reservation(
          job: nil,
          time: .distantFuture,
          model: frames[pool].model,
          isClosed: true,
          gpus: 0
        )
      )
    }
  }

  /// Lets nothing pass a blocked job below the tenants whose limits stop it.
  mutating func closeTenants(of waiting: WaitingJob) {
    forEachStop(of: waiting) { simulation, tenant, model in
      let slot = tenant * simulation.books.models + Int(model.index)
      guard simulation.books.tenantReservations[slot] < 0 else { return }
      simulation.books.tenantReservations[slot] = Int32(simulation.reservations.count)
      simulation.reservations.append(
        Reservation(
          job: nil,
          time: .distantFuture,
          model: model,
          isClosed: true,
          gpus: 0
        )
      )
    }
  }

  /// Reserves in the pool that would take the job first, among those without a reservation.
  ///
  /// A job that reserved in an earlier walk of the cycle keeps that reservation and makes no second
  /// one.
  mutating func reservePool(for waiting: WaitingJob, among full: UInt64) {
    guard !hasReserved(waiting.job) else { return }
    let job = world.jobs[Int(waiting.job.index)]
    var best: SimTime?
    var bestPool = 0
    var bits = full
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      guard poolReservations[pool] < 0, let shape = frames[pool].shape(of: job) else { continue }
      let time = shadow(of: waiting.job, gpus: job.gpus, shape: shape, pool: pool)
      if best.map({ time < $0 }) ?? true {
        best = time
        bestPool = pool
      }
    }
    guard best != nil, var reservation = shadows[bestPool] else { return }
    // The plan moves to the reservation and back again, so that it is not copied when starts
    // change it.
    shadows[bestPool] = nil
    if books.hasLimits {
      reservation.guards = guards(of: job, model: reservation.model, at: reservation.time)
    }
    poolReservations[bestPool] = Int32(reservations.count)
    reservations.append(reservation)
  }

  /// The first instant at which running limits free a place; what is free there then is kept in
  /// ``shadows``.
  ///
  /// The last answer of each pool holds while nothing starts or ends there: arrivals alone change
  /// neither the head nor the pool.
  private mutating func shadow(
    of id: ID<Job>,
    gpus: Int32,
    shape: GangShape,
    pool: Int
  ) -> SimTime {
    if let last = shadows[pool], last.job == id, last.version == pools[pool].version {
      return last.time
    }
    queue.counters.shadows += 1
    var future = pools[pool].free
    let isCount = future.isCount
    var given = 0
    var time: SimTime?
    for entry in pools[pool].ends.entries {
      if let time, entry.time > time { break }
      if isCount {
        given += Int(entry.gpus)
        if time == nil && Int(shape.count) <= future.freeGPUs + given { time = entry.time }
      } else {
        let record = Int(recordOf[Int(entry.job.index)])
        future.release(running[record].slots, gpus: Int(entry.gpus))
        if time == nil && future.hosts(shape) { time = entry.time }
      }
    }
    guard let time else {
      preconditionFailure("an admissible job must fit once everything has ended")
    }
    if isCount { future.release([], gpus: given) }
    shadows[pool] = Reservation(
      job: id,
      time: time,
      model: frames[pool].model,
      isClosed: false,
      version: pools[pool].version,
      gpus: gpus,
      shape: shape,
      future: future
    )
    return time
  }

  /// Reserves at the lowest tenant whose limit stops the job, where its room comes first.
  mutating func reserveTenant(for waiting: WaitingJob) {
    guard !hasReserved(waiting.job) else { return }
    let job = world.jobs[Int(waiting.job.index)]
    var best: Reservation?
    var bestSlot = 0
    forEachStop(of: waiting) { simulation, tenant, model in
      let slot = tenant * simulation.books.models + Int(model.index)
      guard simulation.books.tenantReservations[slot] < 0 else { return }
      let time = simulation.shadow(of: job, tenant: tenant, model: model)
      if best.map({ time < $0.time }) ?? true {
        best = Reservation(
          job: waiting.job,
          time: time,
          model: model,
          isClosed: false,
          gpus: job.gpus
        )
        bestSlot = slot
      }
    }
    guard var reservation = best else { return }
    reservation.guards = guards(of: job, model: reservation.model, at: reservation.time)
    books.tenantReservations[bestSlot] = Int32(reservations.count)
    reservations.append(reservation)
  }

  /// The first instant at which running limits below a tenant leave room for the job.
  private mutating func shadow(of job: Job, tenant: Int, model: ID<DeviceModel>) -> SimTime {
    queue.counters.shadows += 1
    let slot = tenant * books.models + Int(model.index)
    var over = books.held[slot] + Int64(job.gpus) - books.limits[slot]
    var ends: [TimedJobs.Entry] = []
    for pool in pools where pool.model == model {
      ends.append(contentsOf: pool.ends.entries.filter { isBelow($0.job, tenant) })
    }
    ends.sort { $0.time < $1.time }
    for entry in ends {
      over -= gpus(entry.job)
      if over <= 0 { return entry.time }
    }
    preconditionFailure("an admissible job must find room once everything has ended")
  }

  /// The headroom beside the job of each limited tenant above it, once the limits before `time`
  /// end.
  private func guards(
    of job: Job,
    model: ID<DeviceModel>,
    at time: SimTime
  ) -> [Reservation.Guard] {
    guard books.hasLimits else { return [] }
    var guards: [Reservation.Guard] = []
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      let slot = tenant * books.models + Int(model.index)
      if books.limits[slot] != .max {
        var used = books.held[slot]
        for pool in pools where pool.model == model {
          for entry in pool.ends.entries where entry.time <= time && isBelow(entry.job, tenant) {
            used -= gpus(entry.job)
          }
        }
        let extra = books.limits[slot] - used - Int64(job.gpus)
        if extra >= 0 { guards.append(Reservation.Guard(tenant: ID(tenant), extra: extra)) }
      }
      tenant = books.parents[tenant]
    }
    return guards
  }

  /// All devices of a job, whatever of them a victim in its grace gives back.
  private func gpus(_ job: ID<Job>) -> Int64 { Int64(world.jobs[Int(job.index)].gpus) }

  private func isBelow(_ job: ID<Job>, _ tenant: Int) -> Bool {
    books.isAncestor(tenant, of: world.jobs[Int(job.index)].tenant)
  }

  /// Calls `body` with the lowest stopping tenant of each device model that the job may use.
  private mutating func forEachStop(
    of waiting: WaitingJob,
    _ body: (inout Simulation, Int, ID<DeviceModel>) -> Void
  ) {
    let job = world.jobs[Int(waiting.job.index)]
    var seen: Int32 = -1
    var bits = waiting.pools
    while bits != 0 {
      let model = frames[bits.trailingZeroBitCount].model
      bits &= bits - 1
      // A model in several pools that do not lie together is met again, which changes nothing: its
      // tenant has a reservation by then, or an equal one is compared.
      guard model.index != seen else { continue }
      seen = model.index
      if let tenant = books.stoppingTenant(
        of: job.tenant,
        gpus: job.gpus,
        model: Int(model.index)
      ) {
        body(&self, tenant, model)
      }
    }
  }
}
