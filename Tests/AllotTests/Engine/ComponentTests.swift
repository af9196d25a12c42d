import Allot
import AllotMetrics
import AllotPolicies
import AllotReport
import Testing

/// Jobs of several components, by hand.
@Suite struct ComponentTests {
  private let tenants: Tenants = {
    var tenants = Tenants()
    for name in ["a", "b"] { tenants.add(name, below: Tenants.root) }
    return tenants
  }()

  /// Pools of nodes with 8 devices: how many nodes of each model, by their names.
  private func cluster(_ nodes: [(model: String, count: Int)]) -> Cluster {
    let pools = nodes.enumerated().map { index, entry in
      let kind = NodeKind(name: entry.model, gpus: 8, model: ID(index))
      return Pool(name: entry.model.lowercased(), nodes: entry.count, kind: kind)
    }
    return Cluster(
      name: "by hand",
      models: Table(nodes.map { DeviceModel(name: $0.model) }),
      pools: Table(pools)
    )
  }

  private func job(at submit: Int64, gpus: Int, run: Int64, limit: Int64, of tenant: Int = 1) -> Job
  {
    Job(
      submit: SimTime(seconds: submit),
      run: SimDuration(seconds: run),
      limit: SimDuration(seconds: limit),
      gpus: gpus,
      tenant: ID(tenant)
    )
  }

  private func measured(
    _ cluster: Cluster,
    _ jobs: [(job: Job, components: [JobComponent])],
    tenants: Tenants? = nil
  ) -> MeasuredWorld {
    var all = Table<JobComponents, JobComponents>()
    let made = jobs.map { entry -> Job in
      guard !entry.components.isEmpty else { return entry.job }
      let components = JobComponents(entry.components)
      return entry.job.made(of: components, id: all.append(components))
    }
    return MeasuredWorld(
      world: World(
        cluster: cluster,
        tenants: tenants ?? self.tenants,
        jobs: made,
        components: all
      )
    )
  }

  private func results(_ measured: MeasuredWorld, _ policy: String) throws -> JobResults {
    let policy = try #require(PolicyPresets.named(policy))
    return try Replay(measured, policy: policy, figures: []).results
  }

  private func starts(_ measured: MeasuredWorld, _ policy: String) throws -> [Int64?] {
    try results(measured, policy).starts.map { $0.map { $0.milliseconds / 1_000 } }
  }

  @Test(arguments: [("easy", [0, 3_600, 120, 720]), ("fcfs", [0, 3_600, 7_200, 7_200])])
  func aGangOfTwoNodesWaitsForBothWhileShortJobsAreBackfilled(
    policy: String,
    right: [Int64]
  ) throws {
    let whole = JobComponent(gpus: 8)
    let measured = measured(
      cluster([("H100", 2)]),
      [
        (job(at: 0, gpus: 8, run: 3_600, limit: 7_200), []),
        (job(at: 60, gpus: 0, run: 3_600, limit: 7_200), [whole, whole]),
        (job(at: 120, gpus: 8, run: 600, limit: 600), []),
        (job(at: 180, gpus: 8, run: 600, limit: 600), []),
      ]
    )
    #expect(try starts(measured, policy) == right)
    #expect(measured.world.jobs[1].gpus == 16)
    #expect(try results(measured, policy).nodes[1] == 2)
  }

  /// The second component needs an A100 node, of which the only one is taken until 100 s; jobs on
  /// H100 nodes that end by then pass, those that run longer must leave it its H100 node.
  @Test(arguments: ["easy", "conservative"])
  func componentsLieInPoolsOfTheirModels(policy: String) throws {
    let measured = measured(
      cluster([("H100", 2), ("A100", 1)]),
      [
        (
          job(at: 0, gpus: 0, run: 100, limit: 100),
          [
            JobComponent(gpus: 8, models: .only(ID(1))), JobComponent(gpus: 1),
          ]
        ),
        (
          job(at: 1, gpus: 0, run: 50, limit: 60),
          [
            JobComponent(gpus: 8, models: .only(ID(0))),
            JobComponent(gpus: 2, models: .only(ID(1))),
          ]
        ),
        (job(at: 2, gpus: 8, run: 90, limit: 98), []),
        (job(at: 3, gpus: 7, run: 40, limit: 400), []),
        (job(at: 4, gpus: 7, run: 40, limit: 400), []),
      ]
    )
    let results = try results(measured, policy)
    // The single device of the first job is on an H100 node, so that one of 7 fits beside it. A
    // promise to the second job lies on that node, so that none may outlast it there.
    let seven = policy == "easy" ? [3_000, 43_000] : [92_000, 132_000]
    #expect(
      results.starts.map { $0?.milliseconds } == [0, 100_000, 2_000] + seven.map { Int64($0) }
    )
    #expect(results.pools(of: 1).map { measured.world.cluster.pools[$0].name } == ["h100", "a100"])
    let table = JobsTable(world: measured.world, results: results, labels: Numbers())
    let rows = String(decoding: table.jobs(), as: UTF8.self).split(separator: "\n")
    #expect(rows[1].hasPrefix("0,0,0,100,completed,a,,9,2,"))
    #expect(rows[1].contains(",a100+h100,A100+H100,"))
    #expect(rows[2].contains(",10,2,60,0,h100+a100,H100+A100,"))
    #expect(rows[3].contains(",h100,H100,"))
  }

  @Test func aComponentMakesRoomForThoseBehindIt() throws {
    // The first component fits in both pools, the second in the first one only.
    let measured = measured(
      cluster([("H100", 1), ("A100", 1)]),
      [
        (
          job(at: 0, gpus: 0, run: 10, limit: 10),
          [
            JobComponent(gpus: 8), JobComponent(gpus: 8, models: .only(ID(0))),
          ]
        )
      ]
    )
    let results = try results(measured, "fcfs")
    #expect(results.starts[0] == .zero)
    #expect(results.pools(of: 0) == [ID(1), ID(0)])
  }

  @Test func componentsMayShareANodeAndAreRejectedTogether() throws {
    let measured = measured(
      cluster([("H100", 1)]),
      [
        (job(at: 0, gpus: 0, run: 10, limit: 10), [JobComponent(gpus: 4), JobComponent(gpus: 4)]),
        (job(at: 0, gpus: 0, run: 10, limit: 10), [JobComponent(gpus: 4), JobComponent(gpus: 5)]),
      ]
    )
    let results = try results(measured, "easy")
    #expect(results.states == [.completed, .rejected])
  }

  /// A cap on H100 alone stops a gang by its component there, whatever it holds elsewhere.
  @Test func limitsCountEachComponentOnTheModelOfItsPool() throws {
    var tenants = Tenants()
    let cap = Allowance(nil, named: [Allowance.Named(resource: "H100", amount: .units(8))])
    tenants.add("a", below: Tenants.root, terms: TenantTerms(cap: cap))
    let components = [
      JobComponent(gpus: 4, models: .only(ID(0))), JobComponent(gpus: 8, models: .only(ID(1))),
    ]
    let measured = measured(
      cluster([("H100", 2), ("A100", 3)]),
      [
        (job(at: 0, gpus: 0, run: 10, limit: 10), components),
        (job(at: 0, gpus: 0, run: 10, limit: 10), components),
        (job(at: 0, gpus: 0, run: 10, limit: 10), components),
      ],
      tenants: tenants
    )
    #expect(try starts(measured, "easy") == [0, 0, 10])
  }

  @Test func deviceHoursCountByComponent() throws {
    let measured = measured(
      cluster([("H100", 1), ("A100", 1)]),
      [
        (
          job(at: 0, gpus: 0, run: 3_600, limit: 3_600),
          [
            JobComponent(gpus: 8, models: .only(ID(0))),
            JobComponent(gpus: 2, models: .only(ID(1))),
          ]
        ),
        (job(at: 3_600, gpus: 1, run: 1, limit: 1), []),
      ]
    )
    let policy = try #require(PolicyPresets.named("easy"))
    let summary = try Replay(measured, policy: policy, figures: Figures.all).summary
    let hours = try #require(summary.tenants.first { $0.name == "a" }?["gpu_hours"])
    #expect(hours["by_model.H100.used"]?.number == 8)
    #expect(hours["by_model.A100.used"]?.number == 2)
  }

  @Test func cyclesOverHeadsRefuseComponentsAndReclaimSaysThatItLeavesThem() throws {
    let part = JobComponent(gpus: 1)
    let measured = measured(
      cluster([("H100", 1)]),
      [
        (job(at: 0, gpus: 1, run: 10, limit: 10), []),
        (job(at: 5, gpus: 0, run: 10, limit: 10), [part, part]),
      ]
    )
    let error = #expect(throws: PolicyViolation.self) { try starts(measured, "kueue") }
    #expect(error?.job == ID(1) && error?.message.contains("several components") == true)
    let reclaiming = try #require(PolicyPresets.named("quota-borrowing"))
    #expect(
      measured.world.idleTerms(under: reclaiming).contains {
        $0.hasPrefix("1 job of several components takes nothing back")
      }
    )
  }

  @Test func aJobIsMadeOfItsOwnComponents() async {
    await #expect(processExitsWith: .failure) { _ = JobComponents([JobComponent(gpus: 1)]) }
    await #expect(processExitsWith: .failure) {
      let components = JobComponents([JobComponent(gpus: 1), JobComponent(gpus: 1)])
      let plain = Job(
        submit: .zero,
        run: SimDuration(seconds: 1),
        limit: SimDuration(seconds: 1),
        gpus: 2,
        tenant: ID(1)
      )
      var tenants = Tenants()
      tenants.add("a", below: Tenants.root)
      let job = plain.made(of: components, id: ID(0))
      _ = World(
        cluster: Cluster(processors: 2),
        tenants: tenants,
        jobs: [job, job],
        components: Table([components])
      )
    }
  }
}

/// Jobs are called by their position, users by nothing.
private struct Numbers: JobLabels {
  func appendName(of job: ID<Job>, to rows: inout CSVRows) { rows.append(Int64(job.index)) }
  func appendUser(of job: ID<Job>, to rows: inout CSVRows) { rows.appendEmpty() }
  func appendClass(of job: ID<Job>, to rows: inout CSVRows) { rows.appendEmpty() }
}
