/// How jobs come: those of the trace at their submits, and in some worlds others later.
///
/// Where jobs come again, or wait for others to end, the engine gives ids as they come, so that ids
/// are always in the order of coming.
struct Arrivals {
  private var count = 0
  private var loop: ClosedLoop?
  private var held: HeldJobs?
  /// True where jobs come again as they end.
  let areAgain: Bool
  /// True where a job may turn out never to run because of another one.
  let areLost: Bool
  /// True where jobs are given ids as they come.
  let giveIDs: Bool

  /// The jobs of a world, none of which has come.
  init(_ world: World) {
    loop = ClosedLoop(world)
    areAgain = world.resubmitsUntil != nil
    areLost = !world.dependencies.isEmpty
    giveIDs = areAgain || areLost
  }

  /// Lets jobs wait for others, where the world says so; `couldRun` says which could run at all.
  mutating func hold(_ world: World, couldRun: [Bool]) {
    held = HeldJobs(world, couldRun: couldRun)
  }

  /// When the next job comes that has its id; nil when all have come.
  func next(in jobs: [Job]) -> SimTime? { count < jobs.count ? jobs[count].submit : nil }

  /// When the next job comes that has no id yet.
  var nextToCome: SimTime? { areAgain ? loop?.next : held?.next }

  /// The next job that has its id, which has then come.
  mutating func take() -> ID<Job> {
    defer { count += 1 }
    return ID(count)
  }

  /// Gives ids to the jobs that come at an instant: of those that come again, first those that have
  /// just ended, then those of the trace.
  mutating func come(at now: SimTime, to jobs: inout [Job], _ journal: inout Journal) {
    let again = loop?.take(at: now) ?? []
    if !again.isEmpty {
      jobs += again
      journal.add(again)
    }
    for (id, job) in held?.take(at: now) ?? [] {
      jobs.append(job)
      journal.add(traceID: id)
    }
  }

  /// Says that a job has ended, given its id in the trace.
  mutating func end(_ job: Job, _ traceID: ID<Job>, at now: SimTime) {
    loop?.submit(job, at: now)
    held?.end(traceID, at: now)
  }

  /// Says that a job of the trace has come and will never run.
  mutating func refuse(_ traceID: ID<Job>, at now: SimTime) { held?.refuse(traceID, at: now) }

  /// True for a job of the trace that can never run, as one before it did not do what it had to.
  func isLost(_ traceID: ID<Job>) -> Bool { held?.isLost(traceID) == true }
}
