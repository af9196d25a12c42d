// article: begin
import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// Whoever holds least for its weight goes first: dominant resource fairness with one resource.
struct LeastHeldOrder: OrderPart {
  var name: String { "least-held" }
  var walk: Walk { .tree }
  var reads: OrderInputs { .allocation }

  func key(of tenant: TenantView) -> Double {
    tenant.weight == 0 ? .infinity : Double(tenant.allocation) / Double(tenant.weight)
  }
}

@Suite struct WriteAPolicyTests {
  @Test func whoHoldsNothingGoesFirst() throws {
    var tenants = Tenants()
    let left = tenants.add("left", below: Tenants.root, share: Share(percent: 50))
    let right = tenants.add("right", below: Tenants.root, share: Share(percent: 50))
    let length = SimDuration(seconds: 100)
    let jobs = [left, left, right].map { tenant in
      Job(submit: .zero, run: length, limit: length, gpus: 2, tenant: tenant)
    }
    let world = World(cluster: Cluster(processors: 4), tenants: tenants, jobs: jobs)

    let policy = Policy(
      name: "least-held",
      order: LeastHeldOrder(),
      quota: NoQuota(),
      fill: EasyFill()
    )
    let replay = try Replay(MeasuredWorld(world: world), policy: policy)

    let expected = [SimTime(seconds: 0), SimTime(seconds: 100), SimTime(seconds: 0)]
    #expect(replay.results.starts == expected)
  }
}
// article: end
