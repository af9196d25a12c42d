/// Jobs that preempt each other at one instant: each look of the scheduler takes from one what the
/// next gives back.
public struct PreemptionRound: Sendable, Equatable {
  /// The jobs that hold devices after some of these looks and not after others, by id.
  public var jobs: [ID<Job>]
  /// When.
  public var time: SimTime
  /// After how many looks things stand as before.
  public var looks: Int

  /// A round of looks, given who held devices after each.
  public init(_ held: [[ID<Job>]], at time: SimTime) {
    self.time = time
    looks = held.count
    var counts: [(job: ID<Job>, count: Int)] = []
    for job in held.joined().sorted(by: { $0.index < $1.index }) {
      if counts.last?.job == job {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((job, 1))
      }
    }
    jobs = counts.filter { $0.count < held.count }.map(\.job)
  }
}
