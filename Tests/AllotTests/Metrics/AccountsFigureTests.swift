import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// The accounts of five jobs that can be worked out by hand, and laws that hold for any world.
@Suite struct AccountsFigureTests {
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
      promises: [Promise(waitP95: SimDuration(seconds: 30))]
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
    return try Replay(MeasuredWorld(world: world, window: window), policy: policy).summary
  }

  private let hour = 3_600.0

  @Test func borrowingIsLentAndLost() throws {
    let tenants = try summary("quota-borrowing").tenants
    func hours(_ tenant: Int, _ key: String) throws -> Double {
      try #require(tenants[tenant]["gpu_hours.\(key)"]?.number)
    }
    // e holds 9 of its 3 for ten seconds, then 3: it borrows 6 × 10 s, from n and u in proportion
    // to the 5 and 2 that they do not use.
    #expect(try abs(hours(1, "borrowed") * hour - 60) < 1e-9)
    #expect(try abs(hours(0, "lent") * hour - 60.0 * 5 / 7) < 1e-9)
    #expect(try abs(hours(2, "lent") * hour - 60.0 * 2 / 7) < 1e-9)
    #expect(try abs(hours(1, "lost") * hour - 60) < 1e-9)
    #expect(try abs(hours(1, "used") * hour - 120) < 1e-9)
    #expect(try abs(hours(1, "useful") * hour - 60) < 1e-9)
    #expect(tenants[1]["preemptions"] == .count(2))
  }

  @Test func whoWaitsWithinItsQuotaIsOwed() throws {
    let fair = try summary("fair-share").tenants
    // n wants five from 10 s on and gets nothing within the window, which ends at 20 s.
    #expect(try abs(#require(fair[0]["gpu_hours.owed"]?.number) * hour - 50) < 1e-9)
    #expect(fair[2]["promised"] == .text("broken"))
    #expect(try summary("quota-borrowing").tenants[2]["promised"] == .text("kept"))
  }

  @Test func noPromiseIsKeptByStarving() throws {
    var tenants = Tenants()
    let promise = Promise(waitP95: SimDuration(seconds: 60))
    let terms = TenantTerms(quota: Allowance(.units(0)))
    func add(_ name: String, _ weight: Int64) -> ID<Tenant> {
      tenants.add(name, below: Tenants.root, weight: weight, promises: [promise], terms: terms)
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
    let summary = try Replay(MeasuredWorld(world: world), policy: policy).summary
    #expect(summary.tenants.map { $0["promised"] } == [.text("kept"), .text("broken")])
    #expect(summary.tenants.map { $0["left_out.waiting.jobs"] } == [.count(0), .count(1)])
    #expect(summary["wait.max"] == FigureValue.none)
    #expect(summary["wait.unbounded.jobs"] == .count(1))
    #expect(summary.jobs["waiting"] == 1)
  }

  @Test func windowBoundsEverything() throws {
    let window = MeasurementWindow(from: SimTime(seconds: 5), to: SimTime(seconds: 15))
    let summary = try summary("static-partition", window: window)
    #expect(summary.tenants.map { $0["jobs"] } == [.count(1), .count(0), .count(0)])
    for key in ["used", "entitled"] {
      let hours = try #require(summary.tenants[1]["gpu_hours.\(key)"]?.number)
      #expect(abs(hours * hour - 30) < 1e-9)
    }
  }
}
