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

  @Test(arguments: ["kueue", "kueue-fair", "fair-share", "quota-borrowing", "kai", "drf"])
  func theHeadOfAStrictQueueIsNotPassed(policy: String) throws {
    // Four are free: the second queue's first job does not fit, the next ones would.
    let jobs = [(queue: 1, at: Int64(0), gpus: 6), (1, 5, 5), (1, 6, 2), (0, 7, 2)]
    let passed = try decisions(jobs, under: policy)
    #expect(passed.prefix(3) == ["0 start 0", "6 start 2", "7 start 3"])
    let strict = try decisions(jobs, under: policy, second: TenantTerms(isStrict: true))
    #expect(strict.prefix(3) == ["0 start 0", "7 start 3", "100 end 0"])
    #expect(Set(strict[3...5]) == ["100 start 1", "100 start 2", "107 end 3"])
  }

  /// Jobs below a strict tenant keep each other waiting, whichever of them it is that does not fit;
  /// not so those of a tenant with a queue of its own.
  @Test(arguments: [false, true]) func aStrictBranchIsAQueue(hasOwnQueue: Bool) throws {
    var tenants = Tenants()
    let branch = tenants.add("branch", below: Tenants.root, terms: TenantTerms(isStrict: true))
    let a = tenants.add("a", below: branch, terms: TenantTerms(isStrict: hasOwnQueue))
    let b = tenants.add("b", below: branch)
    let other = tenants.add("other", below: Tenants.root)
    let jobs = [(b, 0, 6), (b, 1, 6), (a, 2, 1), (b, 3, 1), (other, 4, 1)].map {
      (tenant, at, gpus) in
      Job(
        submit: SimTime(seconds: Int64(at)),
        run: SimDuration(seconds: 100),
        limit: SimDuration(seconds: 100),
        gpus: gpus,
        tenant: tenant
      )
    }
    let world = World(cluster: Cluster(processors: 10), tenants: tenants, jobs: jobs)
    let easy = try Decision.texts(of: try #require(PolicyPresets.named("easy")), in: world)
    let passed = hasOwnQueue ? ["2 start 2"] : []
    #expect(easy.prefix(while: { $0 != "100 end 0" }) == ["0 start 0"] + passed + ["4 start 4"])
  }

  /// Two nodes of eight devices and sixteen cores; each queue has half of both. Cores are taken
  /// back like devices, and a head that lacks only cores waits for them.
  @Test(arguments: ["kueue", "kueue-fair"])
  func coresAreQuotaAsDevicesAre(policy: String) throws {
    let kind = NodeKind(name: "node", gpus: 8, model: ID(0), cores: 16)
    let cluster = Cluster(
      name: "cores",
      models: Table([DeviceModel(name: "A")]),
      pools: Table([Pool(name: "pool", nodes: 2, kind: kind)])
    )
    let half = Allowance(
      .units(8),
      named: [Allowance.Named(resource: "cores", amount: .units(16))]
    )
    func decisions(_ borrow: Allowance?) throws -> [String] {
      var tenants = Tenants()
      let terms = TenantTerms(quota: half, borrow: borrow)
      let first = tenants.add("first", below: Tenants.root, terms: terms)
      let second = tenants.add("second", below: Tenants.root, terms: terms)
      let jobs = [(first, Int64(0), 4), (first, 1, 4), (second, 2, 4)].map { tenant, at, gpus in
        Job(
          submit: SimTime(seconds: at),
          run: SimDuration(seconds: 100),
          limit: SimDuration(seconds: 100),
          gpus: gpus,
          cores: 12,
          tenant: tenant
        )
      }
      let world = World(cluster: cluster, tenants: tenants, jobs: jobs)
      return try Decision.texts(of: try #require(PolicyPresets.named(policy)), in: world)
    }
    // The first queue borrows 8 cores, not a device; the second takes them back.
    let taken = try decisions(nil)
    #expect(taken.prefix(4) == ["0 start 0", "1 start 1", "2 evict 1", "2 start 2"])
    let none = Allowance(nil, named: [Allowance.Named(resource: "cores", amount: .units(0))])
    #expect(try decisions(none).prefix(3) == ["0 start 0", "2 start 2", "100 end 0"])
  }

  /// What is never lent is a queue's own also where quotas sum to more than the cluster.
  @Test(arguments: ["kueue", "kueue-fair"])
  func quotasBeyondCapacityRefuseNobodyWithinItsOwn(policy: String) throws {
    var tenants = Tenants()
    let terms = TenantTerms(quota: Allowance(.units(9)), lend: Allowance(.units(0)))
    let first = tenants.add("first", below: Tenants.root, terms: terms)
    let second = tenants.add("second", below: Tenants.root, terms: terms)
    let jobs = [(first, Int64(0), 8), (second, 200, 8), (second, 201, 1), (first, 400, 9)]
    let world = World(
      cluster: Cluster(processors: 16),
      tenants: tenants,
      jobs: (jobs + [(first, 401, 10)]).map { tenant, at, gpus in
        Job(
          submit: SimTime(seconds: at),
          run: SimDuration(seconds: 100),
          limit: SimDuration(seconds: 100),
          gpus: gpus,
          tenant: tenant
        )
      }
    )
    let texts = try Decision.texts(of: try #require(PolicyPresets.named(policy)), in: world)
    #expect(
      texts.filter { !$0.contains("end") } == [
        "0 start 0", "200 start 1", "201 start 2", "400 start 3", "401 reject 4",
      ]
    )
  }

  /// Who waits for cores of its tenant holds up those behind it there, and nobody else.
  @Test func aLimitOfCoresClosesItsTenant() throws {
    var tenants = Tenants()
    let cap = Allowance(nil, named: [Allowance.Named(resource: "cores", amount: .units(10))])
    let capped = tenants.add("capped", below: Tenants.root, terms: TenantTerms(cap: cap))
    let other = tenants.add("other", below: Tenants.root)
    let kind = NodeKind(name: "node", gpus: 8, model: ID(0), cores: 16)
    let cluster = Cluster(
      name: "cores",
      models: Table([DeviceModel(name: "A")]),
      pools: Table([Pool(name: "pool", nodes: 1, kind: kind)])
    )
    let jobs = [(capped, Int64(0), 8), (capped, 1, 4), (capped, 2, 2), (other, 3, 2)]
    let world = World(
      cluster: cluster,
      tenants: tenants,
      jobs: jobs.map { tenant, at, cores in
        Job(
          submit: SimTime(seconds: at),
          run: SimDuration(seconds: 100),
          limit: SimDuration(seconds: 100),
          gpus: 1,
          cores: cores,
          tenant: tenant
        )
      }
    )
    let fcfs = try Decision.texts(of: try #require(PolicyPresets.named("fcfs")), in: world)
    #expect(fcfs.prefix(3) == ["0 start 0", "3 start 3", "100 end 0"])
    #expect(fcfs[3...4] == ["100 start 1", "100 start 2"])
  }
}
