import Allot

/// The walk over heads by definition: every cycle starts from nothing but what waits and runs.
///
/// The rules of a single cycle are the policy's own, which recorded cases check.
extension NaiveReplay {
  /// Cycles until one changes nothing and puts nobody aside; then the same again with the victims,
  /// until there are none, or the same jobs run as after an earlier time, which is returned to.
  mutating func headsPass(_ cycle: any CyclePart) {
    lookAtHeads(cycle)
    for entry in admitted {
      let hasDevices = gpus(entry.job) > 0
      if startAnywhere(entry.job, model: hasDevices ? entry.model : nil) {
        admitted.removeAll { $0.job == entry.job }
        quotaSince[entry.job] = entry.time
      }
    }
  }

  private mutating func lookAtHeads(_ cycle: any CyclePart) {
    var looks: [NaiveReplay] = []
    while true {
      while headsCycle(cycle) {}
      if barred.isEmpty { return }
      if let first = looks.first(where: { $0.holders == holders }) {
        self = first
        return
      }
      looks.append(self)
      barred = []
    }
  }

  private mutating func headsCycle(_ cycle: any CyclePart) -> Bool {
    let queues = queues
    let heads = queues.sorted { node(of: $0, queues) < node(of: $1, queues) }
      .compactMap { head(of: $0) }
    guard !heads.isEmpty else { return false }
    var state = standing(queues)
    let holdings = state.holdings
    let start = state
    let claims = heads.map { holding($0, queues, modelFor($0, queues, state), now) }
    var (hasStarted, hasEvicted) = (false, false)
    var failed: [Int] = []
    for decision in cycle.decide(claims, in: &state) {
      let job = heads[decision.head]
      let model = claims[decision.head].amounts.map(\.column)
        .first { $0 < world.cluster.models.count }
      switch decision.outcome {
      // What was decided may lean on a preemption that found no place.
      case .admitted where !standing(queues).fits(claims[decision.head]): failed.append(job)
      case .admitted where cycle.admitsByQuotaAlone:
        admitted.append((job, modelFor(job, queues, start), now))
        preemptors.remove(job)
        hasStarted = true
      case .preempts(let victims) where cycle.admitsByQuotaAlone:
        if takeQuota(of: victims.map { holdings[$0.holding].rank }, for: job) { hasEvicted = true }
      case .admitted where startAnywhere(job, model: model): hasStarted = true
      case .preempts(let victims)
      where makeRoom(for: job, model, without: victims.map { holdings[$0.holding].rank }):
        hasEvicted = true
      case .deferred: break
      default: failed.append(job)
      }
    }
    if hasEvicted { return true }
    failed.removeAll { isStrict(queue(of: $0)) }
    for job in failed {
      aside.insert(job)
      preemptors.remove(job)
      guard !hasStarted else { continue }
      for other in waiting
      where isLike(other, job) && !barred.contains(other) && !isAdmitted(other) {
        aside.insert(other)
      }
    }
    return hasStarted || !failed.isEmpty
  }

  /// The quotas with all that is held of them now.
  private func standing(_ queues: [Int]) -> QuotaState {
    var state = state(queues)
    for held in running {
      let since = quotaSince[held.job] ?? held.start
      state.admit(holding(held.job, queues, model(of: held.pools[0]), since))
    }
    for entry in admitted { state.admit(holding(entry.job, queues, entry.model, entry.time)) }
    return state
  }

  /// The job of a queue that preempts, else its first.
  private func head(of queue: Int) -> Int? {
    let jobs = waiting.filter {
      self.queue(of: $0) == queue && !aside.contains($0) && !barred.contains($0)
        && !poolsEver($0).isEmpty && !isAdmitted($0)
    }
    return jobs.first { preemptors.contains($0) } ?? jobs.min { isBefore($0, $1) }
  }

  private func isAdmitted(_ job: Int) -> Bool { admitted.contains { $0.job == job } }

  /// Takes their quota from those of the victims that still have it, whether they run or not.
  private mutating func takeQuota(of victims: [Int], for job: Int) -> Bool {
    var hasTaken = false
    for victim in victims {
      if running.contains(where: { $0.job == victim }) {
        evict(victim)
      } else if isAdmitted(victim) {
        admitted.removeAll { $0.job == victim }
        barred.insert(victim)
        aside = []
      } else {
        continue
      }
      hasTaken = true
    }
    if hasTaken && !isStrict(queue(of: job)) { preemptors.insert(job) }
    return hasTaken
  }

  /// Evicts those of the victims that still run, unless a job has no place without them.
  private mutating func makeRoom(for job: Int, _ model: Int?, without victims: [Int]) -> Bool {
    let left = victims.filter { victim in running.contains { $0.job == victim } }
    let others = running.filter { !left.contains($0.job) }
    let hasPlace = poolsEver(job).contains { pool in
      (model == nil || self.model(of: pool) == model)
        && places(for: job, in: [pool], among: others) != nil
    }
    guard hasPlace && !left.isEmpty else { return false }
    for victim in left { evict(victim) }
    if !isStrict(queue(of: job)) { preemptors.insert(job) }
    return true
  }

  /// The root and everybody with a queue.
  private var queues: [Int] {
    Array(world.tenants.ids.map { Int($0.index) }.filter { $0 == 0 || isQueue($0) })
  }

  private mutating func startAnywhere(_ job: Int, model: Int?) -> Bool {
    for pool in poolsEver(job) where model == nil || self.model(of: pool) == model {
      guard let places = places(for: job, in: [pool], among: running) else { continue }
      start(job, in: [pool], places: places)
      preemptors.remove(job)
      return true
    }
    return false
  }

  /// Whether a queue's first job keeps those behind it waiting.
  private func isStrict(_ queue: Int) -> Bool {
    if case .strict = policy.fill { return true }
    return world.tenants[ID(queue)].terms.isStrict
  }

  /// Higher priority, then earlier.
  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (world.jobs[a].priority, world.jobs[b].priority)
    return x != y ? x > y : a < b
  }

  private func isLike(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (world.jobs[a], world.jobs[b])
    return queue(of: a) == queue(of: b) && x.gpus == y.gpus && x.gpusPerNode == y.gpusPerNode
      && x.cores == y.cores && x.memory == y.memory && x.priority == y.priority
      && poolsEver(a) == poolsEver(b)
  }

  /// Whoever has an entitlement or terms has a queue.
  private func isQueue(_ tenant: Int) -> Bool {
    nominal(tenant, model: 0) != nil || world.tenants[ID(tenant)].terms.makesQueue
  }

  /// The lowest tenant with a queue above a job, or the root.
  func queue(of job: Int) -> Int { path(job).first { $0 == 0 || isQueue($0) } ?? 0 }

  /// Quotas of a tree in which nobody holds anything.
  private func state(_ queues: [Int]) -> QuotaState {
    let columns = world.resources.indices
    func quota(_ tenant: Int, _ column: Int) -> Int64 {
      tenant == 0
        ? whole(column) : world.nominal(of: ID(tenant), in: world.resources[column]) ?? 0
    }
    func giver(_ tenant: Int) -> Int? {
      lineage(tenant).dropFirst().first { queues.contains($0) }
    }
    func parent(_ tenant: Int) -> Int? { standsAlone(tenant) ? nil : giver(tenant) }
    let rows = queues.map { tenant in
      columns.map { column in
        let below = queues.filter { giver($0) == tenant }.reduce(0) { $0 + quota($1, column) }
        let most = world.ceiling(of: ID(tenant), in: world.resources[column])
        return Optional(
          QuotaTree.Quota(
            nominal: quota(tenant, column) - below,
            borrowing: most.map { $0 - quota(tenant, column) },
            lending: world.lendable(by: ID(tenant), in: world.resources[column])
          )
        )
      }
    }
    let parents = queues.map { tenant in parent(tenant).flatMap { queues.firstIndex(of: $0) } }
    // Who has queues below waits in one of its own there, without a quota.
    let inner = queues.indices.filter { parents.contains($0) }
    return QuotaState(
      tree: QuotaTree(
        parents: parents + inner.map { $0 },
        quotas: rows + inner.map { _ in columns.map { _ in QuotaTree.Quota(nominal: 0) } }
      ),
      weights: queues.map { Double(weight($0)) / 1_000_000 } + inner.map { _ in 1 },
      // All models are one resource.
      resources: columns.map { max(0, $0 - world.cluster.models.count + 1) },
      rights: (queues + inner.map { queues[$0] }).map { world.tenants[ID($0)].terms.rights }
    )
  }

  /// Whether a tenant at the top may not borrow of anything, so that it is a root.
  private func standsAlone(_ tenant: Int) -> Bool {
    let own = world.tenants[ID(tenant)]
    guard own.parent == Tenants.root, let borrow = own.terms.borrow, let quota = own.terms.quota
    else { return false }
    func isNone(_ amount: Allowance.Amount?) -> Bool {
      amount == .units(0) || amount == .part(Share(millionths: 0))
    }
    if !borrow.named.allSatisfy({ isNone($0.amount) }) { return false }
    if borrow.others != nil { return isNone(borrow.others) }
    let known = borrow.named.map(\.resource)
    return quota.named.map(\.resource).allSatisfy { known.contains($0) }
  }

  /// The pools of a job in the order in which its queue tries their models.
  private func poolsInTurn(_ job: Int) -> [Int] {
    let named = world.tenants[ID(queue(of: job))].terms.quota?.named.map(\.resource) ?? []
    func rank(_ pool: Int) -> Int {
      let name = world.cluster.models[ID(model(of: pool))].name
      return named.firstIndex(of: name) ?? named.count
    }
    return poolsEver(job).sorted { (rank($0), $0) < (rank($1), $1) }
  }

  /// The node at which jobs of a queue hold and wait.
  private func node(of queue: Int, _ queues: [Int]) -> Int {
    let parents = queues.map { tenant in
      standsAlone(tenant) ? nil : lineage(tenant).dropFirst().first { queues.contains($0) }
    }
    let inner = queues.filter { parents.contains($0) }
    return inner.firstIndex(of: queue).map { queues.count + $0 } ?? queues.firstIndex(of: queue)
      ?? 0
  }

  /// Whether a job's queue could hold it if nobody held anything.
  func isLendable(to work: Job, model: Int) -> Bool {
    let empty = state(queues)
    let queue = lineage(Int(work.tenant.index)).first { $0 == 0 || isQueue($0) } ?? 0
    let node = node(of: queue, queues)
    return columns(model).allSatisfy { column in
      let amount = work.amount(of: world.resources[column])
      return amount == 0 || amount <= empty.tree.available(to: node, column)
    }
  }

  private func holding(
    _ job: Int,
    _ queues: [Int],
    _ model: Int,
    _ start: Int64
  ) -> Holding {
    Holding(
      node: node(of: queue(of: job), queues),
      priority: Int(world.jobs[job].priority),
      submit: world.jobs[job].submit,
      start: SimTime(milliseconds: start),
      rank: job,
      amounts: columns(model).filter { amount(job, $0) > 0 }
        .map { Holding.Amount(column: $0, units: amount(job, $0)) }
    )
  }

  /// The first model in which a job fits and has a place, else in which it fits, else its first.
  private func modelFor(_ job: Int, _ queues: [Int], _ state: QuotaState) -> Int {
    let fitting = poolsInTurn(job).filter { pool in
      state.fits(holding(job, queues, model(of: pool), now))
    }
    let placed =
      policy.cycle?.admitsByQuotaAlone == true
      ? nil : fitting.first { places(for: job, in: [$0], among: running) != nil }
    return (placed ?? fitting.first ?? poolsInTurn(job).first).map { model(of: $0) } ?? 0
  }
}
