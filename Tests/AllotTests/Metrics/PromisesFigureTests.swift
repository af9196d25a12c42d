import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// Promises that are just kept and just broken, by jobs and by work.
@Suite struct PromisesFigureTests {
  private typealias Row = (run: Int64, gpus: Int, isTraining: Bool)

  /// Jobs that are submitted together, served in their order on so many processors.
  private func replay(
    _ jobs: [Row],
    processors: Int,
    promises: [Promise]
  ) throws -> Summary.Entry {
    var tenants = Tenants()
    let tenant = tenants.add("n", below: Tenants.root, share: .whole, promises: promises)
    let world = World(
      cluster: Cluster(processors: processors),
      tenants: tenants,
      jobs: jobs.map { job in
        Job(
          submit: .zero,
          run: SimDuration(seconds: job.run),
          limit: SimDuration(seconds: job.run),
          gpus: job.gpus,
          tenant: tenant
        )
      }
    )
    let measured = MeasuredWorld(
      world: world,
      classes: JobClasses(names: ["training"], ofJob: jobs.map { $0.isTraining ? 0 : -1 })
    )
    let policy = try #require(PolicyPresets.named("fcfs"))
    return try #require(try Replay(measured, policy: policy).summary.tenants.first)
  }

  private func row(_ run: Int64, _ gpus: Int, isTraining: Bool = false) -> Row {
    (run, gpus, isTraining)
  }

  private let none = SimDuration.zero

  /// Of twenty jobs nineteen start at once, which is just 95 in a hundred; of nineteen, eighteen.
  @Test func oneOfTwentyMayWait() throws {
    let start = Promise(waitP95: none)
    let twenty = Array(repeating: row(10, 1), count: 20)
    let kept = try replay(twenty, processors: 19, promises: [start])
    #expect(kept["promised"] == .text("kept"))
    #expect(kept["wait.p95"] == .number(0))
    let broken = try replay(Array(twenty.dropLast()), processors: 18, promises: [start])
    #expect(broken["promised"] == .text("broken"))
    guard case .list(let values)? = broken["promises"] else { throw Missing() }
    #expect(values.map { $0["value"] } == [.number(10)])
    #expect(values.map { $0["kept"] } == [.truth(false)])
  }

  private struct Missing: Error {}

  /// The last of three jobs is one of three, and 5 or 6 in a hundred of the work.
  @Test func workHasItsOwnPromises() throws {
    let promises = [Promise(waitP95: none), Promise(waitP95: none, of: .gpuHours)]
    let five = try replay(
      [row(45, 1), row(50, 1), row(5, 1)],
      processors: 2,
      promises: promises
    )
    #expect(five["promised"] == .text("1 of 2 kept"))
    let six = try replay([row(44, 1), row(50, 1), row(6, 1)], processors: 2, promises: promises)
    #expect(six["promised"] == .text("0 of 2 kept"))
    // As much as was promised is not too much.
    let exact = Promise(waitP95: SimDuration(seconds: 44))
    let last = try replay([row(44, 1), row(50, 1), row(6, 1)], processors: 2, promises: [exact])
    #expect(last["promised"] == .text("kept"))
  }

  /// Only the job of three processors and that of the class have to wait.
  @Test func classesAndSizesHaveTheirOwnPromises() throws {
    let jobs = [row(10, 2), row(10, 1), row(10, 3), row(10, 1, isTraining: true)]
    func words(_ promise: Promise) throws -> FigureValue? {
      try replay(jobs, processors: 3, promises: [promise])["promised"]
    }
    #expect(try words(Promise(waitP95: none, jobClass: "training")) == .text("broken"))
    #expect(try words(Promise(waitP95: none, jobClass: "other")) == .text("no jobs"))
    #expect(try words(Promise(waitP95: none, largerThan: 2)) == .text("broken"))
    #expect(try words(Promise(waitP95: none, largerThan: 3)) == .text("no jobs"))
    #expect(
      try words(Promise(waitP95: SimDuration(seconds: 10), largerThan: 1)) == .text("kept")
    )
    #expect(
      try words(Promise(waitP95: none, jobClass: "training", largerThan: 1)) == .text("no jobs")
    )
  }

  /// A job that fits nowhere is one of twenty, or 9 in a hundred of the work.
  @Test func whoIsRejectedWaitsForEver() throws {
    let forever = SimDuration(seconds: 1_000_000)
    let jobs = Array(repeating: row(20, 1), count: 20) + [row(1, 40)]
    let promises = [Promise(waitP95: forever), Promise(waitP95: forever, of: .gpuHours)]
    let entry = try replay(jobs, processors: 20, promises: promises)
    #expect(entry["left_out.rejected.jobs"] == .count(1))
    #expect(entry["promised"] == .text("1 of 2 kept"))
    guard case .list(let values)? = entry["promises"] else { throw Missing() }
    #expect(values.map { $0["value"] } == [.number(0), FigureValue.none])
  }

  /// Who is entitled to a processor below somebody who gets nothing waits for ever, and is owed it
  /// to the end of the window, long after the last record.
  @Test func starvedTenantsAreOwedToTheEnd() throws {
    var tenants = Tenants()
    func add(_ name: String, below above: ID<Tenant>, weight: Int64, quota: Int64) -> ID<Tenant> {
      let terms = TenantTerms(quota: Allowance(.units(quota)))
      return tenants.add(name, below: above, weight: weight, terms: terms)
    }
    let served = add("served", below: Tenants.root, weight: 1_000_000, quota: 1)
    let starved = add("starved", below: Tenants.root, weight: 0, quota: 0)
    let owed = add("owed", below: starved, weight: 1_000_000, quota: 1)
    let jobs = [served, owed].map { tenant in
      Job(
        submit: .zero,
        run: SimDuration(seconds: 100),
        limit: SimDuration(seconds: 100),
        gpus: 1,
        tenant: tenant
      )
    }
    let measured = MeasuredWorld(
      world: World(cluster: Cluster(processors: 4), tenants: tenants, jobs: jobs),
      window: MeasurementWindow(from: .zero, to: SimTime(seconds: 3_600))
    )
    let policy = Policy(
      name: "starving",
      order: ArrivalOrder(),
      quota: ShareQuota(),
      surplus: PriorityThenWeightSurplus(),
      fill: GreedyFill()
    )
    let tenant = try Replay(measured, policy: policy).summary.tenants[2]
    #expect(tenant["left_out.waiting.jobs"] == .count(1))
    #expect(tenant["gpu_hours.owed"] == .number(1))
  }
}
