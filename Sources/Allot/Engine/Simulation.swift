/// A replay of one world under one policy: the event loop, the books and every decision.
///
/// Single-threaded and deterministic: the same world and policy give the same journal and digest on
/// every machine and in every build. ``run(into:)`` replays from the first submit to the last end.
public struct Simulation {
  // What is given.
  var world: World
  let policy: Policy
  let traits: PolicyTraits
  let passRule: PassRule
  let facts: JobFacts
  /// True in a replay in which nobody starts on some node at some time.
  let hasOutages: Bool
  var shortcuts: Shortcuts
  private(set) var laterTerms = LaterTerms()

  // What is due.
  var agenda: Agenda

  // What is: the machine, who runs, who waits, and what all of them have.
  var pools: [MachinePool]
  var frames: [PoolFrame]
  var running: RunningJobs
  var queue: QueueTree
  /// The queues and quotas of a walk over heads, where the policy has one.
  var heads: HeadsWalk?
  var books: Books
  /// Who counts on what, where the policy divides surplus.
  var division: Division?
  /// How long running jobs may not be taken.
  var protections: Protections
  var heldPlaces = HeldPlaces()
  /// Who started at this instant and is charged for it once the instant is over.
  var uncharged: [ID<Job>] = []

  // Who starts: what passes remember.
  var cycle: Cycle
  var round: ReclaimRound
  /// For which state of each pool the queue knows what cores allow.
  var coreStates: [CoreState]
  /// What will be free when, where the fill gives every job a slot; else empty.
  var timetable: Timetable
  var keptSlots = KeptSlots()

  /// True in tests that ask after each instant whether the state is sound.
  package var checksInvariants = false

  // What was said.
  private var journal = Journal()
  var violations = Violations()

  /// A replay that has not begun.
  ///
  /// - Precondition: the event rule is used only where it is defined (see ``PassRule/event``), and
  ///   pools, behind walls counted once for each class, are at most 64.
  public init(world: World, policy: Policy, passRule: PassRule = .instant) {
    self.init(world, policy, passRule, JobFacts(world, PolicyTraits(policy)))
  }

  /// The same where it is known of more jobs than the world has what holds of all.
  init(_ world: World, _ policy: Policy, _ passRule: PassRule, _ facts: JobFacts) {
    self.world = world
    self.policy = policy
    self.facts = facts
    hasOutages = !world.closures.isEmpty
    traits = PolicyTraits(policy)
    self.passRule = passRule
    agenda = Agenda(world, interval: policy.interval)
    pools = MachinePool.pools(of: world, hasWalls: policy.quota.hasWalls)
    precondition(pools.count <= 64, "a machine has at most 64 pools")
    frames = pools.map(\.frame)
    let models = pools.map { Int($0.model.index) }
    books = Books(world: world, policy: policy, modelOfPool: models, facts)
    division = Self.division(world, policy, books)
    timetable = Self.timetable(policy, traits, books, pools)
    queue = QueueTree(
      layout: QueueLayout(world, books, ages: traits.aging > .zero),
      pools: pools.count,
      boundsCores: facts.askForCores && pools.contains { $0.kind.cores > 0 },
      walk: traits.walk,
      readsHead: traits.readsHead
    )
    protections = Protections(world: world, terms: policy.reclaim?.terms)
    coreStates = Array(repeating: CoreState(), count: pools.count)
    cycle = Cycle(pools: pools.count)
    round = ReclaimRound(policy.reclaim?.terms, capacity: books.capacity)
    let savesWork = (traits.checkpoint ?? world.checkpoint) != nil
    running = RunningJobs(jobs: world.jobs.count, savesWork: savesWork)
    shortcuts = Shortcuts(world, policy, traits, books, pools)
    precondition(policy.contradiction == nil, policy.contradiction?.description ?? "")
    precondition(
      traits.addsKeysWhereItMust,
      "keys are added up where they read effective usage or fall with the wait, and nowhere else"
    )
    precondition(
      world.changes.isEmpty || !policy.quota.hasWalls,
      "walls do not move: terms that change need a policy without them"
    )
    if let part = policy.cycle { heads = HeadsWalk(world: world, books: books, part: part) }
    admitGangs()
    laterTerms = LaterTerms(world, policy, facts)
    if !world.dependencies.isEmpty {
      agenda.arrivals.hold(world, couldRun: world.jobs.map { couldRun($0) })
    }
    if agenda.arrivals.giveIDs { self.world.jobs = [] }
    // All jobs with kept slots count as visited in a single walk.
    if traits.head == .promise { books.beginWalk() }
    let isDefined = passRule != .event || Self.allowsEventRule(world: world, policy: policy)
    precondition(isDefined, "the event rule is not defined here")
  }

  /// Who counts on what while nobody holds anything, where the policy divides surplus.
  static func division(_ world: World, _ policy: Policy, _ books: Books) -> Division? {
    policy.surplus.map {
      Division(part: $0, world: world, nominal: books.nominal, weights: books.weights)
    }
  }

  /// The timetable of an empty machine, where the fill needs one.
  static func timetable(
    _ policy: Policy,
    _ traits: PolicyTraits,
    _ books: Books,
    _ pools: [MachinePool]
  ) -> Timetable {
    let pools = traits.head.givesSlots ? pools : []
    return Timetable(pools: pools, books: books, interval: policy.interval)
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
      && world.dependencies.isEmpty && world.changes.isEmpty && world.closures.isEmpty
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
      preemptionRounds: journal.preemptionRounds
    )
  }

  /// Replays every instant up to one.
  mutating func run(
    through end: SimTime,
    into consumer: inout some JournalConsumer
  ) throws(PolicyViolation) {
    try checkParts()
    while let instant = nextInstant(), instant <= end {
      if let warmStart = agenda.takeWarmStart() { warmUp(warmStart) }
      begin(instant)
      if passRule == .event { try runInstantByEvents() } else { try runInstant() }
      if !violations.isEmpty || queue.tenantWithoutKey != nil { try refuseViolations() }
      finishInstant()
      if checksInvariants { checkInvariants() }
      journal.flush(to: &consumer, isLast: false)
    }
    journal.flush(to: &consumer, isLast: true)
    guard end < .distantFuture else { return }
    begin(max(now, end))
    // Once nobody has jobs any more, terms make no instants.
    while let terms = agenda.takeTerms() { change(to: terms) }
  }

  /// Deals with one instant, in this order: jobs end, nodes come back or are out, tenants get other
  /// terms, jobs come, and the policy looks at the queue.
  ///
  /// Its look begins a pass before it evicts the victims whose grace ends, so that they do not
  /// start again in it.
  private mutating func runInstant() throws(PolicyViolation) {
    deliverEnds()
    if hasOutages { deliverOutages() }
    // An optional with a tree in it is costly to ask for.
    if agenda.isChangeDue, let terms = agenda.takeTerms() { change(to: terms) }
    deliverArrivals()
    try look()
  }

  /// This instant.
  var now: SimTime { agenda.now }

  /// Goes to an instant; what has been used until then counts.
  mutating func begin(_ instant: SimTime) {
    agenda.advance(to: instant)
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

  /// The first instant at which something is due: on the agenda, or as a grace, a protection or a
  /// kept slot has it.
  private mutating func nextInstant() -> SimTime? {
    var next = agenda.next(running, in: world.jobs, hasWaiting: queue.count > 0)
    if let leave = nextLeave { next = min(next ?? leave, leave) }
    if let start = keptSlots.next { next = min(next ?? start, start) }
    if hasOutages, next != nil || queue.count > 0, let back = nextReturn {
      next = min(next ?? back, back)
    }
    if !protections.isEmpty, queue.count > 0, let end = protections.nextEnd(running, after: now) {
      next = min(next ?? end, end)
    }
    return next
  }

  /// Makes a pass, unless the policy looks at the queue at certain instants only and this is none.
  private mutating func look() throws(PolicyViolation) {
    if agenda.isLookingNow {
      try pass()
      // What a full round has left is for the next one, whether anything happens until then or not.
      agenda.note(lookIsDue: round.isFull)
    } else {
      agenda.note(lookIsDue: true)
      settleClaims()
    }
  }

  private mutating func advanceLedger() {
    guard books.ledger?.advance(to: agenda.now) == true else { return }
    if traits.walk == .sum, let fall = books.largestFall() {
      queue.letKeysFall(by: fall)
    } else {
      queue.touchAll()
    }
  }

  private mutating func deliverEnds() {
    while let job = agenda.takeEnd(running) { end(job) }
  }

  private mutating func deliverArrivals() {
    if agenda.arrivals.giveIDs { giveIDs() }
    var isAlone = true
    while nextSubmit == now {
      let job = agenda.arrivals.take()
      if nextSubmit == now { isAlone = false }
      arrive(job, isAlone: isAlone)
    }
  }

  /// When the next job of the trace is submitted; nil when all are.
  var nextSubmit: SimTime? { agenda.arrivals.next(in: world.jobs) }

  /// Gives ids to the jobs that come now where the engine gives them.
  private mutating func giveIDs() {
    agenda.arrivals.come(at: now, to: &world.jobs, &journal)
    guard agenda.arrivals.areAgain else { return }
    // Tables are made for the jobs of the trace, and grow with those that come again.
    let more = running.makeRoom(forJobs: world.jobs.count)
    books.makeRoom(forJobs: more)
    heads?.makeRoom(forJobs: more)
  }

  /// Says that a job has ended, after which it or others may come.
  mutating func letFollow(_ id: ID<Job>) {
    guard agenda.arrivals.giveIDs else { return }
    agenda.arrivals.end(world.jobs[Int(id.index)], traceID(of: id), at: now)
  }

  /// The job of the trace that an id of the engine stands for.
  func traceID(of id: ID<Job>) -> ID<Job> { journal.traceID(of: id) }

  /// The rule of older simulators: see ``PassRule/event``.
  private mutating func runInstantByEvents() throws(PolicyViolation) {
    var ending: [ID<Job>] = []
    while let job = agenda.takeEnd(running) {
      ending.append(job)
      let record = running.record(of: job)
      if running[record].expectedEnd == now { releaseDevices(record) }
    }
    while nextSubmit == now {
      arrive(agenda.arrivals.take(), isAlone: true)
      try pass()
    }
    for job in ending {
      end(job)
      try pass()
    }
    startDueSlots()
  }

  // MARK: The journal

  /// Says who preempts each other at this instant.
  mutating func noteRound(_ round: PreemptionRound) { journal.preemptionRounds.append(round) }

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
