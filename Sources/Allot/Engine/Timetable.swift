/// What will be free when, in every pool and below every tenant limit: where planned jobs find
/// slots.
///
/// Running jobs are in it until their limits end, planned ones for their slots.
struct Timetable {
  /// Where and when a job runs or is to run.
  struct Slot {
    var time: SlotTime
    var nodes: [NodeSlot] = []

    init(pool: Int, start: SimTime, end: SimTime, nodes: [NodeSlot] = []) {
      time = SlotTime(pool: pool, start: start, end: end)
      self.nodes = nodes
    }

    var pool: Int { time.pool }
    var start: SimTime { time.start }
    var end: SimTime { time.end }
  }

  /// The part of a slot that most questions are about: plain numbers, cheap to copy.
  struct SlotTime {
    var pool: Int
    var start: SimTime
    var end: SimTime

    var length: SimDuration { end - start }
  }

  let frames: [PoolFrame]
  let parents: [Int]
  let models: Int
  let resources: [Resource]
  /// Jobs start at multiples of it, or at any time where it is nil.
  private let interval: SimDuration?
  /// The devices of each pool: everything for counted ones, a quick no for others.
  private(set) var counts: [CountProfile]
  private(set) var nodes: [NodeProfile?]
  let hasHeadrooms: Bool
  /// The headroom of each tenant in each resource, where it has a limit.
  private(set) var headrooms: [CountProfile?]
  /// The limits beside the tree, and the headroom of each.
  let groups: [GroupHoldings]
  private(set) var groupHeadrooms: [CountProfile?]

  /// The timetable of an empty machine, some of whose nodes are out.
  init(pools: [MachinePool], books: Books, interval: SimDuration?) {
    frames = pools.map(\.frame)
    parents = books.parents
    models = books.models
    resources = books.resources
    self.interval = interval
    counts = pools.map { CountProfile(capacity: Int64($0.gpus)) }
    nodes = pools.map { $0.kind.isCount ? nil : NodeProfile($0.empty, $0.returns, $0.holds) }
    hasHeadrooms = books.hasLimits
    headrooms = books.limits.map { $0 == .max ? nil : CountProfile(capacity: $0) }
    groups = books.groups
    let most = groups.first?.most ?? []
    groupHeadrooms = most.map { $0 == .max ? nil : CountProfile(capacity: $0) }
  }

  /// Forgets what lies before an instant.
  mutating func advance(to now: SimTime) {
    for pool in counts.indices {
      counts[pool].advance(to: now)
      nodes[pool]?.advance(to: now)
    }
    guard hasHeadrooms else { return }
    for index in headrooms.indices { headrooms[index]?.advance(to: now) }
    for index in groupHeadrooms.indices { groupHeadrooms[index]?.advance(to: now) }
  }

  /// Takes the devices for a slot of a job, or of a component that counts as so many jobs.
  mutating func book(_ slot: Slot, for job: Job, jobs: Int64 = 1) {
    change(slot, of: job, jobs: jobs, by: -1)
    nodes[slot.pool]?.occupy(slot.nodes, gpus: Int(job.gpus), from: slot.start, until: slot.end)
  }

  /// Gives the devices back for a slot or the rest of one.
  mutating func release(_ slot: Slot, of job: Job, jobs: Int64 = 1) {
    change(slot, of: job, jobs: jobs, by: 1)
    nodes[slot.pool]?.release(slot.nodes, gpus: Int(job.gpus), from: slot.start, until: slot.end)
  }

  private mutating func change(_ slot: Slot, of job: Job, jobs: Int64, by sign: Int64) {
    let amount = sign * Int64(job.gpus)
    counts[slot.pool].add(amount, from: slot.start, until: slot.end)
    guard hasHeadrooms else { return }
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      headrooms[tenant * resources.count + Int(frames[slot.pool].model.index)]?
        .add(amount, from: slot.start, until: slot.end)
      for column in models..<resources.count {
        headrooms[tenant * resources.count + column]?
          .add(sign * job.amount(of: resources[column]), from: slot.start, until: slot.end)
      }
      tenant = parents[tenant]
    }
    guard !groups.isEmpty else { return }
    var need = frames[slot.pool].need(of: job)
    need.jobs = jobs
    for (limit, amount) in groups[0].limits(of: job.limits, need) {
      groupHeadrooms[limit]?.add(sign * amount, from: slot.start, until: slot.end)
    }
  }

  /// The first slot of a length for a job in one of the pools that begins before a bound, or nil;
  /// ties go to the first pool.
  ///
  /// - Precondition: the job could run in these pools if they were empty.
  func earliest(
    for job: Job,
    in pools: UInt64,
    length: SimDuration,
    from now: SimTime,
    before bound: SimTime
  ) -> Slot? {
    var best: Slot?
    var bits = pools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      let bound = best?.start ?? bound
      best = earliest(for: job, in: pool, length: length, from: now, before: bound) ?? best
    }
    return best
  }

  private func earliest(
    for job: Job,
    in pool: Int,
    length: SimDuration,
    from now: SimTime,
    before bound: SimTime
  ) -> Slot? {
    let shape = nodes[pool] == nil ? nil : frames[pool].shape(of: job)
    var time = now
    var places: [NodeSlot] = []
    while time < bound {
      let before = time
      time = counts[pool].earliest(Int64(job.gpus), for: length, from: aligned(time))
      if let shape, let profile = nodes[pool] {
        places.removeAll()
        guard
          let found = profile.earliest(shape, for: length, from: time, before: bound, into: &places)
        else { return nil }
        time = found
      }
      if hasHeadrooms { time = withHeadroom(job, pool: pool, length: length, from: time) }
      if time == before && time == aligned(time) {
        return Slot(pool: pool, start: time, end: time + length, nodes: places)
      }
    }
    return nil
  }

  /// The first instant, from one on, at which each limited tenant above a job has headroom for it,
  /// and each of its groups.
  private func withHeadroom(
    _ job: Job,
    pool: Int,
    length: SimDuration,
    from now: SimTime
  ) -> SimTime {
    var time = now
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      let headroom = headrooms[tenant * resources.count + Int(frames[pool].model.index)]
      if let headroom, job.gpus > 0 {
        time = headroom.earliest(Int64(job.gpus), for: length, from: time)
      }
      for column in models..<resources.count {
        let amount = job.amount(of: resources[column])
        guard amount > 0, let headroom = headrooms[tenant * resources.count + column]
        else { continue }
        time = headroom.earliest(amount, for: length, from: time)
      }
      tenant = parents[tenant]
    }
    guard !groups.isEmpty else { return time }
    for (limit, amount) in groups[0].limits(of: job.limits, frames[pool].need(of: job)) {
      guard let headroom = groupHeadrooms[limit] else { continue }
      time = headroom.earliest(amount, for: length, from: time)
    }
    return time
  }

  /// Whether a job's own slot of this timetable could move forward, told without taking it out.
  enum Movement {
    /// It can not.
    case none
    /// It moves to that start, in its pool.
    case to(SimTime)
    /// Devices alone do not rule it out.
    case perhaps
  }

  /// Whether a slot could move forward; most can not, so this must be cheap.
  func movement(
    of slot: SlotTime,
    width gpus: Int32,
    in pools: UInt64,
    from now: SimTime
  ) -> Movement {
    let width = Int64(gpus)
    let own = counts[slot.pool].earlier(width, for: slot.length, from: now, than: slot.start)
    // What the count of devices allows may still fail by nodes, limits or alignment.
    let isExact = nodes[slot.pool] == nil && !hasHeadrooms && interval == nil
    if own != nil && !isExact { return .perhaps }
    var others = pools & ~(1 << UInt64(slot.pool))
    while others != 0 {
      let pool = others.trailingZeroBitCount
      others &= others - 1
      if counts[pool].earliest(width, for: slot.length, from: now) < slot.start { return .perhaps }
    }
    return own.map { .to($0) } ?? .none
  }

  /// Whether nodes do not rule out what devices alone allow; if so, the slot must be taken out and
  /// sought anew.
  func mightMove(_ slot: Slot, of job: Job, in pools: UInt64, from now: SimTime) -> Bool {
    var bits = pools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      let (width, length) = (Int64(job.gpus), slot.time.length)
      let isAllowed =
        pool == slot.pool
        ? counts[pool].earlier(width, for: length, from: now, than: slot.start) != nil
        : counts[pool].earliest(width, for: length, from: now) < slot.start
      if isAllowed && mightHost(job, pool, before: slot, from: now) { return true }
    }
    return false
  }

  private func mightHost(_ job: Job, _ pool: Int, before slot: Slot, from now: SimTime) -> Bool {
    guard let profile = nodes[pool], let shape = frames[pool].shape(of: job) else { return true }
    return profile.mightHost(
      shape,
      for: slot.end - slot.start,
      from: now,
      before: slot.start,
      horizon: pool == slot.pool ? slot.start : .distantFuture
    )
  }

  func aligned(_ time: SimTime) -> SimTime {
    interval.map { time.roundedUp(to: $0) } ?? time
  }
}
