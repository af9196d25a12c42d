import Allot

/// Plans and promises by definition: every instant at which something could begin is tried.
extension NaiveReplay {
  /// A waiting job's slot.
  struct PlannedSlot {
    var job: Int
    var pools: Assignment
    var places: [Place]
    var start: Int64
    var end: Int64
    var change = 0
  }

  private var step: Int64 { policy.interval?.milliseconds ?? 1 }

  /// The first slot for a job beside what runs and what is planned, over all its pools, that begins
  /// before a bound.
  private func firstSlot(_ job: Int, before bound: Int64 = .max) -> PlannedSlot? {
    let ends = running.map(\.expectedEnd) + slots.map(\.end) + returns + [now]
    let times = ends.filter { $0 < SimTime.distantFuture.milliseconds }
      .map { ($0 + step - 1) / step * step }
      .filter { now <= $0 && $0 < bound }
    let assignments = assignments(job)
    for time in Set(times).sorted() {
      for pools in assignments {
        let end = time + limitLeft(job)
        if let places = places(job, in: pools, from: time, until: end) {
          return PlannedSlot(job: job, pools: pools, places: places, start: time, end: end)
        }
      }
    }
    return nil
  }

  /// The same places for the whole of a slot, or nil.
  private func places(
    _ job: Int,
    in pools: Assignment,
    from start: Int64,
    until end: Int64
  ) -> [Place]? {
    let starts = slots.map(\.start).filter { start < $0 && $0 < end }
    var full: [Int: [Int: Place]] = [:]
    for pool in Set(pools) { full[pool] = empty(pool, at: start, until: end) }
    var free = full
    var least: [Int: Int64] = [:]
    for time in [start] + starts {
      let uses = uses(at: time)
      var here = full
      for place in uses.flatMap(\.places) { Self.take(place, from: &here) }
      for pool in Set(pools) {
        let left =
          Int64(machine[pool].nodes.count * kind(pool).gpus)
          - uses.reduce(0) { sum, use in
            zip(works(use.job), use.pools).filter { $0.1 == pool }
              .reduce(sum) { $0 + Int64($1.0.gpus) }
          }
        least[pool] = min(least[pool] ?? .max, left)
        for (node, place) in here[pool] ?? [:] {
          guard let known = free[pool]?[node] else { continue }
          free[pool]?[node]?.gpus = min(known.gpus, place.gpus)
          free[pool]?[node]?.cores = min(known.cores, place.cores)
          free[pool]?[node]?.memory = min(known.memory, place.memory)
        }
      }
      guard isWithinGroups(job, in: pools, beside: uses.map { ($0.job, $0.pools) }) else {
        return nil
      }
      for tenant in path(job) {
        for column in columns(pools) {
          guard let limit = limit(tenant, column) else { continue }
          let held = uses.filter { path($0.job).contains(tenant) }
            .reduce(0) { $0 + amount($1.job, column, in: $1.pools) }
          let asked = amount(job, column, in: pools)
          if asked > 0 && held + asked > limit { return nil }
        }
      }
    }
    return places(job, in: pools, free: free, least: least)
  }

  /// Places on nodes; of pools that are mere counts there must be enough.
  private func places(
    _ job: Int,
    in pools: Assignment,
    free: [Int: [Int: Place]],
    least: [Int: Int64]
  ) -> [Place]? {
    let parts = Array(zip(works(job), pools))
    for pool in Set(pools) where isCount(pool) {
      let asked = parts.filter { $0.1 == pool }.reduce(0) { $0 + Int64($1.0.gpus) }
      if asked > least[pool] ?? 0 { return nil }
    }
    let onNodes = parts.filter { !isCount($0.1) }
    return places(for: onNodes.map(\.0), in: onNodes.map(\.1), free: free)
  }

  private func uses(at time: Int64) -> [(job: Int, pools: Assignment, places: [Place])] {
    running.filter { $0.expectedEnd > time }.map { ($0.job, $0.pools, $0.places) }
      + slots.filter { $0.start <= time && time < $0.end }.map { ($0.job, $0.pools, $0.places) }
  }

  // MARK: Plans

  /// Plans jobs in the order of the moment; a job whose slot begins now starts.
  mutating func plan(depth: Int) {
    visited = []
    slots = []
    var planned = 0
    while planned < depth,
      let job = inPolicyOrder().first(where: { !visited.contains($0) && couldStart($0) })
    {
      visited.insert(job)
      // Who needs nodes that never come back has none.
      let slot = firstSlot(job)
      if slot != nil { planned += 1 }
      if let slot, slot.start == now {
        start(job, in: slot.pools, places: slot.places)
      } else {
        slots += [slot].compactMap { $0 }
        if policy.stops && assignments(job).allSatisfy({ stop(job, in: $0) != nil }) { break }
      }
    }
    slots = []
  }

  // MARK: Promises

  /// When something has ended, slots ahead are sought anew one by one, in queue order.
  mutating func improveSlots() {
    guard hasEnded else { return }
    hasEnded = false
    for job in inPolicyOrder() {
      guard let index = slots.firstIndex(where: { $0.job == job }), slots[index].start > now
      else { continue }
      let old = slots.remove(at: index)
      var slot = firstSlot(job, before: old.start)
      slot?.change = changes
      if slot != nil { changes += 1 }
      slots.append(slot ?? old)
    }
  }

  /// Jobs without a slot get one in queue order.
  mutating func giveSlots() {
    guard case .conservative(let depth) = policy.fill else { return }
    for job in inPolicyOrder() where slots.count < depth && couldStart(job) {
      guard !slots.contains(where: { $0.job == job }), var slot = firstSlot(job) else { continue }
      slot.change = changes
      changes += 1
      slots.append(slot)
    }
  }

  /// Jobs whose slots begin now start: in queue order, or in the order in which slots changed.
  mutating func keepSlots() {
    guard case .conservative = policy.fill else { return }
    while slots.contains(where: { $0.start == now }) {
      var due = inPolicyOrder().compactMap { job in
        slots.first { $0.job == job && $0.start == now }
      }
      if rule == .event { due.sort { $0.change < $1.change } }
      slots.removeAll { $0.start == now }
      for slot in due { start(slot.job, in: slot.pools, places: slot.places) }
      giveSlots()
    }
  }
}
