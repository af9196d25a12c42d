import Allot

/// Limits, reservations and reclaim by definition.
extension NaiveReplay {
  /// The most that a tenant may hold of a resource, or nil.
  func limit(_ tenant: Int, _ column: Int) -> Int64? {
    [quotaLimit(tenant, column), world.ceiling(of: ID(tenant), in: world.resources[column])]
      .compactMap { $0 }.min()
  }

  private func quotaLimit(_ tenant: Int, _ column: Int) -> Int64? {
    guard tenant > 0, let nominal = world.nominal(of: ID(tenant), in: world.resources[column])
    else { return nil }
    switch policy.quota {
    case .none, .walls, .share, .untilShare: return nil
    case .cap: return nominal
    case .tier: return nominal == 0 ? nil : nominal
    case .borrow(let part): return nominal + nominal * part / 1_000_000
    case .ceiling(let most): return min(nominal, most)
    }
  }

  /// A tenant whose limit in a resource stops a job.
  struct Stop: Equatable {
    var tenant: Int
    var column: Int
  }

  /// The lowest tenant that stops a job in some pools now, by devices before cores before memory.
  func stop(_ job: Int, in pools: Assignment) -> Stop? { stop(job, in: pools, among: running) }

  /// The same where only some jobs hold anything.
  func stop(_ job: Int, in pools: Assignment, among some: [Held]) -> Stop? {
    for tenant in path(job) {
      for column in columns(pools) {
        let held = held(tenant, column, among: some)
        let shareLimit = isOther(column) ? nil : shareLimit(tenant, model: column, held: held)
        let most = [limit(tenant, column), shareLimit].compactMap { $0 }.min() ?? .max
        let asked = amount(job, column, in: pools)
        if asked > 0 && held + asked > most
          || leavesQuota(job, tenant, column, in: pools, among: some)
        {
          return Stop(tenant: tenant, column: column)
        }
      }
    }
    return nil
  }

  /// Whether a job that is never preempted would take what such jobs hold beyond an entitlement.
  private func leavesQuota(
    _ job: Int,
    _ tenant: Int,
    _ column: Int,
    in pools: Assignment,
    among some: [Held]
  ) -> Bool {
    guard let quota = quota(of: tenant, column, boundFor: world.jobs[job]) else { return false }
    let asked = amount(job, column, in: pools)
    let others = some.filter { !isPreemptible(world.jobs[$0.job]) }
    return asked > 0 && held(tenant, column, among: others) + asked > quota
  }

  /// The entitlement within which jobs that are never preempted stay, such as this one; nil where
  /// this one may be, or nothing bounds it.
  func quota(of tenant: Int, _ column: Int, boundFor job: Job) -> Int64? {
    guard policy.nonPreemptibleFrom != nil, !isPreemptible(job), tenant > 0 else { return nil }
    return world.nominal(of: ID(tenant), in: world.resources[column])
  }

  /// Whether a job may be preempted at all.
  func isPreemptible(_ job: Job) -> Bool {
    job.isPreemptible && Int(job.priority) < policy.nonPreemptibleFrom ?? .max
  }

  /// What is free below a limit at a time, when what ends by then has ended.
  private func room(_ tenant: Int, _ column: Int, at time: Int64) -> Int64 {
    let staying = running.filter { $0.expectedEnd > time }
    return (limit(tenant, column) ?? .max) - held(tenant, column, among: staying)
  }

  /// Whether a job may start in these places beside what is reserved.
  func isLegal(_ job: Int, in pools: Assignment, places: [Place]) -> Bool {
    for hold in holds {
      let isBelow = hold.stop.map { stop in
        path(job).contains(stop.tenant) && pools.contains { counts(stop.column, in: $0) }
      }
      let concerns = !Set(hold.pools).isDisjoint(with: pools) || isBelow ?? false
      guard let time = hold.time else {
        if concerns { return false }
        continue
      }
      if now + limitLeft(job) <= time { continue }
      for stop in hold.guarded where path(job).contains(stop.tenant) {
        guard pools.contains(where: { counts(stop.column, in: $0) }) else { continue }
        let room = room(stop.tenant, stop.column, at: time)
        let own = amount(job, stop.column, in: pools)
        if room - amount(hold.job, stop.column, in: hold.assigned) < own { return false }
      }
      if !Set(hold.pools).isDisjoint(with: pools) {
        var staying = running.filter { $0.expectedEnd > time }
        staying.append(
          Held(
            job: job,
            pools: pools,
            places: places,
            start: now,
            expectedEnd: .max,
            realEnd: .max,
            serial: -1
          )
        )
        if self.places(for: hold.job, in: hold.pools, among: staying, at: time) == nil {
          return false
        }
      }
    }
    return true
  }

  /// Whether a job waits in a strict queue of which another was visited in vain.
  func isBehindAnother(_ job: Int) -> Bool {
    if case .easyShortest = policy.fill { return false }
    let queue = queue(of: job)
    return world.tenants[ID(queue)].terms.isStrict
      && visited.contains { self.queue(of: $0) == queue }
  }

  /// The strict fill: a blocked job closes the pools or tenants that it waits for.
  ///
  /// One of several components closes all that one of them could lie in.
  mutating func close(_ job: Int, full: [Assignment], isAllowed: Bool) {
    if isAllowed {
      for pool in isOrdinary(job) ? full.flatMap({ $0 }) : pools(job) {
        holds.append(Hold(job: job, time: nil, pools: [pool]))
      }
    } else {
      for (stop, _) in stops(job) where !isHeld(stop) {
        holds.append(Hold(job: job, time: nil, stop: stop))
      }
    }
  }

  private func stops(_ job: Int) -> [(stop: Stop, pools: Assignment)] {
    assignments(job).filter { isEligible(job, in: $0) }
      .compactMap { pools in stop(job, in: pools).map { ($0, pools) } }
  }

  private func isHeld(_ stop: Stop) -> Bool { holds.contains { $0.stop == stop } }

  private func isOther(_ column: Int) -> Bool { column >= world.cluster.models.count }

  /// EASY: a blocked job reserves where it comes first, at a pool or at the tenant that stops it.
  mutating func reserve(_ job: Int, full: [Assignment], isAllowed: Bool) {
    if holds.contains(where: { $0.job == job }) { return }
    var best: Hold?
    let times = Set(running.map(\.expectedEnd) + returns).sorted()
      .filter { $0 < SimTime.distantFuture.milliseconds }
    if isAllowed {
      for pools in full
      where !holds.contains(where: { !Set($0.pools).isDisjoint(with: pools) }) {
        let time = times.first { time in
          let staying = running.filter { $0.expectedEnd > time }
          return places(for: job, in: pools, among: staying, at: time) != nil
        }
        guard let time, best?.time.map({ time < $0 }) ?? true else { continue }
        best = Hold(job: job, time: time, assigned: pools, pools: pools)
      }
    } else {
      for (stop, pools) in stops(job) where !isHeld(stop) {
        let asked = amount(job, stop.column, in: pools)
        let time = times.first { room(stop.tenant, stop.column, at: $0) >= asked }
        guard let time, best?.time.map({ time < $0 }) ?? true else { continue }
        best = Hold(job: job, time: time, assigned: pools, stop: stop)
      }
    }
    guard var hold = best, let time = hold.time else { return }
    hold.guarded = path(job).flatMap { tenant in
      columns(hold.assigned).map { Stop(tenant: tenant, column: $0) }
    }
    .filter { stop in
      limit(stop.tenant, stop.column) != nil
        && room(stop.tenant, stop.column, at: time)
          >= amount(job, stop.column, in: hold.assigned)
    }
    holds.append(hold)
  }
}
