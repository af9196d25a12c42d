/// The jobs of a trace in which some may not start before others have ended.
///
/// A job is eligible at its submit, or later at the end of the last job before it and its time to
/// think. Then it comes and is given the next id of the engine, so that inside the engine ids are
/// in the order in which jobs are eligible, and of one instant in that of the trace. Jobs behind
/// one that can not run come as if it had ended at once, or can never run themselves.
struct HeldJobs {
  private let trace: [Job]
  /// By job of the trace: what waits for it.
  private var followers: [[JobDependency]]
  /// How many jobs each one still waits for.
  private var missing: [Int32]
  /// When each is eligible as far as is known.
  private var eligible: [SimTime]
  private var isLost: [Bool]
  /// Which jobs could run if they came.
  private let couldRun: [Bool]
  /// Those that wait for nobody, by the instant at which they are eligible.
  private var due = EventQueue()

  /// The jobs of a world; `couldRun` says which could run on the empty machine.
  init(_ world: World, couldRun: [Bool]) {
    trace = world.jobs
    eligible = world.jobs.map(\.submit)
    self.couldRun = couldRun
    followers = Array(repeating: [], count: trace.count)
    missing = Array(repeating: 0, count: trace.count)
    isLost = Array(repeating: false, count: trace.count)
    for dependency in world.dependencies {
      followers[Int(dependency.preceding.index)].append(dependency)
      missing[Int(dependency.job.index)] += 1
    }
    for job in trace.indices where missing[job] == 0 { come(job) }
  }

  /// When the next job comes; nil where none will unless a job ends.
  var next: SimTime? { due.first?.time }

  /// Takes the jobs of the trace that come at an instant, with that instant as their submit.
  mutating func take(at now: SimTime) -> [(id: ID<Job>, job: Job)] {
    var coming: [Int] = []
    while let first = due.first, first.time == now {
      _ = due.pop()
      let job = Int(first.subject)
      coming.append(job)
      if isLost[job] || !couldRun[job] { follow(job, at: now, hasDone: false) }
    }
    coming.sort()
    return coming.map { index in
      var job = trace[index]
      job.submit = now
      return (ID(index), job)
    }
  }

  /// True for a job of the trace that can never run, as one before it did not do what it had to.
  func isLost(_ id: ID<Job>) -> Bool { isLost[Int(id.index)] }

  /// Says that a job of the trace has ended.
  mutating func end(_ id: ID<Job>, at now: SimTime) {
    follow(Int(id.index), at: now, hasDone: trace[Int(id.index)].ending == .completed)
  }

  /// Says that a job of the trace has come and will never run after all, as terms have changed.
  mutating func refuse(_ id: ID<Job>, at now: SimTime) {
    // Who is lost, or never could run, keeps nobody waiting from its coming on.
    guard couldRun[Int(id.index)], !isLost[Int(id.index)] else { return }
    follow(Int(id.index), at: now, hasDone: false)
  }

  private mutating func follow(_ job: Int, at now: SimTime, hasDone: Bool) {
    for dependency in followers[job] {
      let follower = Int(dependency.job.index)
      if dependency.condition == .ok && !hasDone { isLost[follower] = true }
      eligible[follower] = max(eligible[follower], now + dependency.think)
      missing[follower] -= 1
      if missing[follower] == 0 { come(follower) }
    }
  }

  private mutating func come(_ job: Int) {
    due.push(
      EventQueue.Entry(
        time: eligible[job],
        order: UInt64(job),
        subject: Int32(job),
        attempt: 0
      )
    )
  }
}
