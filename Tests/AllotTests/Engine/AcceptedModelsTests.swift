import Allot
import AllotMetrics
import AllotPolicies
import Testing

/// Jobs that accept some of several device models.
@Suite struct AcceptedModelsTests {
  /// Three pools of one device each, of three models.
  private let cluster: Cluster = {
    let names = ["A", "B", "C"]
    return Cluster(
      name: "three",
      models: Table(names.map { DeviceModel(name: $0) }),
      pools: Table(
        names.indices.map { index in
          let kind = NodeKind(name: names[index], gpus: 1, model: ID(index))
          return Pool(name: names[index], nodes: 1, kind: kind)
        }
      )
    )
  }()

  private func pools(of models: [AcceptedModels]) throws -> [String?] {
    var tenants = Tenants()
    let tenant = tenants.add("a", below: Tenants.root)
    let jobs = models.map { models in
      Job(
        submit: .zero,
        run: SimDuration(seconds: 10),
        limit: SimDuration(seconds: 10),
        gpus: 1,
        tenant: tenant,
        models: models
      )
    }
    let world = World(cluster: cluster, tenants: tenants, jobs: jobs)
    let policy = try #require(PolicyPresets.named("easy"))
    let results = try Replay(MeasuredWorld(world: world), policy: policy, figures: []).results
    return jobs.indices.map { job in
      guard results.starts[job] == .zero else { return nil }
      return results.pool(of: job).map { cluster.pools[$0].name }
    }
  }

  @Test func aListIsTriedInTheOrderOfThePools() throws {
    let list = AcceptedModels([ID(2), ID(1)])
    #expect(try pools(of: [list, list, list]) == ["B", "C", nil])
    #expect(try pools(of: [.only(ID(1)), list, .any]) == ["B", "C", "A"])
  }

  @Test func aListKnowsWhatItIs() {
    #expect(AcceptedModels.any.isAny && AcceptedModels.any.single == nil)
    #expect(AcceptedModels.only(ID(63)).single == ID(63))
    #expect(AcceptedModels([ID(1), ID(2)]).single == nil)
    #expect(AcceptedModels([ID(1), ID(1)]) == .only(ID(1)))
    #expect(
      (0..<4).map { AcceptedModels([ID(1), ID(3)]).contains(ID($0)) } == [
        false, true, false, true,
      ]
    )
  }

  @Test func aListIsNeverEmptyAndModelsAreAtMost64() async {
    await #expect(processExitsWith: .failure) { _ = AcceptedModels([]) }
    await #expect(processExitsWith: .failure) { _ = AcceptedModels.only(ID(64)) }
  }
}
