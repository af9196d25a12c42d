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
}
