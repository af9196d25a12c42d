import Allot

/// Limits, reservations and reclaim by definition.
extension NaiveReplay {
  /// The most that a tenant may hold of a model, or nil.
  func limit(_ tenant: Int, model: Int) -> Int64? {
    [quotaLimit(tenant, model: model), world.ceiling(of: ID(tenant), model: ID(model))]
      .compactMap { $0 }.min()
  }

  private func quotaLimit(_ tenant: Int, model: Int) -> Int64? {
    guard let nominal = nominal(tenant, model: model) else { return nil }
    switch policy.quota {
    case .none, .walls, .share, .untilShare: return nil
    case .cap: return nominal
    case .tier: return nominal == 0 ? nil : nominal
    case .borrow(let part): return nominal + nominal * part / 1_000_000
    case .ceiling(let most): return min(nominal, most)
    }
  }

  /// The lowest tenant that stops a job in a model now.
  func stoppingTenant(_ job: Int, model: Int) -> Int? {
    path(job).first { tenant in
      [limit(tenant, model: model), shareLimit(tenant, model: model)].compactMap { $0 }
        .contains { held(tenant, model: model) + gpus(job) > $0 }
    }
  }

  /// What is free below a limit at a time, when what ends by then has ended.
  private func room(_ tenant: Int, model: Int, at time: Int64) -> Int64 {
    let staying = running.filter {
      self.model(of: $0.pool) == model && path($0.job).contains(tenant) && $0.expectedEnd > time
    }
    return (limit(tenant, model: model) ?? .max) - staying.reduce(0) { $0 + gpus($1.job) }
  }

  /// Whether a job may start in these places beside what is reserved.
  func isLegal(_ job: Int, pool: Int, places: [Place]) -> Bool {
    let model = model(of: pool)
    for hold in holds where hold.model == model {
      let concerns = hold.pool == pool || hold.tenant.map { path(job).contains($0) } ?? false
      guard let time = hold.time else {
        if concerns { return false }
        continue
      }
      if now + limitLeft(job) <= time { continue }
      for tenant in hold.guarded where path(job).contains(tenant) {
        if room(tenant, model: model, at: time) - gpus(hold.job) < gpus(job) { return false }
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

  /// The strict fill: a blocked job closes the pools or tenants that it waits for.
  mutating func close(_ job: Int, full: [Int], isAllowed: Bool) {
    if isAllowed {
      for pool in full where !holds.contains(where: { $0.pool == pool }) {
        holds.append(Hold(job: job, time: nil, model: model(of: pool), pool: pool, tenant: nil))
      }
    } else {
      for (tenant, model) in stops(job) where !isHeld(tenant, model) {
        holds.append(Hold(job: job, time: nil, model: model, pool: nil, tenant: tenant))
      }
    }
  }

  private func stops(_ job: Int) -> [(tenant: Int, model: Int)] {
    var stops: [(tenant: Int, model: Int)] = []
    for pool in poolsEver(job) {
      let model = model(of: pool)
      guard !stops.contains(where: { $0.model == model }) else { continue }
      if let tenant = stoppingTenant(job, model: model) { stops.append((tenant, model)) }
    }
    return stops
  }

  private func isHeld(_ tenant: Int, _ model: Int) -> Bool {
    holds.contains { $0.tenant == tenant && $0.model == model }
  }

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
        best = Hold(job: job, time: time, model: model(of: pool), pool: pool, tenant: nil)
      }
    } else {
      for (tenant, model) in stops(job) where !isHeld(tenant, model) {
        let time = times.first { room(tenant, model: model, at: $0) >= gpus(job) }
        guard let time, best?.time.map({ time < $0 }) ?? true else { continue }
        best = Hold(job: job, time: time, model: model, pool: nil, tenant: tenant)
      }
    }
    guard var hold = best, let time = hold.time else { return }
    hold.guarded = path(job).filter { tenant in
      limit(tenant, model: hold.model) != nil
        && room(tenant, model: hold.model, at: time) >= gpus(job)
    }
    holds.append(hold)
  }
}
