/// A replay of one world under one policy: the event loop, the books and every decision.
///
/// Single-threaded and deterministic: the same world and policy give the same journal and digest on
/// every machine and in every build. ``run(into:)`` replays from the first submit to the last end.
public struct Simulation {
  var world: World
  let policy: Policy
  let traits: PolicyTraits
  let passRule: PassRule

  var pools: [MachinePool]
  let frames: [PoolFrame]
  var books: Books
  /// Who counts on what, where the policy divides surplus.
  var division: Division?
  var queue: QueueTree
  /// The queues and quotas of a walk over heads, where the policy has one.
  var heads: HeadsWalk?
  /// The pools whose plans are reservations of this cycle, one bit each.
  var reservedPools: UInt64 = 0
  /// The pools in which nothing more may start in this cycle, one bit each.
  var closedPools: UInt64 = 0
  /// The reservations at tenants of this cycle.
  var tenantReservations: [TenantReservation] = []
  /// The headrooms that this cycle's reservations need.
  var guards: [HeadroomGuard] = []
  var claimants: [WaitingJob] = []
  var candidate: [NodeSlot] = []
  /// For which state of each pool the queue knows what cores allow.
  var coreStates: [CoreState]
  /// Filters without reservations, kept to spare an allocation.
  var nowFilters: [DemandFilter]
  /// True once nothing behind the last visited job may start in this cycle.
  var cycleIsOver = false

  private(set) var now = SimTime.zero
  var events = EventQueue()
  var arrivals: Arrivals
  /// What the replay finds when it begins; nil once it has begun.
  private var warmStart: WarmStart?
  var nextStart: UInt64 = 0
  var running: RunningJobs
  /// Victims in their grace, in the order in which it ends.
  var leaving: [ID<Job>] = []
  /// Places held for claimants, in the order of their claims.
  var claims: [Claim] = []
  /// The devices that this pass has taken back, and after how many it takes no more.
  var takenInPass: Int64 = 0
  let mostInPass: Int64
  /// Who preempts each other, in the order of the instants.
  var preemptionRounds: [PreemptionRound] = []
  /// How long running jobs may not be taken.
  var protections: Protections
  /// What will be free when, where the fill gives every job a slot; else empty.
  var timetable: Timetable
  /// The waiting jobs with slots that they keep, in queue order.
  var promises: [Promise] = []
  /// The first start among them.
  var nextPromise: SimTime?
  var nextChange: UInt64 = 0
  /// True when a job has ended since slots moved last.
  var hasEnded = false
  /// True when something has happened since the last pass.
  private var passIsDue = false
  /// The devices of the whole cluster.
  let capacity: Int
  let usesNodeShapes: Bool
  /// The fewest devices that a job asks for, one at most.
  let leastGPUs: Int
  /// True when jobs ask for devices alone: a larger gang then fits only where a smaller one does.
  let jobsArePacked: Bool
  /// True where nothing but cores is asked for beside devices, and there is one pool of nodes.
  let asksForCoresAlone: Bool
  /// True where a pass follows every arrival and may start the only waiting job without a slot.
  let startsAtOnce: Bool
  /// True where a job that could not start may become able to because another one has started.
  let startsMatterToOthers: Bool

  private var journal = Journal()
  /// True once the policy has decided what no policy may.
  var hasViolated = false
  /// The first such decision.
  var violation: PolicyViolation?
  /// Who started at this instant and is charged for it once the instant is over.
  var uncharged: [ID<Job>] = []

  /// A replay that has not begun.
  ///
  /// - Precondition: the event rule is used only where it is defined (see ``PassRule/event``), and
  ///   pools, behind walls counted once for each class, are at most 64.
  public init(world: World, policy: Policy, passRule: PassRule = .instant) {
    self.world = world
    self.policy = policy
    traits = PolicyTraits(policy)
    self.passRule = passRule
    arrivals = Arrivals(world)
    pools = MachinePool.pools(of: world, hasWalls: policy.quota.hasWalls)
    precondition(pools.count <= 64, "a machine has at most 64 pools")
    frames = pools.map(\.frame)
    let modelOfPool = pools.map { Int($0.model.index) }
    books = Books(world: world, policy: policy, modelOfPool: modelOfPool)
    division = policy.surplus.map { [books] in
      Division(part: $0, world: world, nominal: books.nominal, weights: books.weights)
    }
    timetable = Timetable(
      pools: traits.head.givesSlots ? pools : [],
      books: books,
      interval: policy.interval
    )
    queue = QueueTree(
      layout: QueueLayout(world, books, ages: traits.aging > .zero),
      pools: pools.count,
      boundsCores: pools.contains { $0.kind.cores > 0 } && world.jobs.contains { $0.cores > 0 },
      walk: traits.walk,
      readsHead: !traits.reads.isDisjoint(with: [.excess, .nextJob])
    )
    protections = Protections(world: world, terms: policy.reclaim?.terms)
    coreStates = Array(repeating: CoreState(), count: pools.count)
    capacity = world.cluster.gpus
    mostInPass = policy.reclaim?.terms.most(of: Int64(capacity)) ?? .max
    let parts = books.gangs.flatMap(\.parts)
    leastGPUs = [world.jobs, parts].contains { $0.contains { $0.gpus == 0 } } ? 0 : 1
    let nothing = DemandFilter(isOpen: false, slack: .max, beside: .max)
    nowFilters = Array(repeating: nothing, count: pools.count)
    running = RunningJobs(jobs: world.jobs.count, savesWork: traits.checkpoint != nil)
    usesNodeShapes = [world.jobs, parts].contains { Self.usesNodeShapes($0, world.cluster) }
    jobsArePacked =
      !usesNodeShapes && parts.isEmpty
      && world.jobs.allSatisfy { $0.gpus > 0 && $0.cores == 0 && $0.memory == 0 }
    asksForCoresAlone =
      !usesNodeShapes && parts.isEmpty && pools.count == 1
      && world.jobs.allSatisfy { $0.memory == 0 }
    startsMatterToOthers =
      books.hasLimits || traits.reclaims || traits.readsHoldings || !parts.isEmpty
      || !pools.allSatisfy(\.kind.isCount)
    startsAtOnce =
      [.pass, .close, .reserve].contains(traits.head) && policy.interval == nil
      && !traits.divides && !traits.walksOverHeads && books.groups.first?.hasShares != true
    precondition(policy.contradiction == nil, policy.contradiction?.description ?? "")
    precondition(
      traits.addsKeysWhereItMust,
      "keys are added up where they read effective usage or fall with the wait, and nowhere else"
    )
    if let part = policy.cycle { heads = HeadsWalk(world: world, books: books, part: part) }
    admitGangs()
    warmStart = world.warmStart
    if !world.dependencies.isEmpty {
      arrivals.hold(world, couldRun: world.jobs.map { admissiblePools(of: $0) != 0 })
    }
    if arrivals.giveIDs { self.world.jobs = [] }
    // All jobs with promises count as visited in a single walk.
    if traits.head == .promise { books.beginWalk() }
    let isDefined = passRule != .event || Self.allowsEventRule(world: world, policy: policy)
    precondition(isDefined, "the event rule is not defined here")
  }

  /// True when the devices per node of some job differ from what packing would give it.
  private static func usesNodeShapes(_ jobs: [Job], _ cluster: Cluster) -> Bool {
    let kinds = cluster.pools.elements.map { NodeCapacity($0.kind) }
    return jobs.contains { job in
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
      && policy.order.isStatic && !policy.quota.hasWalls && policy.reclaim == nil
      && policy.quota.bindsNobody
      && policy.fill.head != .plan
      && world.tenants.ids.allSatisfy { world.tenants.terms(of: $0).isEmpty }
      && policy.interval == nil && policy.cycle == nil && world.resubmitsUntil == nil
      && world.components.count == 0 && world.warmStart == nil && world.limitGroups.isEmpty
      && world.dependencies.isEmpty
  }

  /// Replays the whole world and tells a consumer everything in order; several are a list.
  ///
  /// - Throws: ``PolicyViolation`` if the policy makes an illegal decision.
  public mutating func run(
    into consumer: inout some JournalConsumer
  ) throws(PolicyViolation) -> Result {
    try run(through: .distantFuture, into: &consumer)
    return Result(
      digest: journal.digest,
      counters: queue.counters,
      waiting: queue.count,
      preemptionRounds: preemptionRounds
    )
  }

  /// Replays every instant up to one.
  mutating func run(
    through end: SimTime,
    into consumer: inout some JournalConsumer
  ) throws(PolicyViolation) {
    try checkParts()
    while let next = nextInstant(), next <= end {
      if let warmStart { warmUp(warmStart) }
      warmStart = nil
      beginInstant(next)
      if passRule == .instant {
        deliverEnds()
        deliverArrivals()
        try look()
      } else {
        try runInstantByEvents()
      }
      if hasViolated || queue.tenantWithoutKey != nil { try refuseViolations() }
      finishInstant()
      journal.flush(to: &consumer, isLast: false)
    }
    journal.flush(to: &consumer, isLast: true)
    guard end < .distantFuture else { return }
    now = max(now, end)
    advanceLedger()
  }

  /// Goes to an instant; what has been used until then counts.
  mutating func beginInstant(_ instant: SimTime) {
    now = instant
    advanceLedger()
  }

  /// Makes final what the instant has decided: a start that it has taken back is none, so nobody is
  /// charged for it.
  mutating func finishInstant() {
    if !uncharged.isEmpty { chargeStarts() }
    journal.finishInstant()
  }

  private mutating func chargeStarts() {
    for id in uncharged {
      let job = world.jobs[Int(id.index)]
      books.charge(leaf: job.tenant, gpus: job.gpus, at: now)
    }
    uncharged.removeAll(keepingCapacity: true)
  }

  private mutating func nextInstant() -> SimTime? {
    if let warmStart { return warmStart.begin }
    while let first = events.first, running.isVoid(first) {
      _ = events.pop()
    }
    var next = events.first?.time
    if let arrival = nextSubmit { next = min(next ?? arrival, arrival) }
    if arrivals.giveIDs, let arrival = arrivals.nextToCome { next = min(next ?? arrival, arrival) }
    if let due = nextLeave { next = min(next ?? due, due) }
    if let due = nextPromise { next = min(next ?? due, due) }
    if !protections.isEmpty, queue.count > 0, let due = nextUnprotected() {
      next = min(next ?? due, due)
    }
    if passIsDue, let interval = policy.interval {
      let due = (now + SimDuration(milliseconds: 1)).roundedUp(to: interval)
      next = min(next ?? due, due)
    }
    return next
  }

  /// When the next running job may be taken that may not be taken yet.
  private mutating func nextUnprotected() -> SimTime? {
    while let first = protections.first {
      // A job that was evicted may have started again, with a later entry.
      if first.time > now && running.holdsDevices(ID(Int(first.subject))) && !running.isVoid(first)
      {
        return first.time
      }
      protections.dropFirst()
    }
    return nil
  }

  /// Makes a pass, unless the policy looks at the queue at certain instants only and this is none.
  private mutating func look() throws(PolicyViolation) {
    if let interval = policy.interval, now != now.roundedUp(to: interval) {
      passIsDue = true
      settleClaims()
    } else {
      try pass()
      // What a full round has left is for the next one, whether anything happens until then or not.
      passIsDue = policy.interval != nil && takenInPass >= mostInPass
    }
  }

  private mutating func advanceLedger() {
    guard books.ledger?.advance(to: now) == true else { return }
    if traits.walk == .sum, let fall = books.largestFall() {
      queue.letKeysFall(by: fall)
    } else {
      queue.touchAll()
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
      if !running.isVoid(event) { return ID(Int(event.subject)) }
    }
    return nil
  }

  private mutating func deliverArrivals() {
    if arrivals.giveIDs { giveIDs() }
    var isAlone = true
    while nextSubmit == now {
      let job = arrivals.take()
      if nextSubmit == now { isAlone = false }
      arrive(job, isAlone: isAlone)
    }
  }

  /// When the next job of the trace is submitted; nil when all are.
  var nextSubmit: SimTime? { arrivals.next(in: world.jobs) }

  /// Gives ids to the jobs that come now where the engine gives them.
  private mutating func giveIDs() {
    arrivals.come(at: now, to: &world.jobs, &journal)
    guard arrivals.areAgain else { return }
    // Tables are made for the jobs of the trace, and grow with those that come again.
    let more = running.makeRoom(forJobs: world.jobs.count)
    books.makeRoom(forJobs: more)
    heads?.makeRoom(forJobs: more)
  }

  /// Says that a job has ended, after which it or others may come.
  mutating func letFollow(_ id: ID<Job>) {
    guard arrivals.giveIDs else { return }
    arrivals.end(world.jobs[Int(id.index)], traceID(of: id), at: now)
  }

  /// The job of the trace that an id of the engine stands for.
  func traceID(of id: ID<Job>) -> ID<Job> { journal.traceID(of: id) }

  /// The rule of older simulators: see ``PassRule/event``.
  private mutating func runInstantByEvents() throws(PolicyViolation) {
    var ending: [ID<Job>] = []
    while let job = nextEnding() {
      ending.append(job)
      let record = running.record(of: job)
      if running[record].expectedEnd == now { releaseDevices(record) }
    }
    while nextSubmit == now {
      arrive(arrivals.take(), isAlone: true)
      try pass()
    }
    for job in ending {
      end(job)
      try pass()
    }
    keepPromises()
  }

  // MARK: The journal

  mutating func record(
    _ kind: JournalEntry.Kind,
    _ job: ID<Job>,
    pool: ID<Pool>? = nil,
    kept: SimDuration = .zero,
    slots: [NodeSlot] = [],
    components: [(pool: ID<Pool>, slots: [NodeSlot])] = []
  ) {
    journal.record(
      kind,
      job,
      at: now,
      pool: pool,
      kept: kept,
      slots: slots,
      components: components
    )
  }
}
