import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Which jobs yield, and what becomes of them within the instant.
@Suite struct VictimTests {
  private func job(
    _ tenant: ID<Tenant>,
    at submit: Int64,
    gpus: Int,
    priority: Int = 50
  ) -> Job {
    Job(
      submit: SimTime(seconds: submit),
      run: SimDuration(seconds: 1_000),
      limit: SimDuration(seconds: 1_000),
      gpus: gpus,
      tenant: tenant,
      priority: priority
    )
  }

  /// A machine of ten devices of which each of some tenants may count on a part.
  private func tenants(
    _ names: [String],
    percent: Int64 = 50
  ) -> (tenants: Tenants, ids: [ID<Tenant>]) {
    var tenants = Tenants()
    let part = Share(percent: percent)
    let ids = names.map { tenants.add($0, below: Tenants.root, share: part) }
    return (tenants, ids)
  }

  private func world(_ tenants: Tenants, _ jobs: [Job]) -> World {
    World(cluster: Cluster(processors: 10), tenants: tenants, jobs: jobs)
  }

  private func reclaiming(_ part: any ReclaimPart) -> Policy {
    Policy(
      name: "reclaim",
      order: QuotaUseOrder(),
      quota: NoQuota(),
      fill: GreedyFill(),
      reclaim: part
    )
  }

  @Test(arguments: ["kai", "volcano-capacity", "ideal-assignment"])
  func theLeastUrgentOfAQueueYields(policy name: String) throws {
    let (tenants, ids) = tenants(["a", "b"])
    var policy = try #require(PolicyPresets.named(name == "ideal-assignment" ? "kai" : name))
    if name == "ideal-assignment" {
      policy.surplus = IdealSurplus()
      var part = IdealReclaim()
      part.terms.grace = nil
      part.terms.perRound = nil
      policy.reclaim = part
    }
    let jobs = [
      job(ids[0], at: 0, gpus: 5), job(ids[0], at: 1, gpus: 5, priority: 90),
      job(ids[1], at: 10, gpus: 5),
    ]
    let decisions = try Decision.texts(of: policy, in: world(tenants, jobs))
    #expect(decisions[2...].prefix(2) == ["10 evict 0", "10 start 2"])
  }

  /// Two tenants hold more than they may count on; one of them holds more of that.
  @Test func theLastInLineYieldsAnewAfterEachVictim() throws {
    let (tenants, ids) = tenants(["a", "b", "c"], percent: 30)
    let held =
      (0..<6).map { _ in job(ids[0], at: 0, gpus: 1) }
      + (0..<4).map { _ in job(ids[1], at: 1, gpus: 1) }
    let claim = [job(ids[2], at: 2, gpus: 3)]
    func victims(_ order: VictimOrder) throws -> [String] {
      let part = WithinQuotaReclaim(ReclaimTerms(victims: order))
      let decisions = try Decision.texts(of: reclaiming(part), in: world(tenants, held + claim))
      return decisions.filter { $0.hasPrefix("2 evict") }
    }
    // From six to four; of four and four the later in the file.
    #expect(try victims(.lastInLine) == ["2 evict 9", "2 evict 4", "2 evict 5"])
    // b yields down to what it is entitled to.
    #expect(try victims(.latestStart) == ["2 evict 4", "2 evict 5", "2 evict 9"])
  }

  /// Case of a sibling that is over what it deserves, and of a queue elsewhere that is more over.
  @Test func whereQueuesAreComparedTheNearestYieldsFirst() throws {
    var tenants = Tenants()
    func add(_ name: String, _ quota: Int64, below parent: ID<Tenant>) -> ID<Tenant> {
      let terms = TenantTerms(quota: Allowance(.units(quota)))
      return tenants.add(name, below: parent, terms: terms)
    }
    let (p, q) = (add("p", 2, below: Tenants.root), add("q", 8, below: Tenants.root))
    let p1 = add("p1", 2, below: p)
    let (q1, q2) = (add("q1", 4, below: q), add("q2", 4, below: q))
    let jobs = [
      job(p1, at: 0, gpus: 2), job(p1, at: 1, gpus: 2), job(q1, at: 2, gpus: 4),
      job(q1, at: 3, gpus: 2), job(q2, at: 10, gpus: 2),
    ]
    func decisions(_ policy: String) throws -> [String] {
      let policy = try #require(PolicyPresets.named(policy))
      return try Decision.texts(of: policy, in: world(tenants, jobs))
    }
    #expect(try decisions("volcano-capacity")[4...].prefix(2) == ["10 evict 3", "10 start 4"])
  }

  /// Who was preempted preempts in its own queue at once, not when somebody happens to arrive.
  @Test func victimsAreLookedAtAgain() throws {
    let (tenants, ids) = tenants(["a", "b"])
    let jobs = [
      job(ids[0], at: 0, gpus: 4), job(ids[0], at: 1, gpus: 3, priority: 90),
      job(ids[0], at: 2, gpus: 3), job(ids[1], at: 10, gpus: 5),
    ]
    let part = WithinQuotaReclaim(ReclaimTerms(ownQueue: true))
    let decisions = try Decision.texts(of: reclaiming(part), in: world(tenants, jobs))
    #expect(
      decisions[3...].prefix(5)
        == ["10 evict 1", "10 evict 2", "10 evict 0", "10 start 3", "10 start 1"]
    )
  }

  /// Everybody takes from everybody.
  private struct RelentlessReclaim: ReclaimPart {
    var name: String { "relentless" }
    var terms: ReclaimTerms { ReclaimTerms() }
    func claimable(_ tenant: TenantStanding) -> Int64 { .max }
    func mayTake(_ tenant: TenantStanding) -> Bool { tenant.held > 0 }
  }

  @Test func whoHeldFirstKeepsIt() throws {
    let (tenants, ids) = tenants(["a", "b"])
    let world = world(tenants, [job(ids[0], at: 0, gpus: 10), job(ids[1], at: 5, gpus: 10)])
    let policy = reclaiming(RelentlessReclaim())
    var simulation = Simulation(world: world, policy: policy)
    var recorder = DecisionRecorder()
    let result = try simulation.run(into: &recorder)
    let round = try #require(result.preemptionRounds.first)
    #expect(round.jobs == [ID(0), ID(1)])
    #expect(round.time == SimTime(seconds: 5))
    #expect(round.looks == 2)
    #expect(
      try Decision.texts(of: policy, in: world)[1...].prefix(3)
        == ["5 evict 0", "5 start 1", "1005 end 1"]
    )
  }
}
