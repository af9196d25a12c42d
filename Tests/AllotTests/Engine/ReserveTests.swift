import Allot
import AllotPolicies
import AllotTesting
import Testing

/// What tenants keep for themselves, and what victims are left with.
@Suite struct ReserveTests {
  /// Ten processors: one tenant with five of them of which it keeps three, one with the others.
  private let keeper: ID<Tenant>
  private let other: ID<Tenant>
  private let tenants: Tenants

  init() {
    var tenants = Tenants()
    keeper = tenants.add(
      "keeper",
      below: Tenants.root,
      share: Share(percent: 50),
      terms: TenantTerms(reserve: Allowance(.units(3)))
    )
    other = tenants.add("other", below: Tenants.root, share: Share(percent: 50))
    self.tenants = tenants
  }

  private func job(_ tenant: ID<Tenant>, at submit: Int64, gpus: Int, run: Int64 = 100) -> Job {
    Job(
      submit: SimTime(seconds: submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: run),
      gpus: gpus,
      tenant: tenant
    )
  }

  private func decisions(
    _ jobs: [Job],
    fill: any FillPart = GreedyFill(),
    reclaim: (any ReclaimPart)? = nil,
    interval: SimDuration? = nil
  ) throws -> [String] {
    let world = World(cluster: Cluster(processors: 10), tenants: tenants, jobs: jobs)
    let policy = Policy(
      name: "reserve",
      order: ArrivalOrder(),
      quota: NoQuota(),
      fill: fill,
      reclaim: reclaim,
      interval: interval
    )
    return try Decision.texts(of: policy, in: world)
  }

  @Test func nobodyStartsOnWhatOthersKeep() throws {
    // Seven are left for the other tenant, whose last job waits; the keeper starts at once.
    let jobs = [
      job(other, at: 0, gpus: 6), job(other, at: 1, gpus: 2), job(other, at: 2, gpus: 8),
      job(keeper, at: 3, gpus: 3),
    ]
    #expect(
      try decisions(jobs) == [
        "0 start 0", "2 reject 2", "3 start 3", "100 end 0", "100 start 1", "103 end 3",
        "200 end 1",
      ]
    )
  }

  @Test func policiesThatReserveForHeadsKeepNothing() throws {
    let jobs = [job(other, at: 0, gpus: 6), job(other, at: 1, gpus: 2)]
    #expect(try decisions(jobs, fill: EasyFill()).prefix(2) == ["0 start 0", "1 start 1"])
  }

  @Test func whoMayClaimTakesBackBeyondReserves() throws {
    // Seven are borrowed; five are the keeper's to claim, of which the reserve alone is free.
    let jobs = [
      job(other, at: 0, gpus: 5), job(other, at: 1, gpus: 2), job(keeper, at: 2, gpus: 5),
    ]
    #expect(
      try decisions(jobs, reclaim: WithinQuotaReclaim()).prefix(4) == [
        "0 start 0", "1 start 1", "2 evict 1", "2 start 2",
      ]
    )
  }

  @Test func victimsKeepTheirReserve() throws {
    // The keeper holds eight in one job: taking it would leave less than it keeps.
    let jobs = [job(keeper, at: 0, gpus: 8), job(other, at: 1, gpus: 4)]
    #expect(try decisions(jobs, reclaim: WithinQuotaReclaim())[1] == "100 end 0")
    let parts = [
      job(keeper, at: 0, gpus: 3), job(keeper, at: 0, gpus: 5), job(other, at: 1, gpus: 4),
    ]
    #expect(try decisions(parts, reclaim: WithinQuotaReclaim())[2] == "1 evict 1")
  }

  @Test func protectedJobsAreTakenWhenTheirTimeIsOver() throws {
    let terms = ReclaimTerms(protection: SimDuration(seconds: 30))
    let jobs = [job(other, at: 0, gpus: 7), job(keeper, at: 5, gpus: 5)]
    #expect(
      try decisions(jobs, reclaim: WithinQuotaReclaim(terms)).prefix(3) == [
        "0 start 0", "30 evict 0", "30 start 1",
      ]
    )
  }

  /// A tenant's own protection, or the next one above, holds against those beside it alone.
  @Test func tenantsProtectTheirJobs() throws {
    var tenants = Tenants()
    func add(_ name: String, _ parent: ID<Tenant>, _ percent: Int64, _ seconds: Int64?) -> ID<
      Tenant
    > {
      tenants.add(
        name,
        below: parent,
        share: Share(percent: percent),
        terms: TenantTerms(protection: seconds.map { SimDuration(seconds: $0) })
      )
    }
    let claimant = add("claimant", Tenants.root, 50, nil)
    let parent = add("parent", Tenants.root, 50, 20)
    let (greedy, poor) = (add("greedy", parent, 20, 40), add("poor", parent, 80, 0))
    func decisions(_ waiting: Job) throws -> [String] {
      let world = World(
        cluster: Cluster(processors: 10),
        tenants: tenants,
        jobs: [job(greedy, at: 0, gpus: 10), waiting]
      )
      let policy = Policy(
        name: "protection",
        order: ArrivalOrder(),
        quota: NoQuota(),
        fill: GreedyFill(),
        reclaim: WithinQuotaReclaim(ReclaimTerms(protection: SimDuration(seconds: 5)))
      )
      return try Decision.texts(of: policy, in: world)
    }
    // Beside the claimant stands the parent, beside its sibling the tenant itself.
    #expect(try decisions(job(claimant, at: 1, gpus: 2))[1] == "20 evict 0")
    #expect(try decisions(job(poor, at: 1, gpus: 2))[1] == "40 evict 0")
  }

  @Test func aRoundTakesOnlySoMuch() throws {
    // One device of ten for the first of two claimants: no more in this pass.
    let terms = ReclaimTerms(perRound: Share(percent: 10))
    let jobs = [
      job(other, at: 0, gpus: 3), job(other, at: 0, gpus: 3), job(other, at: 0, gpus: 1),
      job(keeper, at: 5, gpus: 3), job(keeper, at: 6, gpus: 1), job(keeper, at: 6, gpus: 1),
      job(other, at: 9, gpus: 9, run: 1),
    ]
    let all = try decisions(jobs, reclaim: WithinQuotaReclaim())
    #expect(all.filter { $0.hasPrefix("6 evict") } == ["6 evict 2", "6 evict 1"])
    let some = try decisions(jobs, reclaim: WithinQuotaReclaim(terms))
    #expect(some.filter { $0.contains("evict") }.prefix(2) == ["6 evict 2", "9 evict 1"])
  }

  @Test func aFullRoundIsFollowedByAnother() throws {
    // Seven of ten are borrowed and nothing ends for long: one device in each interval.
    let jobs = (0..<7).map { _ in job(other, at: 0, gpus: 1) }
    let claims = (0..<5).map { _ in job(keeper, at: 5, gpus: 1) }
    let part = WithinQuotaReclaim(ReclaimTerms(perRound: Share(percent: 10)))
    func evictions(_ interval: SimDuration?) throws -> [String] {
      try decisions(jobs + claims, reclaim: part, interval: interval).filter {
        $0.contains("evict")
      }
    }
    #expect(try evictions(SimDuration(seconds: 3)) == ["6 evict 6", "9 evict 5"])
    #expect(try evictions(nil) == ["5 evict 6"])
  }

  @Test func thresholdAndToleranceNarrowReclaim() {
    let reclaim = WithinQuotaReclaim(
      threshold: Share(percent: 50),
      tolerance: Share(percent: 10)
    )
    #expect(reclaim.claimable(TenantStanding(held: 3, nominal: 21)) == 7)
    #expect(!reclaim.mayTake(TenantStanding(held: 23, nominal: 21)))
    #expect(reclaim.mayTake(TenantStanding(held: 24, nominal: 21)))
  }
}
