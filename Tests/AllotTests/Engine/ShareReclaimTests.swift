import Allot
import AllotPolicies
import AllotTesting
import Testing

/// Who takes back from whom where shares of a division say so.
@Suite struct ShareReclaimTests {
  private func job(_ tenant: ID<Tenant>, at submit: Int64, gpus: Int) -> Job {
    Job(
      submit: SimTime(seconds: submit),
      run: SimDuration(seconds: 100),
      limit: SimDuration(seconds: 100),
      gpus: gpus,
      tenant: tenant
    )
  }

  private func decisions(
    _ jobs: [Job],
    of tenants: Tenants,
    processors: Int,
    surplus: (any SurplusPart)? = nil,
    reclaim: any ReclaimPart
  ) throws -> [String] {
    let world = World(cluster: Cluster(processors: processors), tenants: tenants, jobs: jobs)
    let policy = Policy(
      name: "reclaim",
      order: ArrivalOrder(),
      quota: NoQuota(),
      surplus: surplus,
      fill: GreedyFill(),
      reclaim: reclaim
    )
    return try Decision.texts(of: policy, in: world)
  }

  /// Case `yarn-capacity-preemption-005` with a tenth of the devices.
  @Test func onlyWhoseParentIsOverYields() throws {
    var tenants = Tenants()
    func add(_ name: String, _ parent: ID<Tenant>, _ percent: Int64) -> ID<Tenant> {
      tenants.add(name, below: parent, share: Share(percent: percent))
    }
    let a = add("a", Tenants.root, 50)
    let (b, c) = (add("b", a, 50), add("c", a, 50))
    let d = add("d", Tenants.root, 50)
    let (e, f) = (add("e", d, 10), add("f", d, 90))
    let jobs = [
      job(b, at: 0, gpus: 5), job(b, at: 0, gpus: 1), job(c, at: 0, gpus: 5),
      job(e, at: 1, gpus: 9), job(f, at: 2, gpus: 1),
    ]
    let parentOver = try decisions(
      jobs,
      of: tenants,
      processors: 20,
      surplus: IdealSurplus(),
      reclaim: IdealReclaim(ReclaimTerms(), tolerance: Share(percent: 0))
    )
    #expect(parentOver[4...].prefix(2) == ["2 evict 1", "2 start 4"])
    let within = try decisions(jobs, of: tenants, processors: 20, reclaim: WithinQuotaReclaim())
    #expect(within[4...].prefix(2) == ["2 evict 3", "2 start 4"])
    // The tolerance is one of leaves: the parent's device over ten counts under the usual one, the
    // leaf's one over five does not under one of 20 %.
    for (percent, evicts) in [(10, true), (20, false)] {
      let tolerant = try decisions(
        jobs,
        of: tenants,
        processors: 20,
        surplus: IdealSurplus(),
        reclaim: IdealReclaim(ReclaimTerms(), tolerance: Share(percent: Int64(percent)))
      )
      #expect(tolerant.contains { $0.contains("evict") } == evicts, "\(percent) %")
    }
  }

  @Test func nobodyYieldsItsFairShare() throws {
    var tenants = Tenants()
    let a = tenants.add("a", below: Tenants.root, share: Share(percent: 40))
    let b = tenants.add("b", below: Tenants.root, share: Share(percent: 40))
    _ = tenants.add("idle", below: Tenants.root, share: Share(percent: 20))
    func decisions(_ jobs: [Job], threshold: Int64) throws -> [String] {
      try self.decisions(
        jobs,
        of: tenants,
        processors: 10,
        surplus: MinimumShareSurplus(),
        reclaim: FairShareReclaim(threshold: Share(percent: threshold))
      )
    }
    // Without the idle tenant the shares are five and five. The job of five would leave b four.
    let held = [job(b, at: 0, gpus: 4), job(b, at: 1, gpus: 5), job(b, at: 2, gpus: 1)]
    #expect(
      try decisions(held + [job(a, at: 3, gpus: 2)], threshold: 50)[3...].prefix(2)
        == ["3 evict 0", "3 start 3"]
    )
    // Three are more than half of the share.
    #expect(try decisions(held + [job(a, at: 3, gpus: 3)], threshold: 50)[3] == "100 end 0")
    let halves = [job(b, at: 0, gpus: 5), job(b, at: 1, gpus: 5), job(a, at: 2, gpus: 5)]
    #expect(
      try decisions(halves, threshold: 100)[2...].prefix(2) == ["2 evict 1", "2 start 2"]
    )
  }
}
