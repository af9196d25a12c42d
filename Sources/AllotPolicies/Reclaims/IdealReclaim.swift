/// Preemption, round by round, of what queues hold above their ideal assignment.
///
/// A leaf yields only if it holds more than its guarantee with a tolerance, and then a part of its
/// excess, because some containers end by themselves. Containers go youngest application first, and
/// the first container of an application, its master, after all others.
///
/// Source: apache/hadoop trunk, proportional capacity preemption policy with the FIFO selector.
public struct IdealReclaim: Sendable {
  /// The part of the cluster that a round may preempt.
  public var mostPerRound: Double
  /// The part of an excess that is preempted at once.
  public var naturalTermination: Double
  /// The part of its guarantee by which a queue may exceed it.
  public var tolerance: Double
  /// True where the first container of each application is its master.
  public var sparesMasters: Bool

  /// Preemption with limits for each round.
  public init(
    mostPerRound: Double = 0.1,
    naturalTermination: Double = 0.2,
    tolerance: Double = 0.1,
    sparesMasters: Bool = true
  ) {
    self.mostPerRound = mostPerRound
    self.naturalTermination = naturalTermination
    self.tolerance = tolerance
    self.sparesMasters = sparesMasters
  }

  /// How many containers of each application leave, by queue, the oldest application first.
  ///
  /// `containers` has the containers of each queue's applications, all of one size.
  public func preempted(
    _ queues: [IdealAssignment.Queue],
    containers: [[Int]],
    size: Int64
  ) -> [[Int]] {
    // This limit is a single-precision number there, the other two are not.
    var left = Int64(Double(queues[0].guaranteed) * Double(Float(mostPerRound)))
    let assignment = IdealAssignment(queues, mostPreempted: left)
    var preempted = containers.map { $0.map { _ in 0 } }
    for index in queues.indices
    where assignment.children[index].isEmpty && !queues[index].isProtected {
      let tolerated = Int64(Double(queues[index].guaranteed) * (1 + tolerance))
      guard queues[index].used > tolerated, assignment.excess[index] > 0 else { continue }
      var wanted = Int64(Double(assignment.excess[index]) * naturalTermination + 0.5)
      func take(_ most: Int, from app: Int) {
        while preempted[index][app] < most && wanted > 0 && size <= left {
          preempted[index][app] += 1
          wanted -= size
          left -= size
        }
      }
      for app in containers[index].indices.reversed() {
        take(containers[index][app] - (sparesMasters ? 1 : 0), from: app)
      }
      for app in containers[index].indices.reversed() { take(containers[index][app], from: app) }
    }
    return preempted
  }
}
