import Allot
import AllotBenchmarks
import AllotTesting
import Testing

/// What is measured replays as it should: small inputs, so that benchmarks can not rot.
@Suite struct BenchmarkCaseTests {
  @Test(arguments: BenchmarkCase.all.indices)
  func everyCaseReplaysAllItsJobs(index: Int) throws {
    let bench = BenchmarkCase.all[index]
    let world = bench.world(jobs: 400, backlog: 100, users: 2)
    let result = try bench.replay(world)
    #expect(result.waiting == 0)
    #expect(result.counters.passes > 0)
    #expect(try bench.replay(world) == result)
  }

  @Test func kueuesScenarioIsAsItIsDescribed() {
    let world = CohortScenario.world()
    let model = ID<DeviceModel>(0)
    #expect(world.jobs.count == 15_000)
    #expect(world.cluster.gpus == 600)
    let queues = world.tenants.ids.filter { world.tenants[$0].children.isEmpty }
    #expect(queues.count == 30)
    for queue in queues {
      #expect(world.nominal(of: queue, in: .devices(model)) == 20)
      #expect(world.ceiling(of: queue, in: .devices(model)) == 120)
    }
    for cohort in world.tenants[Tenants.root].children {
      #expect(world.ceiling(of: cohort, in: .devices(model)) == 120)
      #expect(world.lendable(by: cohort, in: .devices(model)) == 0)
    }
    let work = world.jobs.reduce(0) { $0 + Int64($1.gpus) * $1.run.milliseconds }
    #expect(work == 30 * (350 * 200 + 100 * 5 * 500 + 50 * 20 * 1_000))
  }
}
