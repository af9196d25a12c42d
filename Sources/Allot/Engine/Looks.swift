/// The looks of one instant, each of which preempts somebody whom the next one looks at again.
///
/// Some jobs preempt each other for ever. When the same jobs hold as at an earlier look, what came
/// since is undone, and whoever had been preempted by then waits for the next event. A walk over
/// heads compares who holds after each look; reclaim, before anybody is preempted for a claimant
/// once victims have been let back, so that a pass without such a claimant remembers nothing.
struct Looks {
  /// A policy of which more preempt somebody without coming back to where they were has no end that
  /// anybody would wait for.
  private static let most = 1_000

  private var seen: [(holders: [ID<Job>], simulation: Simulation)] = []

  /// Goes back to the look at which the same jobs held as do now, and tells of it.
  ///
  /// Where there is none it remembers who holds. True if it went back.
  mutating func comeBack(_ simulation: inout Simulation) throws(PolicyViolation) -> Bool {
    guard seen.count < Self.most else {
      throw PolicyViolation(
        policy: simulation.policy.name,
        time: simulation.now,
        job: nil,
        message: "more than \(Self.most) looks of one instant, each of which preempts somebody"
      )
    }
    let holders = simulation.holders
    guard let first = seen.firstIndex(where: { $0.holders == holders }) else {
      seen.append((holders, simulation))
      return false
    }
    let holding = seen[first...].map { $0.holders.map(simulation.traceID) }
    let round = PreemptionRound(holding, at: simulation.now)
    let counters = simulation.queue.counters
    simulation = seen[first].simulation
    simulation.queue.counters = counters
    simulation.noteRound(round)
    return true
  }
}

extension Simulation {
  /// Who holds devices, or quota alone, by id.
  fileprivate var holders: [ID<Job>] {
    var jobs: [ID<Job>] = []
    for holding in heads?.admitted ?? [] { jobs.append(ID(holding.rank)) }
    jobs += running.jobs
    jobs.sort { $0.index < $1.index }
    return jobs
  }
}
