public import Allot
internal import AllotPolicies
internal import AllotTesting

/// One thing to measure: a world, the policy that it is replayed under, and a name for both.
public struct BenchmarkCase: Sendable {
  /// The name, such as `easy-count`.
  public let name: String
  private let workload: SyntheticWorkload
  private let policy: Policy

  /// Every case, in the order of the table in `docs/performance.md`.
  public static let all: [BenchmarkCase] = [
    BenchmarkCase("easy-count", "easy"),
    BenchmarkCase("easy-nodes", "easy", nodes: 1_250),
    BenchmarkCase("fair-count", "fair-share"),
    BenchmarkCase("fair-nodes", "fair-share", nodes: 1_250),
    BenchmarkCase("quota-count", "fair-share", quota: BorrowingQuota(borrow: Share(percent: 100))),
    BenchmarkCase(
      "quota-nodes",
      "fair-share",
      nodes: 1_250,
      quota: BorrowingQuota(borrow: Share(percent: 100))
    ),
    BenchmarkCase("reclaim-nodes", "quota-borrowing", nodes: 1_250),
  ]

  /// The case of a name.
  public static func named(_ name: String) -> BenchmarkCase? { all.first { $0.name == name } }

  private init(_ name: String, _ preset: String, nodes: Int = 0, quota: (any QuotaPart)? = nil) {
    self.name = name
    var workload = SyntheticWorkload()
    workload.nodes = nodes
    self.workload = workload
    guard var policy = PolicyPresets.named(preset) else {
      preconditionFailure("\(preset) is a preset")
    }
    policy.quota = quota ?? policy.quota
    self.policy = policy
  }

  /// The world of the case.
  public func world(jobs: Int, backlog: Int, load: Double = 0.95) -> World {
    var workload = workload
    workload.jobs = jobs
    workload.backlog = backlog
    workload.load = load
    return workload.world()
  }

  /// Replays a world; nobody reads the journal.
  public func replay(_ world: World) throws -> Simulation.Result {
    var simulation = Simulation(world: world, policy: policy)
    var consumers: [any JournalConsumer] = []
    return try simulation.run(into: &consumers)
  }
}
