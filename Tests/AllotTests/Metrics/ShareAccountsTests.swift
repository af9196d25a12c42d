import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// The accounts of five jobs that can be worked out by hand, and laws that hold for any world.
@Suite struct ShareAccountsTests {
  /// Ten processors for n, e, u at 50, 30, 20 %: e submits 3 × 3 processors of 100 s at 0, n five
  /// of
  /// 50 s at 10, u two of 10 s at 20.
  private func world() -> World {
    var tenants = Tenants()
    let n = tenants.add("n", below: Tenants.root, share: Share(percent: 50))
    let e = tenants.add("e", below: Tenants.root, share: Share(percent: 30))
    let u = tenants.add(
      "u",
      below: Tenants.root,
      share: Share(percent: 20),
      promise: Promise(waitP95: SimDuration(seconds: 30))
    )
    func job(_ submit: Int64, _ run: Int64, _ gpus: Int, _ tenant: ID<Tenant>) -> Job {
      Job(
        submit: SimTime(seconds: submit),
        run: SimDuration(seconds: run),
        limit: SimDuration(seconds: run),
        gpus: gpus,
        tenant: tenant
      )
    }
    let jobs = [
      job(0, 100, 3, e), job(0, 100, 3, e), job(0, 100, 3, e), job(10, 50, 5, n), job(20, 10, 2, u),
    ]
    return World(cluster: Cluster(processors: 10), tenants: tenants, jobs: jobs)
  }

  private func summary(_ policy: String, window: MeasurementWindow? = nil) throws -> Summary {
    let policy = try #require(PolicyPresets.named(policy))
    let world = world()
    return try Replay(
      world: world,
      policy: policy,
      window: window ?? MeasurementWindow(of: world)
    ).summary
  }

  private let hour = 3_600.0

  @Test func borrowingIsLentAndLost() throws {
    let tenants = try summary("quota-borrowing").tenants
    let (n, e, u) = (tenants[0].gpuHours, tenants[1].gpuHours, tenants[2].gpuHours)
    // e holds 9 of its 3 for ten seconds, then 3: it borrows 6 × 10 s, from n and u in proportion
    // to the 5 and 2 that they do not use.
    #expect(abs(e.borrowed * hour - 60) < 1e-9)
    #expect(abs(n.lent * hour - 60.0 * 5 / 7) < 1e-9)
    #expect(abs(u.lent * hour - 60.0 * 2 / 7) < 1e-9)
    #expect(abs(e.lost * hour - 60) < 1e-9)
    #expect(abs(e.used * hour - 120) < 1e-9)
    #expect(abs(e.useful * hour - 60) < 1e-9)
    #expect(tenants[1].preemptions == 2)
  }

  @Test func whoWaitsWithinItsQuotaIsOwed() throws {
    let fair = try summary("fair-share").tenants
    // n wants five from 10 s on and gets nothing within the window, which ends at 20 s.
    #expect(abs(fair[0].gpuHours.owed * hour - 50) < 1e-9)
    #expect(fair[2].promise?.waitP95 == 30)
    #expect(fair[2].promise?.isKept == false)
    #expect(try summary("quota-borrowing").tenants[2].promise?.isKept == true)
  }

  @Test func noPromiseIsKeptByStarving() throws {
    var tenants = Tenants()
    let promise = Promise(waitP95: SimDuration(seconds: 60))
    let terms = TenantTerms(quota: Allowance(.units(0)))
    func add(_ name: String, _ weight: Int64) -> ID<Tenant> {
      tenants.add(name, below: Tenants.root, weight: weight, promise: promise, terms: terms)
    }
    let (served, starved) = (add("served", 1), add("starved", 0))
    let jobs = [served, served, starved].map { tenant in
      Job(
        submit: .zero,
        run: SimDuration(seconds: 100),
        limit: SimDuration(seconds: 100),
        gpus: 1,
        tenant: tenant
      )
    }
    let world = World(cluster: Cluster(processors: 2), tenants: tenants, jobs: jobs)
    let policy = Policy(
      name: "starving",
      order: ArrivalOrder(),
      quota: ShareQuota(),
      surplus: PriorityThenWeightSurplus(),
      fill: GreedyFill()
    )
    let summary = try Replay(
      world: world,
      policy: policy,
      window: MeasurementWindow(of: world)
    ).summary
    #expect(summary.tenants.map(\.promise?.isKept) == [true, false])
    #expect(summary.tenants.map(\.waiting) == [0, 1])
    #expect(summary.tenants.map(\.unserved) == [0, 1])
    #expect(summary.jobs["waiting"] == 1)
  }

  @Test func windowBoundsEverything() throws {
    let window = MeasurementWindow(from: SimTime(seconds: 5), to: SimTime(seconds: 15))
    let summary = try summary("static-partition", window: window)
    #expect(summary.tenants.map(\.jobs) == [1, 0, 0])
    #expect(abs(summary.tenants[1].gpuHours.used * hour - 30) < 1e-9)
    #expect(abs(summary.tenants[1].gpuHours.entitled * hour - 30) < 1e-9)
  }

  @Test func percentilesAreByNearestRank() {
    let figures = Distribution(of: (1...20).map { Double($0) })
    #expect(figures.p50 == 10)
    #expect(figures.p95 == 19)
    #expect(figures.max == 20)
    #expect(figures.mean == 10.5)
    #expect(Distribution(of: []).p95 == nil)
    #expect(Distribution(of: [4]).p50 == 4)
  }
}
