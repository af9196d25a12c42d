import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Strict queues and rights of preemption of single tenants under cycles over heads.
@Suite struct QueueTermsTests {
  /// Ten processors, half of them for each of two queues.
  private func decisions(
    _ jobs: [(queue: Int, at: Int64, gpus: Int)],
    under policy: String = "kueue",
    second: TenantTerms = TenantTerms()
  ) throws -> [String] {
    var tenants = Tenants()
    let queues = [
      tenants.add("first", below: Tenants.root, share: Share(percent: 50)),
      tenants.add("second", below: Tenants.root, share: Share(percent: 50), terms: second),
    ]
    let world = World(
      cluster: Cluster(processors: 10),
      tenants: tenants,
      jobs: jobs.map { job in
        Job(
          submit: SimTime(seconds: job.at),
          run: SimDuration(seconds: 100),
          limit: SimDuration(seconds: 100),
          gpus: job.gpus,
          tenant: queues[job.queue]
        )
      }
    )
    return try Decision.texts(of: try #require(PolicyPresets.named(policy)), in: world)
  }

  @Test(arguments: ["kueue", "kueue-fair"])
  func aQueueHasItsOwnRights(policy: String) throws {
    let jobs = [(queue: 0, at: Int64(0), gpus: 8), (1, 5, 5)]
    let taken = ["0 start 0", "5 evict 0", "5 start 1", "105 end 1", "105 start 0", "205 end 0"]
    #expect(try decisions(jobs, under: policy) == taken)
    let none = TenantTerms(rights: PreemptionRights())
    let kept = ["0 start 0", "100 end 0", "100 start 1", "200 end 1"]
    #expect(try decisions(jobs, under: policy, second: none) == kept)
    let any = TenantTerms(rights: PreemptionRights(otherQueues: .any))
    #expect(try decisions(jobs, under: policy, second: any) == taken)
  }

  @Test func theHeadOfAStrictQueueIsNotPassed() throws {
    // Four are free: the second queue's first job does not fit, the next one would.
    let jobs = [(queue: 1, at: Int64(0), gpus: 6), (1, 5, 5), (1, 6, 2)]
    let passed = try decisions(jobs)
    #expect(passed.prefix(3) == ["0 start 0", "6 start 2", "100 end 0"])
    let strict = try decisions(jobs, second: TenantTerms(isStrict: true))
    #expect(strict.prefix(4) == ["0 start 0", "100 end 0", "100 start 1", "100 start 2"])
  }
}
