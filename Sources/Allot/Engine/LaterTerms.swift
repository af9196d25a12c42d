/// Which jobs could run under terms that begin later, where terms change.
struct LaterTerms {
  /// The engine of each of the terms, without jobs, and the last instant at which they begin.
  private let judges: [(begin: SimTime, judge: Simulation)]

  /// None.
  init() { judges = [] }

  /// Those of a world that has not begun.
  init(_ world: World, _ policy: Policy, _ facts: JobFacts) {
    judges = DatedTerms.distinct(world.changes).map { terms in
      let own = world.withoutJobs(under: terms)
      return (terms.time, Simulation(own, policy, .instant, facts))
    }
  }

  /// True where a job could run under terms that begin after an instant.
  func admit(_ job: Job, after now: SimTime) -> Bool {
    judges.contains { $0.begin > now && $0.judge.admissiblePools(of: job) != 0 }
  }
}
