import Allot

/// Which jobs of a trace have to wait for others, by asking every dependency anew each time.
struct NaiveDependencies {
  private let trace: [Job]
  private let dependencies: [JobDependency]
  /// Which jobs could run on the empty machine.
  var couldRun: [Bool] = []
  /// What came of the jobs that have ended or can not run, by position in the trace.
  private var outcomes: [Int: (time: Int64, isOK: Bool)] = [:]
  /// The positions in the trace of the jobs that have come, in that order.
  private(set) var came: [Int] = []

  init(_ world: World) {
    trace = world.dependencies.isEmpty ? [] : world.jobs
    dependencies = world.dependencies
  }

  /// True where nobody waits for anybody.
  var isEmpty: Bool { dependencies.isEmpty }

  private func before(_ job: Int) -> [JobDependency] {
    dependencies.filter { Int($0.job.index) == job }
  }

  /// When a job may start as far as others are concerned; nil while one of them has not ended.
  private func eligible(_ job: Int) -> Int64? {
    var time = trace[job].submit.milliseconds
    for dependency in before(job) {
      guard let outcome = outcomes[Int(dependency.preceding.index)] else { return nil }
      time = max(time, outcome.time + dependency.think.milliseconds)
    }
    return time
  }

  /// True for a job behind one that had to do what it should, and did not.
  func isLost(_ job: Int) -> Bool {
    before(job).contains {
      $0.condition == .ok && outcomes[Int($0.preceding.index)]?.isOK == false
    }
  }

  /// The next instant at which a job is eligible.
  var next: Int64? { trace.indices.filter { !came.contains($0) }.compactMap(eligible).min() }

  /// A job that has come has ended.
  mutating func end(_ job: Int, at now: Int64) {
    outcomes[came[job]] = (now, trace[came[job]].ending == .completed)
  }

  /// A job that has come will never run.
  mutating func refuse(_ job: Int, at now: Int64) {
    if outcomes[came[job]] == nil { outcomes[came[job]] = (now, false) }
  }

  /// The jobs that come at an instant, in the order of the trace.
  mutating func take(at now: Int64) -> [Job] {
    var coming: [Int] = []
    while true {
      let more = trace.indices.filter {
        !came.contains($0) && !coming.contains($0) && eligible($0) == now
      }
      if more.isEmpty { break }
      coming += more
      for job in more where !couldRun[job] || isLost(job) { outcomes[job] = (now, false) }
    }
    came += coming.sorted()
    return coming.sorted().map { index in
      var job = trace[index]
      job.submit = SimTime(milliseconds: now)
      return job
    }
  }
}
