public import Allot
internal import AllotPolicies
internal import AllotTesting

/// One thing to measure: a kind of machine, a policy, and a name for both.
public struct BenchmarkCase: Sendable {
  /// The name, such as `easy-count`.
  public let name: String
  /// Nodes of eight devices; 0 for 10,000 devices as a mere count.
  public let nodes: Int
  /// Cores of a node that jobs need as well, whatever their devices; 0 where they need none.
  public let cores: Int
  /// The policy.
  public let policy: Policy

  /// Every case.
  public static let all: [BenchmarkCase] = [
    BenchmarkCase("fcfs-count", preset("fcfs")),
    BenchmarkCase("easy-count", preset("easy")),
    BenchmarkCase("sjbf-count", preset("easy-sjbf")),
    BenchmarkCase("fair-count", preset("fair-share")),
    BenchmarkCase("quota-count", sharedQuota),
    BenchmarkCase("conservative-count", preset("conservative")),
    BenchmarkCase("fcfs-nodes", preset("fcfs"), nodes: 1_250),
    BenchmarkCase("easy-nodes", preset("easy"), nodes: 1_250),
    BenchmarkCase("sjbf-nodes", preset("easy-sjbf"), nodes: 1_250),
    BenchmarkCase("conservative-nodes", preset("conservative"), nodes: 1_250),
    BenchmarkCase("static-nodes", preset("static-partition"), nodes: 1_250),
    BenchmarkCase("fair-nodes", preset("fair-share"), nodes: 1_250),
    BenchmarkCase("quota-nodes", sharedQuota, nodes: 1_250),
    BenchmarkCase("reclaim-nodes", preset("quota-borrowing"), nodes: 1_250),
    BenchmarkCase("proportion-nodes", preset("volcano-proportion"), nodes: 1_250),
    BenchmarkCase("groups-nodes", preset("htcondor"), nodes: 1_250),
    BenchmarkCase("capacity-nodes", preset("volcano-capacity"), nodes: 1_250),
    BenchmarkCase("kueue-nodes", preset("kueue"), nodes: 1_250),
    BenchmarkCase("kueue-fair-nodes", preset("kueue-fair"), nodes: 1_250),
    BenchmarkCase("kai-nodes", preset("kai"), nodes: 1_250),
    BenchmarkCase("yarn-fair-nodes", preset("yarn-fair"), nodes: 1_250),
    BenchmarkCase("yarn-capacity-nodes", preset("yarn-capacity"), nodes: 1_250),
    BenchmarkCase("drf-nodes", preset("drf"), nodes: 1_250),
    BenchmarkCase("tier-nodes", preset("best-effort-tier"), nodes: 1_250),
    BenchmarkCase("factors-count", preset("multifactor")),
    BenchmarkCase("factors-nodes", preset("multifactor"), nodes: 1_250),
    BenchmarkCase("cores-nodes", preset("easy"), nodes: 1_250, cores: 64),
  ]

  /// The case of a name.
  public static func named(_ name: String) -> BenchmarkCase? { all.first { $0.name == name } }

  private init(_ name: String, _ policy: Policy, nodes: Int = 0, cores: Int = 0) {
    self.name = name
    self.nodes = nodes
    self.cores = cores
    self.policy = policy
  }

  private static func preset(_ name: String) -> Policy {
    guard let policy = PolicyPresets.named(name) else { preconditionFailure("\(name) is a preset") }
    return policy
  }

  /// Fair share under quotas of which all that is idle may be borrowed.
  private static var sharedQuota: Policy {
    var policy = preset("fair-share")
    policy.quota = BorrowingQuota(borrow: Share(percent: 100))
    return policy
  }

  /// The world of the case: three classes of 20 organisations, or another number of nodes or users
  /// for each organisation.
  public func world(
    jobs: Int,
    backlog: Int = 0,
    load: Double = 0.95,
    nodes: Int? = nil,
    users: Int = 50
  ) -> World {
    var workload = SyntheticWorkload()
    workload.nodes = nodes ?? self.nodes
    workload.cores = cores
    workload.jobs = jobs
    workload.backlog = backlog
    workload.load = load
    workload.users = users
    return workload.world()
  }

  /// Replays a world under the case's policy.
  public func replay(_ world: World) throws -> Simulation.Result {
    try world.replay(under: policy)
  }
}

extension World {
  /// Replays the world; nobody reads the journal.
  public func replay(
    under policy: Policy,
    passRule: PassRule = .instant
  ) throws -> Simulation.Result {
    var simulation = Simulation(world: self, policy: policy, passRule: passRule)
    var consumers: [any JournalConsumer] = []
    return try simulation.run(into: &consumers)
  }
}
