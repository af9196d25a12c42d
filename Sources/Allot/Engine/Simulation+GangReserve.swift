/// Reservations of jobs of several components.
extension Simulation {
  /// Reserves the places that a gang could have first, in pools without a reservation.
  ///
  /// What runs is expected to end at its limit; at the first end by which all components have
  /// places they are reserved together. Places that the gang has now already, and may not take, are
  /// none.
  mutating func reserveGang(_ waiting: WaitingJob) {
    guard !hasReserved(waiting.job) else { return }
    queue.counters.shadows += 1
    let job = world.jobs[Int(waiting.job.index)]
    let gang = books.gangs[Int(waiting.gang)]
    let length = remainingLimit(waiting.job)
    let current = pools.indices.map { free(in: $0, until: now + length) }
    let open = ~cycle.reservedPools
    var left = pools.map(\.free)
    var positions = Array(repeating: 0, count: pools.count)
    var last = now
    while let time = nextEnd(in: gang.union & open, after: positions, last, left),
      time < .distantFuture
    {
      last = time
      release(upTo: time, in: gang.union & open, &positions, &left)
      let future = zip(pools, left).map { $0.left(of: $1, from: time, until: time + length) }
      var search = GangSearch(gang, frames: frames, free: future, open: open)
      let own = pools.indices.filter { (gang.union & open) >> UInt64($0) & 1 == 1 }
      guard own.reduce(0, { $0 + future[$1].freeGPUs }) >= Int(gang.gpus) else { continue }
      let found = search.first { places in
        guard books.admits(gang, in: places.map(\.pool), frames),
          books.stop(of: job, books.amounts(of: gang, at: places)) == nil
        else { return false }
        var now = GangSearch(gang, at: places, frames: frames, free: current)
        return now.first() == nil
      }
      guard let found else { continue }
      for share in gang.shares(of: found) {
        let shapes = zip(gang.parts, found).filter { $0.1.pool == share.pool }
          .compactMap { frames[share.pool].shape(of: $0.0) }
        pools[share.pool].reserve(
          shapes,
          of: waiting.job,
          gpus: share.job.gpus,
          at: time,
          future: future[share.pool]
        )
        // What is known beside the last plan of the same head may be wrong now.
        coreStates[share.pool].versionBeside = -1
        cycle.reserve(share.pool)
      }
      return guardHeadrooms(of: job, books.amounts(of: gang, at: found), from: time)
    }
  }

  /// The first end in some pools behind those that have been looked at, or when a node comes back
  /// that has not yet, or when one is back behind the last instant that was announced to be out.
  private func nextEnd(
    in open: UInt64,
    after positions: [Int],
    _ last: SimTime,
    _ free: [FreeMap]
  ) -> SimTime? {
    var first: SimTime?
    for pool in pools.indices where open >> UInt64(pool) & 1 == 1 {
      if let back = pools[pool].returns.first(where: { free[pool].isOut($0.node) }) {
        first = min(first ?? back.time, back.time)
      }
      if let over = pools[pool].holds.byEnd.first(where: { $0.until > last })?.until {
        first = min(first ?? over, over)
      }
      guard positions[pool] < pools[pool].ends.endIndex else { continue }
      let time = pools[pool].ends[positions[pool]].time
      first = min(first ?? time, time)
    }
    return first
  }

  private func release(
    upTo time: SimTime,
    in open: UInt64,
    _ positions: inout [Int],
    _ free: inout [FreeMap]
  ) {
    for pool in pools.indices where open >> UInt64(pool) & 1 == 1 {
      while positions[pool] < pools[pool].ends.endIndex {
        let entry = pools[pool].ends[positions[pool]]
        guard entry.time <= time else { break }
        free[pool].release(
          running[running.record(of: entry.job, in: pool)].slots,
          gpus: Int(entry.gpus)
        )
        pools[pool].ends.formIndex(after: &positions[pool])
      }
      for back in pools[pool].returns where back.time <= time { free[pool].open(back.node) }
    }
  }

  /// Guards the headroom beside a gang of each limited tenant above it.
  private mutating func guardHeadrooms(
    of job: Job,
    _ amounts: Gang.Amounts,
    from time: SimTime
  ) {
    guard books.hasLimits else { return }
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      for column in 0..<books.columns {
        guard let amount = amounts.amount(of: column, books.resources[column], job)
        else { continue }
        guardHeadroom(of: amount, tenant: tenant, column: column, from: time)
      }
      tenant = books.parents[tenant]
    }
  }

  /// Reserves at the lowest tenant whose limit stops a gang, where its room comes first.
  mutating func reserveTenant(forGang waiting: WaitingJob) {
    let job = world.jobs[Int(waiting.job.index)]
    var best: (time: SimTime, slot: Int, amounts: Gang.Amounts)?
    for (slot, amounts) in stops(of: waiting) where !books.reservations[slot] {
      let column = slot % books.columns
      guard let amount = amounts.amount(of: column, books.resources[column], job),
        amount <= books.limits[slot]
      else { continue }
      let time = shadow(of: amount, at: slot)
      if best.map({ time < $0.time }) ?? true { best = (time, slot, amounts) }
    }
    guard let best else { return }
    books.reservations.make(best.slot, for: waiting.job)
    guardHeadrooms(of: job, best.amounts, from: best.time)
  }

  /// The first limit that stops a gang in each way to give its components models.
  func stops(of waiting: WaitingJob) -> [(slot: Int, amounts: Gang.Amounts)] {
    let job = world.jobs[Int(waiting.job.index)]
    var stops: [(slot: Int, amounts: Gang.Amounts)] = []
    _ = hasWay(of: books.gangs[Int(waiting.gang)]) { amounts in
      if let slot = books.stop(of: job, amounts) { stops.append((slot, amounts)) }
      return false
    }
    return stops
  }
}
