/// Terms that change while jobs run and wait.
///
/// All that follows from terms is made anew, as at the beginning, and told of who runs and who
/// waits: so nothing that is kept of them can be forgotten. What tenants have used stays as it is.
/// Who runs, runs on; slots that were kept are given anew, and who was put aside is looked at
/// again.
extension Simulation {
  /// Gives the tenants other terms, or more or less of the machine.
  mutating func change(to terms: DatedTerms) {
    let waiting = queue.jobs
    world.change(to: terms)
    for pool in pools.indices {
      pools[pool].commission(terms.cluster.pools[pools[pool].pool].nodes)
    }
    frames = pools.map(\.frame)
    renewAccounts()
    for job in running.jobs.sorted() { book(job) }
    for job in waiting { waitOn(job) }
  }

  /// Makes anew what follows from terms, while it knows of nobody who runs or waits.
  private mutating func renewAccounts() {
    let former = (books: books, heads: heads, queue: queue)
    let models = former.books.modelOfPool
    books = Books(world: world, policy: policy, modelOfPool: models, facts)
    books.carry(former.books)
    round = ReclaimRound(policy.reclaim?.terms, capacity: books.capacity)
    division = Self.division(world, policy, books)
    timetable = Self.timetable(policy, traits, books, pools)
    protections = Protections(world: world, terms: policy.reclaim?.terms)
    queue = QueueTree(
      layout: QueueLayout(world, books, ages: traits.aging > .zero),
      pools: pools.count,
      boundsCores: !former.queue.coreBounds.isEmpty,
      walk: traits.walk,
      readsHead: traits.readsHead
    )
    queue.carry(former.queue)
    coreStates = Array(repeating: CoreState(), count: pools.count)
    if let part = policy.cycle { heads = HeadsWalk(world: world, books: books, part: part) }
    admitGangs()
    // Where jobs are given ids as they come, there may be room for more than have come.
    let more = running.room - world.jobs.count
    books.makeRoom(forJobs: more)
    heads?.makeRoom(forJobs: more)
    if let former = former.heads { heads?.carry(former, world) }
    shortcuts.renew(policy, traits, books, pools)
    forgetKeptSlots()
  }

  /// Books what a job has that runs, or whose place is held.
  private mutating func book(_ id: ID<Job>) {
    let job = world.jobs[Int(id.index)]
    let entry = running[id]
    if traits.comparesResources { books.dominance.change(job, sign: 1) }
    if let own = job.components {
      bookGang(Int(own.index), job)
    } else {
      let model = Int(frames[entry.pool].model.index)
      books.take(job, model: model)
      if entry.leaves != nil { books.leave(job, model: model) }
      if !books.groups.isEmpty {
        books.groups[0].change(job.limits, frames[entry.pool].need(of: job), sign: 1)
      }
      if traits.divides { want(job, models: models(of: 1 << UInt64(entry.pool)), sign: 1) }
    }
    if traits.head.givesSlots { bookSlots(of: id) }
    guard !heldPlaces.isHeld(for: id) else { return }
    if entry.leaves == nil && traits.mayTake(job) { books.ownQueues.start(job) }
    if !protections.isEmpty {
      protections.start(
        id,
        leaf: job.tenant,
        parents: books.parents,
        attempt: running.attempt(of: id),
        at: entry.start
      )
    }
  }

  /// Books what the components of a running job have.
  private mutating func bookGang(_ own: Int, _ job: Job) {
    let gang = books.gangs[own]
    for share in gang.shares {
      books.take(share.job, model: Int(frames[share.pool].model.index))
    }
    if !books.groups.isEmpty {
      let need = gang.need(in: gang.places.map(\.pool), frames)
      books.groups[0].change(job.limits, need, sign: 1)
    }
    for (part, place) in zip(gang.parts, gang.places) where traits.divides {
      want(part, models: models(of: 1 << UInt64(place.pool)), sign: 1)
    }
  }

  /// Lets a job that has waited wait on, unless it can never run any more.
  private mutating func waitOn(_ id: ID<Job>) {
    let waiting = waitingJob(id)
    if waiting.pools == 0 { heads?.withdraw(id) }
    guard waiting.pools != 0 || couldRunLater(id) else { return dismiss(id) }
    wantAll(of: waiting)
    enqueue(waiting)
    let isAdmitted = heads?.admitted.contains { $0.rank == Int(id.index) } == true
    if traits.walksOverHeads && !isAdmitted { queueHead(waiting) }
  }

  /// Says that a job that has waited or run can never run any more.
  mutating func dismiss(_ id: ID<Job>) {
    record(.dismiss, id)
    if agenda.arrivals.areLost { agenda.arrivals.refuse(traceID(of: id), at: now) }
  }

  /// True where a job could run under terms that begin later.
  func couldRunLater(_ id: ID<Job>) -> Bool {
    laterTerms.admit(world.jobs[Int(id.index)], after: now)
  }

  /// True where a job could run under some terms.
  func couldRun(_ job: Job) -> Bool {
    admissiblePools(of: job) != 0 || laterTerms.admit(job, after: .distantPast)
  }
}

extension Books {
  /// Takes over what stays as it is when terms change: the use until now, and jobs of several
  /// components.
  mutating func carry(_ former: Books) {
    ledger = former.ledger
    allUse = former.allUse
    gangs = former.gangs
  }
}

extension QueueTree {
  /// Takes over what does not depend on terms.
  mutating func carry(_ former: QueueTree) {
    counters = former.counters
    (agedJobs, agedShift) = (former.agedJobs, former.agedShift)
  }
}

extension HeadsWalk {
  /// Books who holds quota, each since when it did.
  mutating func carry(_ former: HeadsWalk, _ world: World) {
    for holding in former.held { admit(moved(holding, world)) }
    admitted = former.admitted.map { moved($0, world) }
  }

  /// The same holding at the node at which its tenant's jobs hold now.
  private func moved(_ holding: Holding, _ world: World) -> Holding {
    var moved = holding
    moved.node = nodes[Int(world.jobs[holding.rank].tenant.index)]
    return moved
  }
}
