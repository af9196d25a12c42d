import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Looks at heads of one instant have an end, whatever a cycle decides.
@Suite struct RepeatedLooksTests {
  /// Admits whoever comes first of all. Who comes later preempts one job in each look and never
  /// starts.
  private struct RelentlessCycle: CyclePart {
    /// Whether the late one has preempted in this look: what decisions see does not tell.
    private final class Turn: @unchecked Sendable {
      var hasPreempted = false
    }

    private let turn = Turn()
    var name: String { "relentless" }
    var settings: [PolicySetting] { [] }
    var checkpoint: SimDuration? { nil }

    func decide(
      _ heads: [Holding],
      in state: inout QuotaState,
      _ reclaimable: Reclaimable
    ) -> [HeadDecision] {
      func isLate(_ head: Holding) -> Bool { head.submit > SimTime(seconds: 0) }
      guard heads.contains(where: isLate) else {
        return heads.indices.map { HeadDecision(head: $0, .admitted) }
      }
      turn.hasPreempted.toggle()
      let last = (0..<state.tree.count).flatMap { state.holdings(at: $0) }.last
      let victims = last.map { [QuotaVictim(holding: $0, reason: .reclaimed)] } ?? []
      return heads.indices.map { index in
        let preempts = turn.hasPreempted && isLate(heads[index])
        return HeadDecision(head: index, preempts ? .preempts(victims) : .waits)
      }
    }

    func mayServe(_ head: Holding, in state: QuotaState, _ reclaimable: Reclaimable) -> Bool {
      true
    }

    func ignores(hopeless head: Holding, in state: QuotaState) -> Bool { false }
  }

  @Test func theyEndWithAnError() {
    var tenants = Tenants()
    let first = tenants.add("first", below: Tenants.root, share: Share(percent: 50))
    let second = tenants.add("second", below: Tenants.root, share: Share(percent: 50))
    func job(_ tenant: ID<Tenant>, at submit: Int64) -> Job {
      Job(
        submit: SimTime(seconds: submit),
        run: SimDuration(seconds: 100),
        limit: SimDuration(seconds: 100),
        gpus: 1,
        tenant: tenant
      )
    }
    let world = World(
      cluster: Cluster(processors: 1_200),
      tenants: tenants,
      jobs: (0..<1_200).map { _ in job(first, at: 0) } + [job(second, at: 1)]
    )
    let policy = Policy(
      name: "relentless",
      order: PriorityOrder(),
      quota: NoQuota(),
      cycle: RelentlessCycle(),
      fill: StrictFill()
    )
    let error = #expect(throws: PolicyViolation.self) {
      var simulation = Simulation(world: world, policy: policy)
      var recorder = DecisionRecorder()
      _ = try simulation.run(into: &recorder)
    }
    #expect(
      error?.description
        == "policy relentless, 1000 ms: more than 1000 looks of one instant, each of which "
        + "preempts somebody"
    )
  }
}
