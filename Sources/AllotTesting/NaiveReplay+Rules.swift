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

  /// The lowest tenant that stops a job in a model now, by devices before cores before memory.
  func stop(_ job: Int, model: Int) -> Stop? {
    for tenant in path(job) {
      for column in columns(model) {
        let shareLimit = column == model ? shareLimit(tenant, model: model) : nil
        let most = [limit(tenant, column), shareLimit].compactMap { $0 }.min() ?? .max
        let held = held(tenant, column, among: running)
        if held + amount(job, column) > most { return Stop(tenant: tenant, column: column) }
      }
    }
    return nil
  }

  /// What is free below a limit at a time, when what ends by then has ended.
  private func room(_ tenant: Int, _ column: Int, at time: Int64) -> Int64 {
    let staying = running.filter { $0.expectedEnd > time }
    return (limit(tenant, column) ?? .max) - held(tenant, column, among: staying)
  }

  /// Whether a job may start in these places beside what is reserved.
  func isLegal(_ job: Int, pool: Int, places: [Place]) -> Bool {
    let model = model(of: pool)
    for hold in holds where concerns(hold, model) {
      let concerns = hold.pool == pool || hold.stop.map { path(job).contains($0.tenant) } ?? false
      guard let time = hold.time else {
        if concerns { return false }
        continue
      }
      if now + limitLeft(job) <= time { continue }
      for stop in hold.guarded where path(job).contains(stop.tenant) {
        guard counts(stop.column, in: pool) else { continue }
        let room = room(stop.tenant, stop.column, at: time)
        if room - amount(hold.job, stop.column) < amount(job, stop.column) { return false }
      }
      if hold.pool == pool {
        var staying = running.filter { $0.expectedEnd > time }
        staying.append(
          Held(
            job: job,
            pool: pool,
            places: places,
            start: now,
            expectedEnd: .max,
            realEnd: .max,
            serial: -1
          )
        )
        if self.places(for: hold.job, in: pool, among: staying) == nil { return false }
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
  mutating func close(_ job: Int, full: [Int], isAllowed: Bool) {
    if isAllowed {
      for pool in full where !holds.contains(where: { $0.pool == pool }) {
        holds.append(Hold(job: job, time: nil, model: model(of: pool), pool: pool, stop: nil))
      }
    } else {
      for (stop, model) in stops(job) where !isHeld(stop) {
        holds.append(Hold(job: job, time: nil, model: model, pool: nil, stop: stop))
      }
    }
  }

  private func stops(_ job: Int) -> [(stop: Stop, model: Int)] {
    var stops: [(stop: Stop, model: Int)] = []
    for pool in poolsEver(job) {
      let model = model(of: pool)
      guard !stops.contains(where: { $0.model == model }) else { continue }
      if let stop = stop(job, model: model) { stops.append((stop, model)) }
    }
    return stops
  }

  private func isHeld(_ stop: Stop) -> Bool { holds.contains { $0.stop == stop } }

  /// Whether a hold says something about starts in a model: one that closes a tenant until it has
  /// cores or memory does so in all.
  private func concerns(_ hold: Hold, _ model: Int) -> Bool {
    if hold.model == model { return true }
    return ([hold.stop].compactMap { $0 } + hold.guarded).contains { isOther($0.column) }
  }

  private func isOther(_ column: Int) -> Bool { column >= world.cluster.models.count }

  /// EASY: a blocked job reserves where it comes first, at a pool or at the tenant that stops it.
  mutating func reserve(_ job: Int, full: [Int], isAllowed: Bool) {
    if holds.contains(where: { $0.job == job }) { return }
    var best: Hold?
    let times = Set(running.map(\.expectedEnd)).sorted()
    if isAllowed {
      for pool in full where !holds.contains(where: { $0.pool == pool }) {
        let time = times.first { time in
          places(for: job, in: pool, among: running.filter { $0.expectedEnd > time }) != nil
        }
        guard let time, best?.time.map({ time < $0 }) ?? true else { continue }
        best = Hold(job: job, time: time, model: model(of: pool), pool: pool, stop: nil)
      }
    } else {
      for (stop, model) in stops(job) where !isHeld(stop) {
        let asked = amount(job, stop.column)
        let time = times.first { room(stop.tenant, stop.column, at: $0) >= asked }
        guard let time, best?.time.map({ time < $0 }) ?? true else { continue }
        best = Hold(job: job, time: time, model: model, pool: nil, stop: stop)
      }
    }
    guard var hold = best, let time = hold.time else { return }
    hold.guarded = path(job).flatMap { tenant in
      columns(hold.model).map { Stop(tenant: tenant, column: $0) }
    }
    .filter { stop in
      limit(stop.tenant, stop.column) != nil
        && room(stop.tenant, stop.column, at: time) >= amount(job, stop.column)
    }
    holds.append(hold)
  }
}
