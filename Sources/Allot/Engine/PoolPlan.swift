/// What a blocked head holds free for itself in a pool from an instant on.
///
/// A later job that outlives the instant must leave the head's shape placeable with it staying.
struct PoolPlan {
  /// The head; nil before the first plan.
  private(set) var job: ID<Job>?
  /// When the head is expected to start.
  private(set) var time = SimTime.zero
  /// The head's devices in the pool.
  private(set) var gpus: Int32 = 0
  /// The head's shape, or that of its first component here; nil before the first plan.
  private(set) var shape: GangShape?
  /// The shapes of its further components here, which are placed behind it.
  private(set) var further: [GangShape] = []
  /// True where the head has components: its instant also depends on other pools, so that the plan
  /// is made anew in each cycle.
  private(set) var isOfGang = false
  /// True where it was made between announced holds: there may have been places before it, for less
  /// than the head's limit.
  private var isBetweenHolds = false
  /// What is free in the pool at ``time``, later starts and ends considered.
  private(set) var future: FreeMap
  /// What is free just before ``time``, likewise: less than the head needs, or between holds at
  /// least all that it could have had before.
  private(set) var before: FreeMap

  /// True in a pool that is a mere count.
  private let isCount: Bool

  /// No plan yet, for a pool in which so much is free.
  init(_ free: FreeMap, isCount: Bool) {
    self.isCount = isCount
    future = free
    before = free
  }

  /// Becomes the plan of a job: the first instant at which the ends of running limits, and nodes
  /// that come back, free its shape, in a pool where so much is free now.
  ///
  /// - Precondition: the shape fits once everything has ended.
  mutating func reserve(
    _ shape: GangShape,
    of job: ID<Job>,
    gpus: Int32,
    in free: FreeMap,
    _ ends: TimedJobs,
    _ returns: [NodeReturn],
    slots: (TimedJobs.Entry) -> [NodeSlot]
  ) {
    self.job = job
    self.gpus = gpus
    self.shape = shape
    if isOfGang { (further, isOfGang) = ([], false) }
    isBetweenHolds = false
    future.copy(free)
    if !returns.isEmpty {
      time = wait(for: shape, ends, returns, slots: slots)
      before.copy(future)
      for back in returns where back.time == time { before.close(back.node) }
      return endBefore(ends, slots: slots)
    }
    var given = 0
    var found: SimTime?
    for entry in ends {
      if let found, entry.time > found { break }
      if isCount {
        given += Int(entry.gpus)
        if found == nil && Int(shape.count) <= future.freeGPUs + given { found = entry.time }
      } else {
        future.release(slots(entry), gpus: Int(entry.gpus))
        if found == nil && future.hosts(shape) { found = entry.time }
      }
    }
    guard let found else {
      preconditionFailure("an admissible job must fit once everything has ended")
    }
    if isCount { future.release([], gpus: given) }
    time = found
    before.copy(future)
    endBefore(ends, slots: slots)
  }

  /// The same between times for which nodes are announced to be out: the first instant from which
  /// the shape has a place for a whole length.
  mutating func reserve(
    _ shape: GangShape,
    of job: ID<Job>,
    gpus: Int32,
    for length: SimDuration,
    from now: SimTime,
    in free: FreeMap,
    _ ends: TimedJobs,
    _ returns: [NodeReturn],
    _ holds: NodeHolds,
    slots: (TimedJobs.Entry) -> [NodeSlot]
  ) {
    self.job = job
    self.gpus = gpus
    self.shape = shape
    if isOfGang { (further, isOfGang) = ([], false) }
    future.copy(free)
    time = wait(for: shape, length, ends, returns, holds, slots: slots)
    isBetweenHolds = true
    // No earlier start escapes the holds that it meets whenever it is until then.
    before.copy(future)
    for hold in holds.byBegin { before.open(hold.node) }
    for hold in holds.byBegin[..<holds.count(before: now + length)] where hold.until >= time {
      before.close(hold.node)
    }
    for back in returns where back.time >= time { before.close(back.node) }
    endBefore(ends, slots: slots)
  }

  /// The first instant from which what ends, comes back or is over has made a place for a shape for
  /// a whole length, in what is free in the future, which is then what is free beside the holds of
  /// that time.
  private mutating func wait(
    for shape: GangShape,
    _ length: SimDuration,
    _ ends: TimedJobs,
    _ returns: [NodeReturn],
    _ holds: NodeHolds,
    slots: (TimedJobs.Entry) -> [NodeSlot]
  ) -> SimTime {
    var (end, back, closed, over) = (ends.startIndex, 0, 0, 0)
    while true {
      let nexts = [
        end < ends.endIndex ? ends[end].time : nil,
        back < returns.count ? returns[back].time : nil,
        over < holds.byEnd.count ? holds.byEnd[over].until : nil,
      ]
      guard let next = nexts.compactMap({ $0 }).min() else {
        preconditionFailure("an admissible job must fit once everything has ended")
      }
      while end < ends.endIndex, ends[end].time == next {
        future.release(slots(ends[end]), gpus: Int(ends[end].gpus))
        ends.formIndex(after: &end)
      }
      let met = holds.count(before: next + length)
      for hold in holds.byBegin[closed..<met] where hold.until > next { future.close(hold.node) }
      closed = met
      var opened: [Int] = []
      while back < returns.count, returns[back].time == next {
        opened.append(returns[back].node)
        back += 1
      }
      while over < holds.byEnd.count, holds.byEnd[over].until == next {
        opened.append(holds.byEnd[over].node)
        over += 1
      }
      for node in opened {
        let isOut = returns[back...].contains { $0.node == node }
        let isHeld =
          over < holds.byEnd.count
          && holds.byBegin[..<met].contains { $0.node == node && $0.until > next }
        if !isOut && !isHeld { future.open(node) }
      }
      if future.hosts(shape) { return next }
    }
  }

  /// Takes from what is free just before the plan's instant what ends then.
  private mutating func endBefore(_ ends: TimedJobs, slots: (TimedJobs.Entry) -> [NodeSlot]) {
    for entry in ends[ends.firstIndex(from: time)...] {
      guard entry.time == time else { break }
      before.occupy(slots(entry), gpus: Int(entry.gpus))
    }
  }

  /// The first instant by which ends and nodes that come back have made a place for a shape in what
  /// is free in the future, which is then what is free at that instant.
  private mutating func wait(
    for shape: GangShape,
    _ ends: TimedJobs,
    _ returns: [NodeReturn],
    slots: (TimedJobs.Entry) -> [NodeSlot]
  ) -> SimTime {
    var (end, back) = (ends.startIndex, returns.startIndex)
    while true {
      let ending = end < ends.endIndex ? ends[end].time : nil
      let coming = back < returns.count ? returns[back].time : nil
      guard let next = ending.map({ min($0, coming ?? $0) }) ?? coming else {
        preconditionFailure("an admissible job must fit once everything has ended")
      }
      while end < ends.endIndex, ends[end].time == next {
        future.release(slots(ends[end]), gpus: Int(ends[end].gpus))
        ends.formIndex(after: &end)
      }
      while back < returns.count, returns[back].time == next {
        future.open(returns[back].node)
        back += 1
      }
      if future.hosts(shape) { return next }
    }
  }

  /// Takes the place of a job that starts until `end`, if the head still fits at its instant.
  mutating func admit(_ slots: [NodeSlot], gpus: Int32, until end: SimTime) -> Bool {
    guard let shape, end >= time else { return true }
    let gpus = Int(gpus)
    if end > time {
      future.occupy(slots, gpus: gpus)
      guard future.hosts(shape, further) else {
        future.release(slots, gpus: gpus)
        return false
      }
    }
    if !isOfGang { before.occupy(slots, gpus: gpus) }
    return true
  }

  /// Becomes the plan of components that lie here from an instant on.
  mutating func reserve(
    _ shapes: [GangShape],
    of job: ID<Job>,
    gpus: Int32,
    at time: SimTime,
    future: FreeMap
  ) {
    self.job = job
    self.time = time
    self.gpus = gpus
    shape = shapes.first
    further = Array(shapes.dropFirst())
    isOfGang = true
    self.future = future
  }

  /// True if the plan still holds now that a job has ended, though it was expected to run on.
  ///
  /// What is free only grows until the plan's instant, so the head could start earlier only if it
  /// could just before; between holds, only if it could in all that it might have had before.
  mutating func holds(after ended: RunningJob) -> Bool {
    guard let shape, !isOfGang else { return false }
    if ended.expectedEnd < time { return !isBetweenHolds || !before.hosts(shape) }
    if ended.expectedEnd > time { future.release(ended.slots, gpus: Int(ended.gpus)) }
    before.release(ended.slots, gpus: Int(ended.gpus))
    return !before.hosts(shape)
  }
}
