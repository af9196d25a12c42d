import Allot

/// Plans and promises by definition: every instant at which something could begin is tried.
extension NaiveReplay {
  /// A waiting job's slot.
  struct PlannedSlot {
    var job: Int
    var pool: Int
    var places: [Place]
    var start: Int64
    var end: Int64
    var change = 0
  }

  private var step: Int64 { policy.interval?.milliseconds ?? 1 }

  /// The first slot for a job beside what runs and what is planned, over all its pools.
  private func firstSlot(_ job: Int) -> PlannedSlot {
    let ends = running.map(\.expectedEnd) + slots.map(\.end) + [now]
    let times = ends.map { ($0 + step - 1) / step * step }.filter { $0 >= now }
    for time in Set(times).sorted() {
      for pool in poolsEver(job) {
        let end = time + limitLeft(job)
        if let places = places(job, in: pool, from: time, until: end) {
          return PlannedSlot(job: job, pool: pool, places: places, start: time, end: end)
        }
      }
    }
    preconditionFailure("a job fits at last")
  }

  /// The same places for the whole of a slot, or nil.
  private func places(_ job: Int, in pool: Int, from start: Int64, until end: Int64) -> [Place]? {
    let kind = kind(pool)
    let starts = slots.map(\.start).filter { start < $0 && $0 < end }
    var free: [Int: Place] = [:]
    for node in machine[pool].nodes {
      free[node] = Place(node: node, gpus: kind.gpus, cores: kind.cores, memory: kind.memory)
    }
    let full = free
    var least = Int64(machine[pool].nodes.count * kind.gpus)
    for time in [start] + starts {
      let (running, planned) = active(at: time)
      var here = full
      var left = Int64(machine[pool].nodes.count * kind.gpus)
      for (used, places, owner) in running + planned where used == pool {
        left -= gpus(owner)
        for place in places {
          here[place.node]?.gpus -= place.gpus
          here[place.node]?.cores -= place.cores
          here[place.node]?.memory -= place.memory
        }
      }
      least = min(least, left)
      for (node, place) in here {
        guard let known = free[node] else { continue }
        free[node]?.gpus = min(known.gpus, place.gpus)
        free[node]?.cores = min(known.cores, place.cores)
        free[node]?.memory = min(known.memory, place.memory)
      }
      for tenant in path(job) {
        for column in columns(model(of: pool)) {
          guard let limit = limit(tenant, column) else { continue }
          let held = (running + planned)
            .filter { counts(column, in: $0.0) && path($0.2).contains(tenant) }
            .reduce(0) { $0 + amount($1.2, column) }
          if held + amount(job, column) > limit { return nil }
        }
      }
    }
    if isCount(pool) { return least >= gpus(job) ? [] : nil }
    return places(for: job, in: pool, free: free)
  }

  private typealias Use = (Int, [Place], Int)

  private func active(at time: Int64) -> (running: [Use], planned: [Use]) {
    (
      running.filter { $0.expectedEnd > time }.map { ($0.pool, $0.places, $0.job) },
      slots.filter { $0.start <= time && time < $0.end }.map { ($0.pool, $0.places, $0.job) }
    )
  }

  // MARK: Plans

  /// Plans jobs in the order of the moment; a job whose slot begins now starts.
  mutating func plan(depth: Int) {
    visited = []
    slots = []
    for _ in 0..<min(depth, waiting.count) {
      guard let job = inPolicyOrder().first(where: { !visited.contains($0) }) else { break }
      visited.insert(job)
      let slot = firstSlot(job)
      if slot.start == now {
        start(job, pool: slot.pool, places: slot.places)
      } else {
        slots.append(slot)
        let models = Set(poolsEver(job).map { model(of: $0) })
        if policy.stops && models.allSatisfy({ stop(job, model: $0) != nil }) { break }
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
      var slot = firstSlot(job)
      precondition(slot.start <= old.start, "a slot never moves later")
      if slot.start == old.start {
        slot = old
      } else {
        slot.change = changes
        changes += 1
      }
      slots.append(slot)
    }
  }

  /// Jobs without a slot get one in queue order.
  mutating func giveSlots() {
    guard case .conservative(let depth) = policy.fill else { return }
    for job in inPolicyOrder() where slots.count < depth {
      guard !slots.contains(where: { $0.job == job }) else { continue }
      var slot = firstSlot(job)
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
      for slot in due { start(slot.job, pool: slot.pool, places: slot.places) }
      giveSlots()
    }
  }
}
