public import Allot

/// Preemption, round by round, of what queues hold above their ideal assignment.
///
/// A leaf yields only if it holds more than its guarantee with a tolerance, and then a part of its
/// excess, because some containers end by themselves. Containers go youngest application first, and
/// the first container of an application, its master, after all others. A container that is larger
/// than what a round may still preempt is passed over.
///
/// Source: apache/hadoop trunk, proportional capacity preemption policy with the FIFO selector.
///
/// In replays a tenant takes back up to its ideal assignment, for a job that waits below it, from
/// tenants of which all on the path hold more than theirs, the leaf also more than its guarantee
/// with the tolerance when the pass began, which is a round.
public struct IdealReclaim: ReclaimPart {
  /// What victims are left with, and the part of the cluster that a round may preempt.
  public var terms: ReclaimTerms
  /// The part of its guarantee by which a queue may exceed it.
  public var tolerance: Share

  /// Preemption on the terms of the Capacity Scheduler, but where others are given.
  public init(
    _ terms: ReclaimTerms = ReclaimTerms(
      grace: SimDuration(seconds: 15),
      perRound: Share(percent: 10),
      victims: .lastInLine
    ),
    tolerance: Share = Share(percent: 10)
  ) {
    self.terms = terms
    self.tolerance = tolerance
  }

  /// `ideal-assignment`.
  public var name: String { "ideal-assignment" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    termSettings + [PolicySetting("tolerance", .share(tolerance))]
  }
  /// Shares are ideal assignments.
  public var readsShares: Bool { true }
  /// The tolerance is of what queues hold when a round begins.
  public var readsFirstHoldings: Bool { true }
  /// Queues yield only if those above them hold too much as well.
  public var scope: ReclaimScope { .path }

  /// What is left of the ideal assignment.
  public func claimable(_ tenant: TenantStanding) -> Int64 {
    tenant.missing(to: tenant.share)
  }

  /// Only who holds more than its ideal assignment yields; a leaf only if it also held more than
  /// its entitlement with the tolerance when the round began.
  public func mayTake(_ tenant: TenantStanding) -> Bool {
    Double(tenant.held) > tenant.share
      && (!tenant.isLeaf || exceeds(tenant.heldAtFirst, guarantee: tenant.nominal))
  }

  private func exceeds(_ used: Int64, guarantee: Int64) -> Bool {
    used > Int64(Double(guarantee) * (1 + part(tolerance)))
  }

  private func part(_ share: Share) -> Double {
    Double(share.millionths) / Double(Share.whole.millionths)
  }

  /// A container that a round preempts: its queue, and the position of its application there.
  public typealias Container = (queue: Int, application: Int)

  /// The containers that a round preempts, in the order in which they are chosen.
  ///
  /// `applications` has the sizes of the containers of each queue's applications, the oldest first;
  /// `naturalTermination` is the part of an excess that is preempted at once.
  public func preempted(
    _ queues: [IdealAssignment.Queue],
    applications: [[[Int64]]],
    rounding: IdealAssignment.Rounding = .nearest,
    naturalTermination: Share,
    sparesMasters: Bool
  ) -> [Container] {
    // This limit is a single-precision number there, the other two are not.
    let most = Double(Float(part(terms.perRound ?? .whole)))
    var left = Int64(Double(queues[0].guaranteed) * most)
    let assignment = IdealAssignment(queues, rounding: rounding, mostPreempted: left)
    var preempted: [Container] = []
    for index in queues.indices
    where assignment.children[index].isEmpty && !queues[index].isProtected {
      guard exceeds(queues[index].used, guarantee: queues[index].guaranteed) else { continue }
      var wanted = Int64(Double(assignment.excess[index]) * part(naturalTermination) + 0.5)
      func take(_ containers: ArraySlice<Int64>, of application: Int) {
        for size in containers.reversed() where wanted > 0 && size <= left {
          preempted.append((index, application))
          wanted -= size
          left -= size
        }
      }
      let own = applications[index]
      let masters = sparesMasters ? 1 : 0
      for place in own.indices.reversed() { take(own[place].dropFirst(masters), of: place) }
      for place in own.indices.reversed() { take(own[place].prefix(masters), of: place) }
    }
    return preempted
  }
}
