import Allot

/// Reclaim by definition, with and without grace.
extension NaiveReplay {
  /// The first claimant for which victims suffice, first those of others, and only where there are
  /// none for anybody those of its own queue.
  func roomForClaimant() -> (job: Int, pool: Int, victims: [Int])? {
    guard !roundIsFull else { return nil }
    for victims in [victimsOfOthers(of:in:), victimsOfOwnQueue(of:in:)] {
      for job in claimants {
        for pool in poolsEver(job) where isEligible(job, in: [pool]) {
          guard !isHosted(job, in: pool, among: running), let victims = victims(job, pool)
          else { continue }
          return (job, pool, victims)
        }
      }
    }
    return nil
  }

  mutating func serve(_ room: (job: Int, pool: Int, victims: [Int])) {
    let (job, pool, victims) = room
    let others = running.filter { !victims.contains($0.job) }
    guard let places = places(for: job, in: [pool], among: others, startingBy: claimedStart) else {
      preconditionFailure("victims make room")
    }
    // What is taken back in the instant of its start was never there, unless it has a grace.
    let losers = victims.filter { victim in
      running.contains {
        $0.job == victim && $0.leaves == nil && (policy.grace != nil || $0.start < now)
      }
    }
    taken += losers.reduce(0) { $0 + gpus($1) }
    if let grace = policy.grace {
      hold(places, for: job, in: pool, victims: victims, due: now + grace.milliseconds)
    } else {
      for victim in victims { evict(victim) }
      start(job, in: [pool], places: places)
    }
  }

  /// Settles what earlier passes have claimed; a round begins with what runs then.
  mutating func beginRound() {
    taken = 0
    settle()
    runningAtFirst = running
  }

  /// True once this pass has taken as much as a round may.
  var roundIsFull: Bool {
    guard let part = policy.perRound else { return false }
    return taken >= max(1, Int64(world.cluster.gpus) * part / 1_000_000)
  }

  private func victimsOfOwnQueue(of job: Int, in pool: Int) -> [Int]? {
    guard policy.ownQueue else { return nil }
    func priority(_ job: Int) -> Int32 { world.jobs[job].priority }
    let lesser = running.filter { victim in
      victim.leaves == nil && !victim.isPending && victim.pools == [pool]
        && isOrdinary(victim.job) && isPreemptible(world.jobs[victim.job])
        && world.jobs[victim.job].tenant == world.jobs[job].tenant
        && priority(victim.job) < priority(job)
    }
    .sorted { a, b in
      (-Int64(priority(a.job)), a.start, a.job) > (-Int64(priority(b.job)), b.start, b.job)
    }
    var left = running
    var taken: [Held] = []
    for victim in lesser where !isHosted(job, in: pool, among: left) {
      left.removeAll { $0.job == victim.job }
      taken.append(victim)
    }
    return fewest(taken, for: job, in: pool, among: left)
  }

  private func victimsOfOthers(of job: Int, in pool: Int) -> [Int]? {
    let model = model(of: pool)
    var left = running
    var taken: [Held] = []
    func kept(_ tenant: Int) -> Int64 {
      held(tenant, model, among: left.filter { $0.leaves == nil })
    }
    let leaving = told.compactMap { victim in running.first { $0.job == victim } }
    let byStart = running.filter { victim in
      victim.leaves == nil && !victim.isPending && isPreemptible(world.jobs[victim.job])
        && world.tenants.isReclaimable(world.jobs[victim.job].tenant)
    }
    .sorted { ($0.start, $0.job) > ($1.start, $1.job) }
    var rest = (leaving + byStart).filter { $0.pools == [pool] && isOrdinary($0.job) }
    while !isHosted(job, in: pool, among: left), let victim = next(of: rest, for: job, left) {
      rest.removeAll { $0.job == victim.job }
      guard let tops = branches(job, victim.job),
        let (own, other) = compared(job, victim.job, tops, model)
      else { continue }
      if victim.leaves == nil && now < victim.start + protection(below: tops.1) { continue }
      guard mayClaim(job, upTo: own, model), let nominal = nominal(other, model: model),
        victim.leaves != nil || holdsTooMuch(other, kept(other), model)
      else { continue }
      if victim.leaves == nil && !leavesReserves(victim.job, tops.1, model, among: left) {
        continue
      }
      if victim.leaves == nil, let heights = policy.ancestors {
        let above = ancestors(other, heights)
        let ownAbove = ancestors(own, heights)
        let isShared = above.contains { ownAbove.contains($0) }
        if isShared && nominal == 0 && self.nominal(own, model: model) == 0 { continue }
        let differing = above.indices.filter { height in
          height >= ownAbove.count || ownAbove[height] != above[height]
        }
        guard
          differing.allSatisfy({ height in
            let tenant = above[height]
            return self.nominal(tenant, model: model) == nil
              || holdsTooMuch(tenant, kept(tenant), model)
          })
        else { continue }
      }
      if policy.trigger == .ideal && victim.leaves == nil {
        let below = path(victim.job).prefix { $0 != other }
        guard
          below.allSatisfy({
            self.nominal($0, model: model) == nil || holdsTooMuch($0, kept($0), model)
          })
        else { continue }
      }
      if policy.trigger == .fairShare && victim.leaves == nil {
        guard Double(kept(other) - gpus(victim.job)) >= shares[other][model] else { continue }
      }
      if policy.trigger == .saturation && victim.leaves == nil {
        guard
          yields(
            (Double(kept(other)), gpus(victim.job), shares[other][model], Double(nominal)),
            to: (
              Double(kept(own) + gpus(job)), shares[own][model],
              Double(self.nominal(own, model: model) ?? 0)
            )
          )
        else { continue }
      }
      left.removeAll { $0.job == victim.job }
      taken.append(victim)
    }
    return fewest(taken, for: job, in: pool, among: left)
  }

  /// Who yields next of some, whose first are those that leave already and then the latest starts.
  private func next(of rest: [Held], for job: Int, _ left: [Held]) -> Held? {
    guard policy.lastInLineYields, let first = rest.first, first.leaves == nil else {
      return rest.first
    }
    var (node, below) = (0, rest)
    if policy.ancestors != nil && takesTurns {
      // Where queues are compared, who is nearer to the claimant yields before the others.
      let others = rest.filter { branches(job, $0.job) != nil }
      func near(_ tenant: Int) -> [Held] { others.filter { path($0.job).contains(tenant) } }
      let tops = path(job).dropFirst().filter { $0 != 0 && !near($0).isEmpty }
      if let nearest = tops.first { (node, below) = (nearest, near(nearest)) }
    }
    while takesTurns && !world.tenants[ID(node)].children.isEmpty {
      let children = world.tenants[ID(node)].children.map { Int($0.index) }.filter { child in
        below.contains { path($0.job).contains(child) }
      }
      let keys = children.map { (keyInLine(of: $0, among: left), $0) }
      guard let last = keys.max(by: { $0 < $1 })?.1 else { return nil }
      node = last
      below = below.filter { path($0.job).contains(node) }
    }
    func priority(_ held: Held) -> Int32 { -world.jobs[held.job].priority }
    return below.max { (priority($0), $0.start, $0.job) < (priority($1), $1.start, $1.job) }
  }

  /// The tenants of two jobs that are compared: the siblings, or the lowest with an entitlement.
  private func compared(
    _ job: Int,
    _ victim: Int,
    _ tops: (Int, Int),
    _ model: Int
  ) -> (Int, Int)? {
    guard policy.ancestors != nil else { return tops }
    func queue(_ job: Int) -> Int? { path(job).first { nominal($0, model: model) != nil } }
    guard let own = queue(job), let other = queue(victim), own != other else { return nil }
    return (own, other)
  }

  /// The tenants above one, at most so many, without the root.
  private func ancestors(_ tenant: Int, _ heights: Int) -> [Int] {
    Array(lineage(tenant).dropFirst().filter { $0 != 0 }.prefix(heights))
  }

  /// Whether all tenants of a job up to one may take back for it; where queues are compared,
  /// whether one of those that count may.
  private func mayClaim(_ job: Int, upTo own: Int, _ model: Int) -> Bool {
    guard let heights = policy.ancestors else {
      // What an ideal assignment gives a parent is for any of those below it.
      if policy.trigger == .ideal { return mayHold(job, own, model) }
      return path(job).prefix { $0 != own }.allSatisfy { mayHold(job, $0, model) }
        && mayHold(job, own, model)
    }
    return ([own] + ancestors(own, heights)).contains { tenant in
      nominal(tenant, model: model) != nil && mayHold(job, tenant, model)
    }
  }

  /// Those of some victims without whose place a job has none, where all together make one: the
  /// last that was taken may stay first.
  private func fewest(
    _ taken: [Held],
    for job: Int,
    in pool: Int,
    among others: [Held]
  ) -> [Int]? {
    guard isHosted(job, in: pool, among: others) else { return nil }
    var left = others
    var victims: [Int] = []
    for victim in taken.reversed() {
      if isHosted(job, in: pool, among: left + [victim]) {
        left.append(victim)
      } else {
        victims.append(victim.job)
      }
    }
    return victims
  }

  /// Whether all tenants of a victim up to one keep their reserves without it.
  private func leavesReserves(
    _ victim: Int,
    _ tenant: Int,
    _ model: Int,
    among left: [Held]
  ) -> Bool {
    let losers = path(victim).prefix { $0 != tenant } + [tenant]
    let staying = left.filter { $0.leaves == nil && $0.job != victim }
    return losers.allSatisfy { loser in
      columns(model).allSatisfy { column in
        let reserve = reserve(loser, column)
        return reserve == 0 || amount(victim, column) == 0
          || held(loser, column, among: staying) >= reserve
      }
    }
  }

  /// Whether a job has a place beside some, leaves others what they keep, and no limit stops it.
  private func isHosted(_ job: Int, in pool: Int, among others: [Held]) -> Bool {
    stop(job, in: [pool], among: others) == nil
      && places(for: job, in: [pool], among: others, startingBy: claimedStart) != nil
      && leavesReserves(job, in: [pool], among: others)
  }

  /// How long jobs below a tenant may not be taken by those beside it: what it says, or the next
  /// one above, or the policy.
  func protection(below tenant: Int) -> Int64 {
    let own = lineage(tenant).compactMap { world.tenants[ID($0)].terms.protection }.first
    return (own ?? policy.protection)?.milliseconds ?? 0
  }

  /// Who holds more than its share and its quota yields, or more than its quota to who stays within
  /// its own; never so that the other is then the fuller one, beyond its share.
  private func yields(
    _ other: (held: Double, job: Int64, share: Double, quota: Double),
    to own: (with: Double, share: Double, quota: Double)
  ) -> Bool {
    let isOver = other.held > max(other.share, other.quota)
    guard isOver || (own.with <= own.quota && other.held > other.quota) else { return false }
    if own.with <= own.share || other.share <= 0 { return true }
    let full = own.share > 0 ? own.with / own.share : .infinity
    return full < (other.held - Double(other.job)) / other.share
  }

  /// Whether a tenant may take back so that it holds a job too.
  private func mayHold(_ job: Int, _ tenant: Int, _ model: Int) -> Bool {
    let kept = held(tenant, model, among: running.filter { $0.leaves == nil })
    return nominal(tenant, model: model).map {
      policy.trigger == .untilShare
        ? Double(kept) < shares[tenant][model]
        : Double(kept + gpus(job)) <= mostReclaimed(tenant, model, nominal: $0)
    } ?? true
  }

  /// The most that a tenant may hold by taking back.
  private func mostReclaimed(_ tenant: Int, _ model: Int, nominal: Int64) -> Double {
    switch policy.trigger {
    case .quota: Double(nominal * policy.threshold / 1_000_000)
    case .saturation, .ideal: shares[tenant][model].rounded(.down)
    case .untilShare: .infinity
    case .fairShare:
      max(
        (shares[tenant][model] * Double(policy.threshold) / 1_000_000).rounded(.down),
        policy.claimsEntitlement ? Double(nominal) : 0
      )
    }
  }

  /// Whether a tenant that keeps so much has something to yield at all.
  private func holdsTooMuch(_ tenant: Int, _ kept: Int64, _ model: Int) -> Bool {
    let nominal = nominal(tenant, model: model) ?? 0
    if policy.trigger == .fairShare || policy.trigger == .untilShare {
      return Double(kept) > shares[tenant][model]
    }
    if policy.trigger == .ideal {
      if Double(kept) <= shares[tenant][model] { return false }
      // The tolerance is one of leaves, and of what they held when the round began.
      if !world.tenants[ID(tenant)].children.isEmpty { return true }
      let first = held(tenant, model, among: runningAtFirst.filter { $0.leaves == nil })
      return first > nominal + nominal * policy.tolerance / 1_000_000
    }
    return kept > nominal + nominal * policy.tolerance / 1_000_000
  }

  /// The two siblings below the lowest common ancestor of two jobs; nil within one leaf.
  private func branches(_ a: Int, _ b: Int) -> (Int, Int)? {
    let x = Array(path(a).reversed())
    let y = Array(path(b).reversed())
    for level in 0..<min(x.count, y.count) where x[level] != y[level] {
      return (x[level], y[level])
    }
    return nil
  }

  /// Holds places for a claimant: on each node first what victims use there, then what is free.
  private mutating func hold(
    _ places: [Place],
    for job: Int,
    in pool: Int,
    victims: [Int],
    due: Int64
  ) {
    var missing = places
    if isCount(pool) {
      // Units are alike: take over the victims' first, whichever they have.
      let used = victims.flatMap { victim in
        running.first { $0.job == victim }?.places ?? []
      }
      missing = Array((used + places.filter { !used.contains($0) }).prefix(places.count))
    }
    let held = missing
    var (empty, given) = (now, [(victim: Int, place: Place)]())
    for victim in victims {
      guard let index = running.firstIndex(where: { $0.job == victim }) else { continue }
      if running[index].leaves == nil {
        running[index].leaves = due
        running[index].expectedEnd = min(running[index].expectedEnd, due)
        told.append(victim)
      }
      empty = max(empty, running[index].leaves ?? due)
      for own in running[index].places.indices {
        let whole = running[index].places[own]
        for gap in missing.indices where missing[gap].node == running[index].places[own].node {
          give(&running[index].places[own].gpus, &missing[gap].gpus)
          give(&running[index].places[own].cores, &missing[gap].cores)
          give(&running[index].places[own].memory, &missing[gap].memory)
        }
        given.append((victim, whole.less(running[index].places[own])))
      }
      running[index].places.removeAll { $0.gpus == 0 && $0.cores == 0 && $0.memory == 0 }
    }
    claims.append(Claim(job: job, victims: victims, given: given))
    take(job, in: [pool], places: held, emptyAt: empty)
  }

  private func give(_ held: inout Int, _ missing: inout Int) {
    let given = max(0, min(held, missing))
    held -= given
    missing -= given
  }

  /// Victims whose grace is over leave, and claimants whose place is empty begin.
  mutating func settle() {
    for victim in told where running.contains(where: { $0.job == victim && $0.leaves == now }) {
      evict(victim)
    }
    for claim in claims where claim.victims.isEmpty {
      begin(claim.job)
    }
    claims.removeAll { $0.victims.isEmpty }
  }

  /// Takes a job off the machine.
  mutating func leave(_ held: Held) {
    running.removeAll { $0.job == held.job }
    aside = []
    told.removeAll { $0 == held.job }
    for index in claims.indices {
      claims[index].victims.removeAll { $0 == held.job }
    }
    chargeEnd(held)
  }

  mutating func evict(_ job: Int) {
    guard let held = running.first(where: { $0.job == job }) else { return }
    leave(held)
    if let interval = policy.checkpoint?.milliseconds {
      saved[job] += (now - held.start) / interval * interval
    }
    note(.evict, job)
    if assignments(job).isEmpty && !couldRunLater(job) { return dismiss(job) }
    barred.insert(job)
    waiting.append(job)
  }
}
