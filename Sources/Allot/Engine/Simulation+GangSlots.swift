/// Slots of jobs of several components: all begin and end together.
extension Simulation {
  /// The first slots of a gang beside what a timetable has, one for each component, that begin
  /// before a bound.
  ///
  /// They begin now or when something ends: what runs at its limit, what is planned at `ends`.
  func slots(
    of waiting: WaitingJob,
    in table: borrowing Timetable,
    plannedEnds ends: [SimTime],
    before bound: SimTime = .distantFuture
  ) -> [Timetable.Slot]? {
    var times = ends + [now]
    for pool in pools { times += pool.ends.map(\.time) + pool.returns.map(\.time) }
    times.removeAll { $0 < now }
    return table.earliest(
      for: books.gangs[Int(waiting.gang)],
      at: times.sorted(),
      length: remainingLimit(waiting.job),
      before: bound
    )
  }

  /// Books the slots of a job's components, or gives them back with the sign −1.
  static func book(
    _ slots: [Timetable.Slot],
    of parts: [Job],
    in table: inout Timetable,
    sign: Int = 1
  ) {
    for (index, (slot, part)) in zip(slots, parts).enumerated() {
      // The components are one job.
      let jobs: Int64 = index == 0 ? 1 : 0
      if sign > 0 {
        table.book(slot, for: part, jobs: jobs)
      } else {
        table.release(slot, of: part, jobs: jobs)
      }
    }
  }

  /// Plans a gang; true if its slots begin now and it starts, nil where it has none.
  mutating func planGang(
    _ waiting: WaitingJob,
    in plan: inout Timetable,
    plannedEnds ends: inout [SimTime]
  ) -> Bool? {
    let gang = books.gangs[Int(waiting.gang)]
    guard let slots = slots(of: waiting, in: plan, plannedEnds: ends) else { return nil }
    Self.book(slots, of: gang.parts, in: &plan)
    ends.append(slots[0].end)
    guard slots[0].start == now else { return false }
    Self.book(slots, of: gang.parts, in: &timetable)
    startGang(waiting, slots.map { Gang.Place(pool: $0.pool, slots: $0.nodes) })
    return true
  }

  /// Gives slots to a gang that has none, and returns that of its first component; nil where nodes
  /// that it needs never come back.
  mutating func giveSlot(toGang waiting: WaitingJob) -> Timetable.Slot? {
    guard let slots = slots(of: waiting, in: timetable, plannedEnds: keptSlots.ends()) else {
      return nil
    }
    Self.book(slots, of: books.gangs[Int(waiting.gang)].parts, in: &timetable)
    books.gangs[Int(waiting.gang)].slots = slots
    return slots[0]
  }

  /// Starts a gang whose slots begin now.
  mutating func startGangInSlot(_ waiting: WaitingJob) {
    let slots = books.gangs[Int(waiting.gang)].slots
    books.gangs[Int(waiting.gang)].slots = []
    startGang(waiting, slots.map { Gang.Place(pool: $0.pool, slots: $0.nodes) })
  }

  /// Moves the slots of a gang forward if they can.
  mutating func improveGang(_ index: Int) {
    let waiting = keptSlots[index].waiting
    let gang = books.gangs[Int(waiting.gang)]
    let old = gang.slots
    Self.book(old, of: gang.parts, in: &timetable, sign: -1)
    let ends = keptSlots.ends(except: index)
    let found = slots(of: waiting, in: timetable, plannedEnds: ends, before: old[0].start)
    Self.book(found ?? old, of: gang.parts, in: &timetable)
    guard let found else { return }
    books.gangs[Int(waiting.gang)].slots = found
    keptSlots.move(index, to: found[0], isEarlier: true)
  }
}

extension Timetable {
  /// The first slots of a gang that begin at one of some times, which come in order, and before a
  /// bound.
  func earliest(
    for gang: Gang,
    at times: [SimTime],
    length: SimDuration,
    before bound: SimTime
  ) -> [Slot]? {
    var last: SimTime?
    for time in times.lazy.map({ aligned($0) }) where time != last {
      guard time < bound else { return nil }
      last = time
      let end = time + length
      guard mayHost(gang, from: time, until: end) else { continue }
      var search = GangSearch(gang, frames: frames, free: least(from: time, until: end))
      let places = search.first { hasHeadroom(for: gang, at: $0, from: time, until: end) }
      guard let places else { continue }
      return places.map { Slot(pool: $0.pool, start: time, end: end, nodes: $0.slots) }
    }
    return nil
  }

  /// False where the pools have too few devices, wherever they are.
  private func mayHost(_ gang: Gang, from start: SimTime, until end: SimTime) -> Bool {
    let least = frames.indices.filter { gang.union >> UInt64($0) & 1 == 1 }
      .reduce(Int64(0)) { $0 + counts[$1].least(from: start, until: end) }
    return least >= Int64(gang.gpus)
  }

  /// The least that is free in each pool from one instant until another.
  private func least(from start: SimTime, until end: SimTime) -> [FreeMap] {
    frames.indices.map { pool in
      if let profile = nodes[pool] { return profile.least(from: start, until: end) }
      var free = FreeMap(nodes: frames[pool].nodes, kind: frames[pool].kind)
      let least = counts[pool].least(from: start, until: end)
      free.occupy([], gpus: free.freeGPUs - Int(least))
      return free
    }
  }

  private func hasHeadroom(
    for gang: Gang,
    at places: [Gang.Place],
    from start: SimTime,
    until end: SimTime
  ) -> Bool {
    guard hasHeadrooms else { return true }
    var needs = Array(repeating: Int64(0), count: resources.count)
    for (part, place) in zip(gang.parts, places) {
      needs[Int(frames[place.pool].model.index)] += Int64(part.gpus)
      for column in models..<resources.count {
        needs[column] += part.amount(of: resources[column])
      }
    }
    var tenant = gang.parts.first.map { Int($0.tenant.index) } ?? -1
    while tenant >= 0 {
      for (column, need) in needs.enumerated() where need > 0 {
        guard let headroom = headrooms[tenant * resources.count + column] else { continue }
        if headroom.least(from: start, until: end) < need { return false }
      }
      tenant = parents[tenant]
    }
    guard !groups.isEmpty else { return true }
    let need = gang.need(in: places.map(\.pool), frames)
    return groups[0].limits(of: gang.parts[0].limits, need).allSatisfy { limit, amount in
      groupHeadrooms[limit]?.least(from: start, until: end) ?? .max >= amount
    }
  }
}
