/// What happens to a job: it arrives, starts, ends or is evicted.
extension Simulation {
  /// A job comes; `isAlone` if no other one does at this instant.
  mutating func arrive(_ id: ID<Job>, isAlone: Bool) {
    let waiting = waitingJob(id)
    let isLost = agenda.arrivals.areLost && agenda.arrivals.isLost(traceID(of: id))
    guard !isLost, waiting.pools != 0 || couldRunLater(id) else {
      record(.reject, id)
      if agenda.arrivals.areLost { agenda.arrivals.refuse(traceID(of: id), at: now) }
      return
    }
    if waiting.key == .ofNoNumber { refuseKey(of: id) }
    appear(waiting)
    if isAlone && startAtOnce(waiting) { return }
    enqueue(waiting)
    if traits.walksOverHeads { queueHead(waiting) }
  }

  /// A job that could run some time is there, and waits unless it is started at once.
  mutating func appear(_ waiting: WaitingJob) {
    record(.submit, waiting.job)
    wantAll(of: waiting)
  }

  /// Books what a waiting job wants.
  mutating func wantAll(of waiting: WaitingJob) {
    guard traits.divides else { return }
    if waiting.gang >= 0 {
      if waiting.pools != 0 { wantParts(of: Int(waiting.gang)) }
    } else {
      want(waiting.job, pools: waiting.pools, sign: 1)
    }
  }

  mutating func enqueue(_ waiting: WaitingJob) {
    let tenant = world.jobs[Int(waiting.job.index)].tenant
    if traits.comparesResources { books.dominance.want(tenant, 1) }
    guard !books.groups.isEmpty else { return queue.insert(waiting, tenant: tenant, limits: nil) }
    let limits = world.jobs[Int(waiting.job.index)].limits
    books.groups[0].want(limits, sign: 1)
    queue.insert(waiting, tenant: tenant, limits: limits)
  }

  mutating func dequeue(_ waiting: WaitingJob) {
    let tenant = world.jobs[Int(waiting.job.index)].tenant
    if traits.comparesResources { books.dominance.want(tenant, -1) }
    guard !books.groups.isEmpty else { return queue.remove(waiting, tenant: tenant, limits: nil) }
    let limits = world.jobs[Int(waiting.job.index)].limits
    books.groups[0].want(limits, sign: -1)
    queue.remove(waiting, tenant: tenant, limits: limits)
  }

  func waitingJob(_ id: ID<Job>) -> WaitingJob {
    let job = world.jobs[Int(id.index)]
    var waiting = WaitingJob(
      key: key(of: id, isAged: id.index < queue.agedJobs),
      job: id,
      gpus: job.gpus,
      limitSeconds: Int32(clamping: remainingLimit(id).milliseconds / 1_000),
      pools: admissiblePools(of: job)
    )
    if let own = job.components {
      // Who has no place for the largest component can not start the others either.
      waiting.gang = own.index
      waiting.gpus = books.gangs[Int(own.index)].largest
    } else if job.cores > 0 && !queue.coreBounds.isEmpty {
      waiting.cores = fewestCores(of: waiting)
    }
    return waiting
  }

  /// The cores on each of a job's nodes, in the pool where they are fewest.
  private func fewestCores(of waiting: WaitingJob) -> Int32 {
    var fewest = Int32.max
    var bits = waiting.pools
    while bits != 0 {
      let pool = bits.trailingZeroBitCount
      bits &= bits - 1
      let shape = frames[pool].shape(of: world.jobs[Int(waiting.job.index)])
      fewest = min(fewest, shape?.chunk.cores ?? 0)
    }
    return fewest
  }

  /// The key of a waiting job: at this instant where it reads the wait, else for ever.
  ///
  /// A key that falls with the wait is taken as of time zero, like the keys of all others that
  /// fall; one that has fallen as far as it may is `isAged`.
  private func key(of id: ID<Job>, isAged: Bool) -> Int64 {
    let job = world.jobs[Int(id.index)]
    let wait = traits.reads.contains(.wait) ? now - job.submit : .zero
    var key = policy.order.key(of: JobView(job, wait: wait, capacity: Int(books.capacity)))
    if traits.walk == .sum {
      guard key.isSummable else { return .ofNoNumber }
      if traits.aging > .zero {
        key += Double(isAged ? -traits.aging.milliseconds : job.submit.milliseconds)
      }
    }
    return Int64(ordering: key)
  }

  /// Gives waiting jobs and tenants the keys that they have at this instant, where keys change
  /// without an event on the path.
  mutating func renewKeys() {
    if traits.reads.contains(.wait) {
      let (order, jobs, now, capacity) = (policy.order, world.jobs, now, Int(books.capacity))
      var wrong: ID<Job>?
      queue.rekey { id in
        let job = jobs[Int(id.index)]
        let wait = now - job.submit
        let key = Int64(
          ordering: order.key(of: JobView(job, wait: wait, capacity: capacity))
        )
        if key == .ofNoNumber { wrong = wrong ?? id }
        return key
      }
      if let wrong { refuseKey(of: wrong) }
    }
    guard traits.aging > .zero else { return }
    let limit = traits.aging
    while Int(queue.agedJobs) < world.jobs.count {
      let id = ID<Job>(Int(queue.agedJobs))
      let job = world.jobs[Int(id.index)]
      guard job.submit + limit <= now else { break }
      let old = key(of: id, isAged: false)
      queue.age(
        tenant: job.tenant,
        limits: job.limits,
        from: old,
        to: key(of: id, isAged: true)
      )
    }
    queue.agedShift = Double(now.milliseconds)
  }

  /// The pools in which a job could start on an empty machine under its tenants' limits.
  ///
  /// Those in which some component could lie, where a job has several.
  func admissiblePools(of job: Job) -> UInt64 {
    if let own = job.components { return books.gangs[Int(own.index)].union }
    var bits: UInt64 = 0
    for index in frames.indices {
      let model = Int(frames[index].model.index)
      guard couldLie(job, in: index), books.couldEverHold(job, model: model),
        books.couldEverAdmit(job, in: frames[index]),
        !traits.walksOverHeads || heads?.couldEverHold(job, model: model) == true
      else { continue }
      bits |= 1 << UInt64(index)
    }
    return bits
  }

  /// True for a pool of a model that an ordinary job accepts, with nodes for it and behind no wall.
  func couldLie(_ job: Job, in pool: Int) -> Bool {
    let frame = frames[pool]
    guard job.models.contains(frame.model) else { return false }
    if let owner = frame.owner, !books.isAncestor(Int(owner.index), of: job.tenant) {
      return false
    }
    return frame.shape(of: job) != nil
  }

  /// Books what a job wants in the models of some pools; while it waits it wants any of them.
  private mutating func want(
    _ id: ID<Job>,
    pools: UInt64,
    except taken: Int? = nil,
    sign: Int64
  ) {
    var models = models(of: pools)
    if let taken { models &= ~(1 << UInt64(frames[taken].model.index)) }
    want(world.jobs[Int(id.index)], models: models, sign: sign)
  }

  /// The models of some pools, one bit each.
  func models(of pools: UInt64) -> UInt64 {
    var models: UInt64 = 0
    for pool in frames.indices where pools >> UInt64(pool) & 1 == 1 {
      models |= 1 << UInt64(frames[pool].model.index)
    }
    return models
  }

  /// Books what a job wants of some models, one bit each.
  mutating func want(_ job: Job, models: UInt64, sign: Int64) {
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      division?.want(sign * Int64(job.gpus), of: tenant, models: models)
      tenant = books.parents[tenant]
    }
  }

  /// The limit less the work that a checkpoint has saved.
  func remainingLimit(_ id: ID<Job>) -> SimDuration {
    world.jobs[Int(id.index)].limit - running.saved(of: id)
  }

  /// Starts a waiting job on the given slots of a pool.
  mutating func start(_ waiting: WaitingJob, pool: Int, slots: [NodeSlot]) {
    dequeue(waiting)
    take(waiting.job, pool: pool, slots: slots, until: now + remainingLimit(waiting.job))
    begin(waiting.job)
  }

  /// Takes devices for a job that no longer waits, which it is expected to give back at an instant.
  mutating func take(_ id: ID<Job>, pool: Int, slots: [NodeSlot], until end: SimTime) {
    let job = world.jobs[Int(id.index)]
    pools[pool].take(id, slots, gpus: job.gpus, until: end)
    let entry = RunningJob(
      job: id,
      pool: pool,
      expectedEnd: end,
      gpus: job.gpus,
      slots: slots
    )
    running.add(entry)
    if traits.divides && books.models > 1 {
      want(id, pools: admissiblePools(of: job), except: pool, sign: -1)
    }
    books.take(job, model: Int(frames[pool].model.index))
    if !books.groups.isEmpty {
      books.groups[0].change(job.limits, frames[pool].need(of: job), sign: 1)
    }
    if traits.comparesResources { books.dominance.change(job, sign: 1) }
  }

  /// Lets a job run on the devices that it has.
  mutating func begin(_ id: ID<Job>) {
    let job = world.jobs[Int(id.index)]
    let record = running.record(of: id)
    let pool = running[record].pool
    running.begin(record, at: now, potential: books.ledger?.potential(at: now) ?? 0)
    expectEnd(of: record, at: now + remainingLimit(id))
    if traits.mayTake(job) {
      pools[pool].markPreemptible(id, from: now, gpus: job.gpus)
      books.ownQueues.start(job)
    }
    schedule(id)
    self.record(.start, id, pool: pools[pool].pool, slots: running[record].slots)
  }

  /// Lets a job that starts be protected, charged and ended.
  mutating func schedule(_ id: ID<Job>) {
    let job = world.jobs[Int(id.index)]
    let attempt = running.attempt(of: id)
    if !protections.isEmpty {
      protections.start(
        id,
        leaf: job.tenant,
        parents: books.parents,
        attempt: attempt,
        at: now
      )
    }
    if books.ledger != nil { uncharged.append(id) }
    let left = job.run - running.saved(of: id)
    agenda.add(endOf: id, attempt: attempt, at: now + left)
  }

  /// Moves the instant at which a job is expected to give its devices back.
  mutating func expectEnd(of record: Int, at end: SimTime) {
    guard end != running[record].expectedEnd else { return }
    let entry = running[record]
    pools[entry.pool].expectEnd(of: entry, at: end)
    running.expectEnd(record, at: end)
  }

  mutating func end(_ id: ID<Job>) {
    if let own = world.jobs[Int(id.index)].components {
      endGang(id, Int(own.index))
    } else {
      let pool = stop(id)
      record(.end, id, pool: pools[pool].pool)
    }
    letFollow(id)
  }

  /// Evicts a running job, which waits again from its old place on, unless it ran by terms that are
  /// gone and could never run again.
  mutating func evict(_ id: ID<Job>) {
    let kept = work(of: id, savedEvery: traits.checkpoint)
    let pool = stop(id)
    running.endAttempt(of: id, saving: kept)
    record(.evict, id, pool: pools[pool].pool, kept: kept)
    guard waitAgain(id) != nil else { return }
    if traits.reclaims { books.victims.insert(id) }
    if traits.walksOverHeads { heads?.barred.append(id) }
  }

  /// The work of a running job's attempt up to its last checkpoint; none without checkpoints.
  func work(of id: ID<Job>, savedEvery interval: SimDuration?) -> SimDuration {
    guard let interval else { return .zero }
    let done = (now - running[id].start).milliseconds
    return SimDuration(milliseconds: done - done % interval.milliseconds)
  }

  /// Lets a job that has lost its place wait from its old place on; nil, and it is dismissed, where
  /// it could never run again.
  mutating func waitAgain(_ id: ID<Job>) -> WaitingJob? {
    let waiting = waitingJob(id)
    guard waiting.pools != 0 || couldRunLater(id) else {
      dismiss(id)
      return nil
    }
    wantAll(of: waiting)
    enqueue(waiting)
    return waiting
  }

  /// Takes a running job off the machine and gives back its pool.
  mutating func stop(_ id: ID<Job>) -> Int {
    let job = world.jobs[Int(id.index)]
    releaseDevices(running.record(of: id))
    if traits.head.givesSlots { returnTail([rest(of: running[id])], of: [job]) }
    let stopped = running.remove(id)
    let pool = stopped.pool
    let model = Int(frames[pool].model.index)
    if traits.divides { want(id, pools: 1 << UInt64(pool), sign: -1) }
    if stopped.wasLeaving { forgetLeaving(id, model: model) }
    if traits.comparesResources { books.dominance.change(job, sign: -1) }
    if traits.walksOverHeads { heads?.discharge(id) }
    books.give(job, model: model)
    if !books.groups.isEmpty {
      books.groups[0].change(job.limits, frames[pool].need(of: job), sign: -1)
    }
    settle(job, id, startedAt: stopped.start, potential: stopped.potential)
    return pool
  }

  /// Charges a job that has stopped for what it has used.
  mutating func settle(
    _ job: Job,
    _ id: ID<Job>,
    startedAt start: SimTime,
    potential: Double
  ) {
    if start == now, let place = uncharged.lastIndex(of: id) {
      uncharged.remove(at: place)
    } else {
      books.discharge(job, at: now, startedAt: start, started: potential)
    }
    if !traits.reads.ofTenants.isEmpty { queue.touch(tenant: job.tenant) }
  }

  /// Gives back, in the timetable, what a job that ends before its limit would still have used.
  mutating func returnTail(_ rests: [Timetable.Slot], of parts: [Job]) {
    keptSlots.noteEnd()
    guard let end = rests.first?.end, end > now else { return }
    Self.book(rests, of: parts, in: &timetable, sign: -1)
  }

  /// What is left of a running job's slot in one pool.
  func rest(of record: RunningJob) -> Timetable.Slot {
    Timetable.Slot(
      pool: record.pool,
      start: now,
      end: record.expectedEnd,
      nodes: record.slots
    )
  }

  mutating func releaseDevices(_ index: Int) {
    guard !running[index].isReleased else { return }
    running.release(index)
    let pool = running[index].pool
    pools[pool].release(running[index], at: now)
    let asked = world.jobs[Int(running[index].job.index)]
    if running[index].leaves == nil && traits.mayTake(asked) {
      pools[pool].unmarkPreemptible(running[index])
      books.ownQueues.stop(asked)
    }
  }
}
