/// The jobs of a closed loop that are still to be submitted.
struct ClosedLoop {
  /// The jobs of the trace, in submit order.
  private let trace: [Job]
  private let until: SimTime
  private var nextOfTrace = 0
  /// The jobs that have ended at this instant.
  private var ended: [Job] = []

  /// The loop of a world, or nil where every job is submitted once.
  init?(_ world: World) {
    guard let until = world.resubmitsUntil else { return nil }
    self.until = until
    trace = world.jobs
  }

  /// When the trace submits its next job.
  var next: SimTime? { nextOfTrace < trace.count ? trace[nextOfTrace].submit : nil }

  /// Submits a job again that ends now, unless the loop is over.
  mutating func submit(_ job: Job, at now: SimTime) {
    guard now < until else { return }
    var again = job
    again.submit = now
    ended.append(again)
  }

  /// Takes the jobs that are submitted now.
  mutating func take(at now: SimTime) -> [Job] {
    var jobs = ended
    ended.removeAll(keepingCapacity: true)
    while let next, next == now {
      jobs.append(trace[nextOfTrace])
      nextOfTrace += 1
    }
    return jobs
  }
}
