import Allot
import AllotPolicies
import Testing

/// What recorded cycles, which have one flavor each, can not show.
struct HeadsCycleTests {
  private func job(
    _ node: Int,
    _ amounts: [Int64],
    rank: Int,
    priority: Int = 0,
    start: Int64 = 0
  ) -> Holding {
    Holding(
      node: node,
      priority: priority,
      submit: SimTime(seconds: Int64(rank)),
      start: SimTime(seconds: start),
      rank: rank,
      amounts: amounts.indices.filter { amounts[$0] > 0 }
        .map { Holding.Amount(column: $0, units: amounts[$0]) }
    )
  }

  /// A root and two queues, with two flavors of one resource.
  private func state(
    root: [Int64],
    first: [Int64],
    second: [Int64],
    weights: [Double] = [1, 1, 1]
  ) -> QuotaState {
    let quotas = [root, first, second].map { row in
      row.map { Optional(QuotaTree.Quota(nominal: $0)) }
    }
    return QuotaState(
      tree: QuotaTree(parents: [nil, 0, 0], quotas: quotas),
      weights: weights,
      resources: [0, 0]
    )
  }

  private func fair(_ rights: PreemptionRights = PreemptionRights()) -> HeadsCycle {
    HeadsCycle(.fair(FairReclaim(rights: PreemptionRights.Table(rights))))
  }

  /// What becomes of each head.
  private func outcomes(
    _ cycle: HeadsCycle,
    _ heads: [Holding],
    _ state: inout QuotaState
  ) -> [HeadDecision.Outcome] {
    cycle.decide(heads, in: &state).sorted { $0.head < $1.head }.map(\.outcome)
  }

  @Test func whoBorrowsSomethingElseGoesBeforeWhoBorrowsWhatItAsksFor() {
    var state = state(root: [2, 10], first: [4, 0], second: [0, 0])
    state.admit(job(1, [0, 8], rank: 0))
    let heads = [job(1, [4, 0], rank: 2), job(2, [4, 0], rank: 1)]
    #expect(outcomes(fair(), heads, &state) == [.admitted, .deferred])
  }

  @Test func amongThoseWhoBorrowTheSmallerShareGoesFirst() {
    var state = state(root: [6, 10], first: [0, 0], second: [0, 0])
    state.admit(job(1, [0, 8], rank: 0))
    let heads = [job(1, [4, 0], rank: 1), job(2, [4, 0], rank: 2)]
    #expect(outcomes(fair(), heads, &state) == [.deferred, .admitted])
  }

  @Test func fairHeadsGoByShareBeforePriority() {
    var state = state(root: [6, 10], first: [0, 0], second: [0, 0])
    state.admit(job(1, [0, 8], rank: 0))
    let heads = [job(1, [4, 0], rank: 1, priority: 9), job(2, [4, 0], rank: 2)]
    #expect(outcomes(fair(), heads, &state) == [.deferred, .admitted])
  }

  /// With their heads the queues hold 3 and 5 of 6: shares of 500 and 833, or 208 for weight 4.
  @Test(arguments: [(1.0, true), (4.0, false)])
  func sharesAreForTheirWeights(weight: Double, firstGoes: Bool) {
    var state = state(root: [6, 0], first: [0, 0], second: [0, 0], weights: [1, 1, weight])
    state.admit(job(2, [2, 0], rank: 0))
    let heads = [job(1, [3, 0], rank: 1), job(2, [3, 0], rank: 2)]
    let expected: [HeadDecision.Outcome] =
      firstGoes ? [.admitted, .deferred] : [.deferred, .admitted]
    #expect(outcomes(fair(), heads, &state) == expected)
  }

  @Test func classicalHeadsGoByHowFarTheyBorrow() {
    var state = state(root: [6, 0], first: [4, 0], second: [0, 0])
    let heads = [job(2, [8, 0], rank: 1, priority: 9), job(1, [4, 0], rank: 2)]
    let rights = PreemptionRights.Table(PreemptionRights())
    let cycle = HeadsCycle(.classical(ClassicalReclaim(rights: rights)))
    #expect(outcomes(cycle, heads, &state) == [.deferred, .admitted])
  }

  /// A head that finds no victims holds what it may for the cycle, unless its queue can take back
  /// its quota at any time.
  @Test(arguments: [(PreemptionRights.Whom.any, false), (.lowerPriority, true)])
  func whoMayReclaimFromAnybodyReservesNothing(whom: PreemptionRights.Whom, reserves: Bool) {
    var state = state(root: [0, 0], first: [4, 0], second: [4, 0])
    state.admit(job(1, [2, 0], rank: 0))
    state.admit(job(2, [3, 0], rank: 1))
    let rights = PreemptionRights(otherQueues: whom)
    let cycle = HeadsCycle(
      .classical(ClassicalReclaim(rights: PreemptionRights.Table(rights)))
    )
    let heads = [job(1, [4, 0], rank: 2, priority: 9), job(2, [2, 0], rank: 3)]
    #expect(outcomes(cycle, heads, &state) == [.waits, reserves ? .deferred : .admitted])
  }

  @Test func oneHeadWithoutEnoughOfOneFlavorPreemptsForItAlone() {
    var state = state(root: [0, 0], first: [4, 4], second: [4, 4])
    state.admit(job(2, [6, 0], rank: 0, start: 1))
    state.admit(job(2, [0, 4], rank: 1, start: 2))
    let rights = PreemptionRights(ownQueue: .never, otherQueues: .any)
    let cycle = HeadsCycle(
      .classical(ClassicalReclaim(rights: PreemptionRights.Table(rights)))
    )
    let decisions = outcomes(cycle, [job(1, [4, 4], rank: 2)], &state)
    #expect(decisions == [.preempts([QuotaVictim(holding: 0, reason: .reclaimed)])])
  }

  @Test func treesGoOneAfterTheOther() {
    let quotas = [4, 0, 4, 0].map { [Optional(QuotaTree.Quota(nominal: $0))] }
    var state = QuotaState(
      tree: QuotaTree(parents: [nil, 0, nil, 2], quotas: quotas),
      weights: [1, 1, 1, 1],
      resources: [0]
    )
    let cycle = HeadsCycle(
      .fair(FairReclaim(rights: PreemptionRights.Table(PreemptionRights())))
    )
    let heads = [job(3, [4], rank: 0), job(1, [5], rank: 1)]
    #expect(outcomes(cycle, heads, &state) == [.admitted, .waits])
  }

  @Test func decisionsLeaveTheHoldingsAsTheyWere() {
    var state = state(root: [0, 0], first: [4, 0], second: [4, 0])
    state.admit(job(2, [8, 0], rank: 0))
    let rights = PreemptionRights(otherQueues: .any)
    let before = state.holdings(at: 2)
    let decisions = outcomes(fair(rights), [job(1, [4, 0], rank: 1)], &state)
    #expect(decisions == [.preempts([QuotaVictim(holding: 0, reason: .reclaimed)])])
    #expect(state.holdings(at: 2) == before)
    #expect(state.tree.usage(of: 0, 0) == 12)
  }
}
