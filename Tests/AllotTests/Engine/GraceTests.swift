import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Victims that run on for a while, and the place that is held for their claimant.
@Suite struct GraceTests {
  /// Two tenants, one with one of four processors and one with three; victims have 30 s.
  private let first: ID<Tenant>
  private let second: ID<Tenant>
  private let tenants: Tenants

  init() {
    var tenants = Tenants()
    first = tenants.add("first", below: Tenants.root, share: Share(percent: 25))
    second = tenants.add("second", below: Tenants.root, share: Share(percent: 75))
    self.tenants = tenants
  }

  private func job(
    _ tenant: ID<Tenant>,
    at submit: Int64,
    run: Int64,
    limit: Int64 = 1_000,
    gpus: Int
  ) -> Job {
    Job(
      submit: SimTime(seconds: submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: limit),
      gpus: gpus,
      tenant: tenant
    )
  }

  private func decisions(
    _ jobs: [Job],
    checkpoint: Int64? = nil,
    outages: [NodeOutage] = []
  ) throws -> [String] {
    let world = World(
      cluster: Cluster(processors: 4),
      tenants: tenants,
      jobs: jobs,
      outages: outages
    )
    let policy = Policy(
      name: "grace",
      order: WithinQuotaOrder(),
      quota: BorrowingQuota(),
      fill: EasyFill(),
      reclaim: WithinQuotaReclaim(
        ReclaimTerms(
          checkpoint: checkpoint.map { SimDuration(seconds: $0) },
          grace: SimDuration(seconds: 30)
        )
      )
    )
    return try Decision.texts(of: policy, in: world)
  }

  @Test func victimsGoWhenTheirGraceEnds() throws {
    let jobs = [
      job(first, at: 0, run: 100, gpus: 4),
      job(second, at: 10, run: 20, gpus: 2),
    ]
    #expect(
      try decisions(jobs) == [
        "0 start 0", "40 evict 0", "40 start 1", "60 end 1", "60 start 0", "160 end 0",
      ]
    )
  }

  /// Where nodes are announced to be out, a claimant must be able to end before, though it starts
  /// only when the grace is over.
  @Test func aClaimantIsJudgedAsOneThatStartsAfterTheGrace() throws {
    let outages = (0..<Int32(4)).map { node in
      NodeOutage(
        ID(0),
        node: node,
        from: SimTime(seconds: 100),
        until: SimTime(seconds: 200),
        running: .requeue,
        known: .zero
      )
    }
    func story(limit: Int64) throws -> [String] {
      let jobs = [
        job(first, at: 0, run: 90, limit: 90, gpus: 4),
        job(second, at: 10, run: 20, limit: limit, gpus: 2),
      ]
      return try decisions(jobs, outages: outages)
    }
    #expect(
      try story(limit: 60) == [
        "0 start 0", "40 evict 0", "40 start 1", "60 end 1", "200 start 0", "290 end 0",
      ]
    )
    #expect(try story(limit: 61) == ["0 start 0", "90 end 0", "200 start 1", "220 end 1"])
  }

  @Test func graceCountsAsWorkForCheckpoints() throws {
    let jobs = [
      job(first, at: 0, run: 100, gpus: 4),
      job(second, at: 10, run: 20, gpus: 2),
    ]
    #expect(
      try decisions(jobs, checkpoint: 15)
        == ["0 start 0", "40 evict 0", "40 start 1", "60 end 1", "60 start 0", "130 end 0"]
    )
  }

  @Test func victimsThatEndBeforeAreNotPreempted() throws {
    let jobs = [
      job(first, at: 0, run: 25, gpus: 4),
      job(second, at: 10, run: 20, gpus: 2),
    ]
    #expect(try decisions(jobs) == ["0 start 0", "25 end 0", "25 start 1", "45 end 1"])
  }

  /// The claimant needs two of the victim's three processors: the free one is nobody's.
  @Test func onlyWhatIsNeededIsHeld() throws {
    let jobs = [
      job(first, at: 0, run: 100, gpus: 3),
      job(second, at: 10, run: 20, gpus: 2),
      job(second, at: 11, run: 5, gpus: 1),
    ]
    #expect(
      try decisions(jobs) == [
        "0 start 0", "11 start 2", "16 end 2", "40 evict 0", "40 start 1", "60 end 1", "60 start 0",
        "160 end 0",
      ]
    )
  }

  /// Both processors that job 0 gives back at 25 s are the claimant's, and one of job 1's.
  @Test func nobodyElseGetsWhatIsHeld() throws {
    let jobs = [
      job(first, at: 0, run: 25, gpus: 2),
      job(first, at: 0, run: 32, gpus: 2),
      job(second, at: 10, run: 20, gpus: 3),
      job(first, at: 11, run: 2, limit: 2, gpus: 2),
      job(first, at: 11, run: 2, limit: 2, gpus: 1),
    ]
    #expect(
      try decisions(jobs) == [
        "0 start 0", "0 start 1", "25 end 0", "32 end 1", "32 start 2", "32 start 4", "34 end 4",
        "52 end 2", "52 start 3", "54 end 3",
      ]
    )
  }

  /// Job 1 leaves for job 2 and keeps one processor, which job 3 claims: job 0 may stay, although
  /// its tenant still holds more than its share.
  @Test func laterClaimantsTakeWhatLeavesAlready() throws {
    let jobs = [
      job(first, at: 0, run: 200, gpus: 2),
      job(first, at: 0, run: 100, gpus: 2),
      job(second, at: 10, run: 50, gpus: 1),
      job(second, at: 20, run: 50, gpus: 1),
    ]
    #expect(
      try decisions(jobs) == [
        "0 start 0", "0 start 1", "40 evict 1", "40 start 2", "40 start 3", "90 end 2", "90 end 3",
        "90 start 1", "190 end 1", "200 end 0",
      ]
    )
  }
}
