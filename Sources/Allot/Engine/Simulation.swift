/// A replay of one world under one policy: the event loop, the books and every decision.
///
/// Single-threaded and deterministic: the same world and policy give the same journal and digest on
/// every machine and in every build. ``run(into:)`` replays from the first submit to the last end.
public struct Simulation {
  let world: World
  let policy: Policy
  let passRule: PassRule

  var pools: [MachinePool]
  let frames: [PoolFrame]
  var books: Books
  var queue: QueueTree
  var reservations: [Reservation] = []
  var poolReservations: [Int32]
  var shadows: [Shadow?]
  var claimants: [WaitingJob] = []
  var candidate: [NodeSlot] = []
  /// Filters without reservations, kept to spare an allocation.
  var nowFilters: [DemandFilter]
  /// True once nothing behind the last visited job may start in this cycle.
  var cycleIsOver = false

  private(set) var now = SimTime.zero
  private var events = EventQueue()
  private var nextArrival = 0
  private var nextStart: UInt64 = 0
  private(set) var running: [RunningJob] = []
  private var freeRecords: [Int] = []
  private(set) var recordOf: [Int32]
  private var attempts: [Int32]
  private var progress: [SimDuration]
  let usesNodeShapes: Bool
  /// True when a larger gang of a leaf can claim only where a smaller one can.
  let claimsGrowHarder: Bool
  /// True where a job that could not start may become able to because another one has started.
  let startsMatterToOthers: Bool

  private var batch = JournalBatch()
  private var digest = Digest()
  private(set) var runningCount = 0

  /// A replay that has not begun.
  ///
  /// - Precondition: the event rule is used only where it is defined (see ``PassRule/event``), and
  ///   pools, behind walls counted once for each class, are at most 64.
  public init(world: World, policy: Policy, passRule: PassRule = .instant) {
    self.world = world
    self.policy = policy
    self.passRule = passRule
    pools = MachinePool.pools(of: world, hasWalls: policy.quota.hasWalls)
    precondition(pools.count <= 64, "a machine has at most 64 pools")
    frames = pools.map(\.frame)
    let modelOfPool = pools.map { Int($0.model.index) }
    books = Books(world: world, policy: policy, modelOfPool: modelOfPool)
    let isCollapsed = policy.order.reads.isEmpty && !books.hasLimits && policy.reclaim == nil
    queue = QueueTree(
      tenants: world.tenants,
      pools: pools.count,
      walk: policy.order.walk,
      isCollapsed: isCollapsed
    )
    poolReservations = Array(repeating: -1, count: pools.count)
    shadows = Array(repeating: nil, count: pools.count)
    nowFilters = Array(
      repeating: DemandFilter(isOpen: false, slack: .max, beside: .max),
      count: pools.count
    )
    recordOf = Array(repeating: -1, count: world.jobs.count)
    attempts = Array(repeating: 0, count: world.jobs.count)
    progress = Array(
      repeating: .zero,
      count: policy.reclaim?.checkpoint == nil ? 0 : world.jobs.count
    )
    usesNodeShapes = Self.usesNodeShapes(world)
    claimsGrowHarder =
      !usesNodeShapes && world.jobs.allSatisfy { $0.gpus > 0 && $0.cores == 0 && $0.memory == 0 }
    startsMatterToOthers =
      books.hasLimits || policy.reclaim != nil
      || !policy.order.reads.isDisjoint(with: [.allocation, .head])
      || !pools.allSatisfy(\.kind.isCount)
    if passRule == .event {
      precondition(
        Self.allowsEventRule(world: world, policy: policy),
        "the event rule is not defined here"
      )
    }
  }

  /// True when the devices per node of some job differ from what packing would give it.
  private static func usesNodeShapes(_ world: World) -> Bool {
    let kinds = world.cluster.pools.elements.map { NodeCapacity($0.kind) }
    return world.jobs.contains { job in
      guard job.gpusPerNode > 0 else { return false }
      var packed = job
      packed.gpusPerNode = 0
      return kinds.contains { GangShape(of: job, on: $0) != GangShape(of: packed, on: $0) }
    }
  }

  /// True where the event rule is defined: counted machines, no tenant limits, walls or preemption.
  public static func allowsEventRule(world: World, policy: Policy) -> Bool {
    world.cluster.pools.count == 1
      && world.cluster.pools.elements.allSatisfy { NodeCapacity($0.kind).isCount }
      && policy.order.reads.isEmpty && !policy.quota.hasWalls && policy.reclaim == nil
      && policy.quota.limit(nominal: 0) == nil
  }

  /// What a finished replay reports beside its journal.
  public struct Result: Sendable, Equatable {
    /// The digest of every start, end, eviction and rejection.
    public var digest: Digest
    /// What the scheduler looked at.
    public var counters: VisitCounters
    /// Jobs that still wait when nothing can happen any more.
    public var waiting: Int
  }

  /// Replays the whole world and tells the consumers everything in order.
  ///
  /// - Throws: ``PolicyViolation`` if the policy makes an illegal decision.
  public mutating func run(
    into consumers: inout [any JournalConsumer]
  ) throws(PolicyViolation) -> Result {
    while let next = nextInstant() {
      now = next
      advanceLedger()
      if passRule == .instant {
        deliverEnds()
        deliverArrivals()
        try pass()
      } else {
        try runInstantByEvents()
      }
      if batch.entries.count >= 4_096 { flush(to: &consumers) }
    }
    flush(to: &consumers)
    return Result(digest: digest, counters: queue.counters, waiting: queue.count)
  }

  private mutating func nextInstant() -> SimTime? {
    while let first = events.first, first.attempt != attempts[Int(first.subject)] {
      _ = events.pop()
    }
    let arrival = nextArrival < world.jobs.count ? world.jobs[nextArrival].submit : nil
    switch (arrival, events.first?.time) {
    case (let arrival?, let end?): return min(arrival, end)
    case (let arrival?, nil): return arrival
    case (nil, let end): return end
    }
  }

  private mutating func advanceLedger() {
    guard let done = books.ledger?.advance(to: now), done.ticked else { return }
    queue.touchAll()
    if done.scale != 1 {
      for index in running.indices {
        running[index].potential *= done.scale
      }
    }
  }

  private mutating func deliverEnds() {
    while let job = nextEnding() {
      end(job)
    }
  }

  private mutating func nextEnding() -> ID<Job>? {
    while let event = events.first, event.time == now {
      _ = events.pop()
      if event.attempt == attempts[Int(event.subject)] { return ID(Int(event.subject)) }
    }
    return nil
  }

  private mutating func deliverArrivals() {
    while nextArrival < world.jobs.count && world.jobs[nextArrival].submit == now {
      arrive(ID(nextArrival))
      nextArrival += 1
    }
  }

  /// The rule of older simulators: see ``PassRule/event``.
  private mutating func runInstantByEvents() throws(PolicyViolation) {
    var ending: [ID<Job>] = []
    while let job = nextEnding() {
      ending.append(job)
      let record = Int(recordOf[Int(job.index)])
      if running[record].expectedEnd == now { releaseDevices(record) }
    }
    while nextArrival < world.jobs.count && world.jobs[nextArrival].submit == now {
      arrive(ID(nextArrival))
      nextArrival += 1
      try pass()
    }
    for job in ending {
      end(job)
      try pass()
    }
  }

  // MARK: What happens to a job

  private mutating func arrive(_ id: ID<Job>) {
    let waiting = waitingJob(id)
    guard waiting.pools != 0 else {
      record(.reject, id)
      return
    }
    queue.insert(waiting, tenant: world.jobs[Int(id.index)].tenant)
    record(.submit, id)
  }

  private func waitingJob(_ id: ID<Job>) -> WaitingJob {
    let job = world.jobs[Int(id.index)]
    let view = JobView(
      submit: job.submit,
      limit: job.limit,
      gpus: job.gpus,
      priority: job.priority
    )
    return WaitingJob(
      key: policy.order.key(of: view),
      job: id,
      gpus: job.gpus,
      limitSeconds: Int32(clamping: remainingLimit(id).milliseconds / 1_000),
      pools: admissiblePools(of: job)
    )
  }

  /// The pools in which a job could start on an empty machine under its tenants' limits.
  private func admissiblePools(of job: Job) -> UInt64 {
    var bits: UInt64 = 0
    for index in pools.indices {
      let pool = pools[index]
      if let model = job.model, model != pool.model { continue }
      if let owner = pool.owner, !books.isAncestor(Int(owner.index), of: job.tenant) { continue }
      let model = Int(pool.model.index)
      guard books.couldEverHold(leaf: job.tenant, gpus: job.gpus, model: model),
        frames[index].shape(of: job) != nil
      else { continue }
      bits |= 1 << UInt64(index)
    }
    return bits
  }

  /// The limit less the work that a checkpoint has saved.
  func remainingLimit(_ id: ID<Job>) -> SimDuration {
    let limit = world.jobs[Int(id.index)].limit
    return progress.isEmpty ? limit : limit - progress[Int(id.index)]
  }

  /// Starts a waiting job on the given slots of a pool.
  mutating func start(_ waiting: WaitingJob, pool: Int, slots: [NodeSlot]) {
    let index = Int(waiting.job.index)
    let job = world.jobs[index]
    queue.remove(waiting, tenant: job.tenant)
    pools[pool].version += 1
    pools[pool].free.occupy(slots, gpus: Int(job.gpus))
    let end = now + remainingLimit(waiting.job)
    pools[pool].ends.insert(waiting.job, at: end, gpus: job.gpus)
    if policy.reclaim != nil { pools[pool].starts.insert(waiting.job, at: now, gpus: job.gpus) }
    let entry = RunningJob(
      job: waiting.job,
      pool: pool,
      start: now,
      expectedEnd: end,
      potential: books.ledger?.potential(at: now) ?? 0,
      slots: slots
    )
    if let free = freeRecords.popLast() {
      running[free] = entry
      recordOf[index] = Int32(free)
    } else {
      recordOf[index] = Int32(running.count)
      running.append(entry)
    }
    runningCount += 1
    books.start(leaf: job.tenant, gpus: job.gpus, model: Int(frames[pool].model.index), at: now)
    if policy.order.reads.contains(.allocation) || policy.order.reads.contains(.head) {
      queue.touch(tenant: job.tenant)
    }
    let left = progress.isEmpty ? job.run : job.run - progress[index]
    attempts[index] += 1
    events.push(
      EventQueue.Entry(
        time: now + left,
        order: nextStart,
        subject: waiting.job.index,
        attempt: attempts[index]
      )
    )
    nextStart += 1
    record(.start, waiting.job, pool: pools[pool].pool, slots: slots)
  }

  private mutating func end(_ id: ID<Job>) {
    let pool = stop(id)
    record(.end, id, pool: pools[pool].pool)
  }

  /// Evicts a running job, which waits again from its old place on.
  mutating func evict(_ id: ID<Job>) {
    let index = Int(id.index)
    let start = running[Int(recordOf[index])].start
    let pool = stop(id)
    attempts[index] += 1
    var kept = SimDuration.zero
    if let interval = policy.reclaim?.checkpoint {
      let done = (now - start).milliseconds
      kept = SimDuration(milliseconds: done - done % interval.milliseconds)
      progress[index] = progress[index] + kept
    }
    books.bar(id)
    queue.insert(waitingJob(id), tenant: world.jobs[index].tenant)
    record(.evict, id, pool: pools[pool].pool, kept: kept)
  }

  /// Takes a running job off the machine and gives back its pool.
  private mutating func stop(_ id: ID<Job>) -> Int {
    let job = world.jobs[Int(id.index)]
    let index = Int(recordOf[Int(id.index)])
    releaseDevices(index)
    let entry = running[index]
    recordOf[Int(id.index)] = -1
    running[index].slots = []
    freeRecords.append(index)
    runningCount -= 1
    let model = Int(frames[entry.pool].model.index)
    books.end(
      leaf: job.tenant,
      gpus: job.gpus,
      model: model,
      at: now,
      startedAt: entry.start,
      started: entry.potential
    )
    if !policy.order.reads.isEmpty { queue.touch(tenant: job.tenant) }
    return entry.pool
  }

  private mutating func releaseDevices(_ index: Int) {
    guard !running[index].isReleased else { return }
    running[index].isReleased = true
    let entry = running[index]
    let gpus = Int(world.jobs[Int(entry.job.index)].gpus)
    pools[entry.pool].version += 1
    pools[entry.pool].free.release(entry.slots, gpus: gpus)
    pools[entry.pool].ends.remove(entry.job, at: entry.expectedEnd)
    if policy.reclaim != nil { pools[entry.pool].starts.remove(entry.job, at: entry.start) }
  }

  // MARK: The journal

  private mutating func record(
    _ kind: JournalEntry.Kind,
    _ job: ID<Job>,
    pool: ID<Pool>? = nil,
    kept: SimDuration = .zero,
    slots: [NodeSlot] = []
  ) {
    let first = Int32(batch.slots.count)
    batch.slots.append(contentsOf: slots)
    batch.entries.append(
      JournalEntry(
        time: now,
        kind: kind,
        job: job,
        pool: pool,
        kept: kept,
        slots: first..<Int32(batch.slots.count)
      )
    )
    guard kind != .submit else { return }
    digest.add(now.milliseconds)
    digest.add(UInt64(kind.rawValue) << 32 | UInt64(UInt32(job.index)))
  }

  private mutating func flush(to consumers: inout [any JournalConsumer]) {
    for index in consumers.indices {
      consumers[index].receive(batch)
    }
    batch.entries.removeAll(keepingCapacity: true)
    batch.slots.removeAll(keepingCapacity: true)
  }
}
