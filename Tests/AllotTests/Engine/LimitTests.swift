import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// Corners of limits and orders that random worlds seldom reach, by hand.
@Suite struct LimitTests {
  /// Two pools of six one-device nodes, of models 0 and 1.
  private let pair: Cluster = {
    var cluster = Cluster(
      name: "pair",
      models: Table([DeviceModel(name: "A"), DeviceModel(name: "B")]),
      pools: Table()
    )
    for model in 0..<2 {
      let kind = NodeKind(name: "n\(model)", gpus: 1, model: ID(model))
      cluster.pools.append(Pool(name: "p\(model)", nodes: 6, kind: kind))
    }
    return cluster
  }()

  private func job(
    _ tenant: ID<Tenant>,
    at submit: Int64,
    gpus: Int,
    seconds: Int64,
    model: Int? = nil
  ) -> Job {
    Job(
      submit: SimTime(seconds: submit),
      run: SimDuration(seconds: seconds),
      limit: SimDuration(seconds: seconds),
      gpus: gpus,
      tenant: tenant,
      models: model.map { .only(ID($0)) } ?? .any
    )
  }

  /// The second in which each job starts.
  private func starts(
    _ cluster: Cluster,
    _ tenants: Tenants,
    _ jobs: [Job],
    order: any OrderPart = ArrivalOrder(),
    quota: any QuotaPart,
    fill: EasyFill = EasyFill(),
    reclaim: WithinQuotaReclaim? = nil
  ) throws -> [Int64?] {
    let world = World(cluster: cluster, tenants: tenants, jobs: jobs)
    let policy = Policy(
      name: "limits",
      order: order,
      quota: quota,
      fill: fill,
      reclaim: reclaim
    )
    let results = try Replay(MeasuredWorld(world: world), policy: policy, figures: []).results
    return results.starts.map { $0.map { $0.milliseconds / 1_000 } }
  }

  /// While A has no reservation, whoever could be its head is tried in policy order.
  ///
  /// Job 6 is over its limit in A, where job 5 has reserved at its tenant, and may start beside the
  /// reservation of job 4 in B. It goes before the shorter job 7.
  @Test func whoeverMayBecomeAHeadGoesBeforeShorterJobs() throws {
    var tenants = Tenants()
    let ids = [("t", 34), ("u", 33), ("v", 33)].map { name, percent in
      tenants.add(name, below: Tenants.root, share: Share(percent: Int64(percent)))
    }
    let jobs = [
      job(ids[0], at: 0, gpus: 3, seconds: 100, model: 0),
      job(ids[1], at: 0, gpus: 3, seconds: 10, model: 1),
      job(ids[2], at: 0, gpus: 1, seconds: 10, model: 1),
      job(ids[0], at: 0, gpus: 1, seconds: 10, model: 1),
      job(ids[2], at: 1, gpus: 2, seconds: 10, model: 1),
      job(ids[0], at: 1, gpus: 1, seconds: 10, model: 0),
      job(ids[0], at: 1, gpus: 1, seconds: 100),
      job(ids[0], at: 1, gpus: 1, seconds: 50, model: 1),
    ]
    let quota = BorrowingQuota(borrow: Share(percent: 50))
    let fill = EasyFill(backfill: .shortestLimit)
    #expect(
      try starts(pair, tenants, jobs, quota: quota, fill: fill) == [0, 0, 0, 0, 10, 100, 1, 10]
    )
  }

  /// Job 2 would have room in A and in B at the same time: it reserves in the first pool's model.
  @Test func equalTimesReserveInTheFirstModel() throws {
    var tenants = Tenants()
    let own = tenants.add("t", below: Tenants.root, share: Share(percent: 50))
    tenants.add("u", below: Tenants.root, share: Share(percent: 50))
    let jobs = [
      job(own, at: 0, gpus: 2, seconds: 10, model: 0),
      job(own, at: 0, gpus: 2, seconds: 10, model: 1),
      job(own, at: 1, gpus: 3, seconds: 20),
      job(own, at: 1, gpus: 1, seconds: 100, model: 0),
      job(own, at: 1, gpus: 1, seconds: 100, model: 1),
    ]
    #expect(try starts(pair, tenants, jobs, quota: CapQuota()) == [0, 0, 10, 30, 1])
  }

  /// A job that its tenant's limit stops may need what others would take of the parent's.
  ///
  /// Job 6 would take it from job 5. Nothing but its limit is a reason to look at job 5: it could
  /// not start in the pool.
  @Test func limitsBelowAParentAreVisitedForItsHeadroom() throws {
    var tenants = Tenants()
    let parent = tenants.add("p", below: Tenants.root, share: Share(percent: 40))
    let other = tenants.add("q", below: Tenants.root, share: Share(percent: 60))
    let first = tenants.add("a", below: parent, share: Share(percent: 50))
    let second = tenants.add("b", below: parent, share: Share(percent: 50))
    let jobs = [
      job(other, at: 0, gpus: 12, seconds: 500),
      job(first, at: 0, gpus: 1, seconds: 100),
      job(first, at: 0, gpus: 2, seconds: 2_000),
      job(second, at: 0, gpus: 1, seconds: 5_000),
      job(other, at: 1, gpus: 16, seconds: 10),
      job(first, at: 1, gpus: 2, seconds: 1_000),
      job(second, at: 1, gpus: 2, seconds: 400),
    ]
    let quota = TableQuota(limits: [8: 6, 12: 40])
    let starts = try starts(Cluster(processors: 20), tenants, jobs, quota: quota)
    #expect(starts[4...] == [500, 510, 100])
  }

  /// Devices that a victim hands over are free for the limit of its tenant.
  ///
  /// Job 1 leaves at 40 s for job 3, which takes both of its devices over. Job 4 reserves at the
  /// limit for 40 s, and job 5 would be in its way. At 40 s job 1 is looked at again and reserves
  /// for 90 s, when job 3 ends; job 5 is not in its way.
  @Test func victimsFreeTheirLimitWhateverTheyGiveBack() throws {
    var tenants = Tenants()
    let own = tenants.add("t", below: Tenants.root, share: Share(percent: 50))
    let other = tenants.add("u", below: Tenants.root, share: Share(percent: 50))
    let jobs = [
      job(own, at: 0, gpus: 3, seconds: 200),
      job(own, at: 0, gpus: 2, seconds: 1_000),
      job(other, at: 0, gpus: 2, seconds: 1_000),
      job(other, at: 10, gpus: 2, seconds: 50),
      job(own, at: 11, gpus: 3, seconds: 50),
      job(own, at: 11, gpus: 1, seconds: 1_000),
    ]
    let quota = BorrowingQuota(borrow: Share(percent: 50))
    let reclaim = WithinQuotaReclaim(ReclaimTerms(grace: SimDuration(seconds: 30)))
    #expect(
      try starts(Cluster(processors: 8), tenants, jobs, quota: quota, reclaim: reclaim)
        == [0, 0, 0, 40, 200, 40]
    )
  }

  /// An order may read how many devices a tenant holds.
  @Test func keysSeeAllocations() throws {
    var tenants = Tenants()
    let first = tenants.add("a", below: Tenants.root)
    let second = tenants.add("b", below: Tenants.root)
    let jobs = [
      job(first, at: 0, gpus: 3, seconds: 100),
      job(first, at: 1, gpus: 1, seconds: 50),
      job(first, at: 2, gpus: 1, seconds: 10),
      job(second, at: 2, gpus: 1, seconds: 10),
    ]
    let order = FewestDevices()
    #expect(
      try starts(Cluster(processors: 4), tenants, jobs, order: order, quota: NoQuota())
        == [0, 1, 61, 51]
    )
  }

  /// Limits by entitlement, so that a parent's may be less than its children's.
  private struct TableQuota: QuotaPart {
    var limits: [Int64: Int64]
    var name: String { "table" }

    func limit(nominal: Int64?) -> Int64? { nominal.map { limits[$0] ?? $0 } }
  }

  /// Whoever holds least goes first.
  private struct FewestDevices: OrderPart {
    var name: String { "fewest" }
    var walk: Walk { .tree }
    var reads: OrderInputs { .allocation }

    func key(of tenant: TenantView) -> Double { Double(tenant.allocation) }
  }
}
