import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Admission by quota alone beside admission with a place, on fragments of nodes.
@Suite struct QuotaAdmissionTests {
  private struct Ask {
    var tenant: Int
    var gpus: Int
    var submit: Int64 = 0
    var seconds: Int64 = 10
    var priority = 0
  }

  /// Two nodes of four devices, which two tenants share half and half.
  private func simulation(_ asks: [Ask], byQuotaAlone: Bool) -> Simulation {
    var cluster = Cluster(
      name: "eight",
      models: Table([DeviceModel(name: "A")]),
      pools: Table()
    )
    let kind = NodeKind(name: "n", gpus: 4, model: ID(0))
    cluster.pools.append(Pool(name: "p", nodes: 2, kind: kind))
    var tenants = Tenants()
    let ids = ["a", "b"].map {
      tenants.add($0, below: Tenants.root, terms: TenantTerms(quota: Allowance(.units(4))))
    }
    let jobs = asks.map { ask in
      Job(
        submit: SimTime(seconds: ask.submit),
        run: SimDuration(seconds: ask.seconds),
        limit: SimDuration(seconds: ask.seconds),
        gpus: ask.gpus,
        tenant: ids[ask.tenant],
        priority: ask.priority
      )
    }
    let world = World(cluster: cluster, tenants: tenants, jobs: jobs)
    let rights = PreemptionRights(ownQueue: .lowerPriority, otherQueues: .any)
    let cycle = HeadsCycle(
      .classical(ClassicalReclaim(rights: PreemptionRights.Table(rights))),
      admitsByQuotaAlone: byQuotaAlone
    )
    let policy = Policy(
      name: "quota",
      order: PriorityOrder(),
      quota: NoQuota(),
      cycle: cycle,
      fill: GreedyFill()
    )
    return Simulation(world: world, policy: policy)
  }

  /// When each job starts for the last time.
  private func starts(_ asks: [Ask], byQuotaAlone: Bool) throws -> [Int64?] {
    var simulation = simulation(asks, byQuotaAlone: byQuotaAlone)
    var recorder = DecisionRecorder()
    _ = try simulation.run(into: &recorder)
    return asks.indices.map { job in
      recorder.decisions.last { $0.kind == .start && $0.job == ID(job) }
        .map { $0.time.milliseconds / 1_000 }
    }
  }

  /// Three devices on each node leave one and one. A job of two fits its quota and has no place.
  @Test func whoHoldsQuotaKeepsOthersOutWhileItWaitsForNodes() throws {
    let asks = [
      Ask(tenant: 0, gpus: 3), Ask(tenant: 1, gpus: 3), Ask(tenant: 0, gpus: 2, submit: 1),
      Ask(tenant: 0, gpus: 1, submit: 2),
    ]
    var simulation = simulation(asks, byQuotaAlone: true)
    let tenant = try simulation.explanations(at: SimTime(seconds: 2))[1]
    #expect((tenant.waiting, tenant.waitingForNodes) == (2, 1))
    // With a place first the small one takes a fragment at once; by quota alone the job of two
    // holds its quota from 1 s on, which leaves none for it.
    #expect(try starts(asks, byQuotaAlone: false) == [0, 0, 10, 2])
    #expect(try starts(asks, byQuotaAlone: true) == [0, 0, 10, 10])
  }

  /// A victim gives quota on a node where the job that preempted it has no place.
  @Test func victimsMayLeaveInVain() throws {
    let asks = [
      Ask(tenant: 1, gpus: 1, seconds: 20), Ask(tenant: 0, gpus: 1, seconds: 20),
      Ask(tenant: 0, gpus: 3, seconds: 20), Ask(tenant: 0, gpus: 1, submit: 1, seconds: 20),
      Ask(tenant: 1, gpus: 3, submit: 2, seconds: 20),
    ]
    // The second tenant wants its quota back. The newest job of the first lies alone beside the job
    // of three: without it two devices are free on one node and one on the other.
    #expect(try starts(asks, byQuotaAlone: false) == [0, 0, 0, 1, 20])
    #expect(try starts(asks, byQuotaAlone: true) == [0, 0, 0, 20, 20])
  }

  /// Who holds quota and waits for nodes may lose it to others, and was never preempted.
  @Test func quotaWithoutNodesIsTakenBackToo() throws {
    let asks = [
      Ask(tenant: 0, gpus: 3), Ask(tenant: 1, gpus: 3), Ask(tenant: 0, gpus: 2, submit: 1),
      Ask(tenant: 1, gpus: 1, submit: 2),
    ]
    // The last job is within its quota; the one of two borrows and holds it in vain.
    #expect(try starts(asks, byQuotaAlone: true) == [0, 0, 10, 2])
  }
}
