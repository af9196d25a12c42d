public import Allot

/// A finished replay: its summary, and what became of every job.
public struct Replay: Sendable {
  /// The figures.
  public var summary: Summary
  /// The jobs.
  public var results: JobResults
  /// What the scheduler looked at.
  public var counters: VisitCounters

  /// Replays a world under a policy.
  ///
  /// - Parameters:
  ///   - world: the machine, the tenants and the jobs.
  ///   - policy: the policy to replay under.
  ///   - passRule: when the scheduler looks at the queue within one instant.
  ///   - window: the time over which shares are accounted.
  ///   - progress: called with the number of jobs that ended since the last call.
  /// - Throws: ``PolicyViolation`` if the policy makes an illegal decision.
  public init(
    world: World,
    policy: Policy,
    passRule: PassRule = .instant,
    window: MeasurementWindow,
    progress: (@Sendable (Int) -> Void)? = nil
  ) throws(PolicyViolation) {
    var simulation = Simulation(world: world, policy: policy, passRule: passRule)
    var consumers: [any JournalConsumer] = [
      JobResults(world: world), ShareAccounts(world: world, window: window),
    ]
    if let progress { consumers.append(ProgressConsumer(report: progress)) }
    let result = try simulation.run(into: &consumers)
    guard let results = consumers[0] as? JobResults, let shares = consumers[1] as? ShareAccounts
    else { preconditionFailure("consumers keep their places") }
    self.results = results
    counters = result.counters
    var world = world
    world.jobs = results.jobs
    summary = SummaryBuilder(world: world, window: window, results: results, shares: shares)
      .summary(policy: policy.name, digest: result.digest)
  }
}

/// Counts jobs that have ended or were rejected, for progress bars.
private struct ProgressConsumer: JournalConsumer {
  let report: @Sendable (Int) -> Void

  func receive(_ batch: JournalBatch) {
    report(batch.entries.count { $0.kind == .end || $0.kind == .reject })
  }
}
