import AllotHost
import Testing

@Suite struct WorkerPlacementTests {
  /// Two packages of four NUMA nodes of four cores of two PUs.
  private func eightNodes() throws -> [NodeHardware.Core] {
    let model = try ModelTopology(
      synthetic: "Package:2 Group:4 [NUMANode(memory=1073741824)] Core:4 PU:2"
    )
    return model.hardware.cores
  }

  private func cores(nodes: [Int]) -> [NodeHardware.Core] {
    nodes.enumerated().map { index, node in
      NodeHardware.Core(
        logicalIndex: index,
        package: node,
        numaNode: node,
        processingUnits: [index, index + nodes.count]
      )
    }
  }

  @Test func oneWorkerPerCoreByDefault() throws {
    let cores = try eightNodes()
    let placement = WorkerPlacement(cores: cores)
    #expect(placement.workers.count == 32)
    #expect(placement.countReason == .cores)
    #expect(placement.workers.map(\.index) == Array(0..<32))
    #expect(Set(placement.workers.map(\.core)).count == 32)
    #expect(Set(placement.workers.map(\.processingUnit)).count == 32)
    #expect(placement.workers.allSatisfy { $0.isBound && $0.processingUnit % 2 == 0 })
  }

  @Test func fewWorkersGoToDifferentPackagesFirst() throws {
    let cores = try eightNodes()
    let two = WorkerPlacement(cores: cores, requested: 2)
    #expect(two.workers.map(\.numaNode) == [0, 4])
    let eight = WorkerPlacement(cores: cores, requested: 8)
    #expect(eight.workers.map(\.numaNode) == [0, 4, 1, 5, 2, 6, 3, 7])
    #expect(eight.countReason == .requested)
  }

  @Test func workersOfOneNodeAreEvenlySpaced() {
    let one = WorkerPlacement(cores: cores(nodes: Array(repeating: 0, count: 8)), requested: 2)
    #expect(one.workers.map(\.core) == [0, 4])
    let two = WorkerPlacement(cores: cores(nodes: [0, 0, 0, 0, 8, 8, 8, 8]), requested: 4)
    #expect(two.workers.map(\.core) == [0, 4, 2, 6])
    #expect(two.workers.map(\.numaNode) == [0, 8, 0, 8])
  }

  @Test func smallNodesFillUpFirst() {
    let placement = WorkerPlacement(cores: cores(nodes: [0, 8, 8, 8, 8]), requested: 5)
    #expect(placement.workers.map(\.core) == [0, 1, 2, 3, 4])
    #expect(placement.workers.map(\.numaNode) == [0, 8, 8, 8, 8])
  }

  @Test func everyCountUsesDistinctCoresAndBalancedNodes() throws {
    let cores = try eightNodes()
    for count in 1...cores.count {
      let workers = WorkerPlacement(cores: cores, requested: count).workers
      #expect(Set(workers.map(\.core)).count == count)
      let loads = (0..<8).map { node in workers.count { $0.numaNode == node } }
      #expect(loads.reduce(0, +) == count)
      #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= 1)
      #expect(workers == WorkerPlacement(cores: cores, requested: count).workers)
    }
  }

  @Test func moreWorkersThanCoresShareUnbound() {
    let placement = WorkerPlacement(cores: cores(nodes: [0, 0]), requested: 5)
    #expect(placement.sharesCores)
    #expect(placement.workers.map(\.core) == [0, 1, 0, 1, 0])
    #expect(placement.workers.allSatisfy { !$0.isBound })
  }

  @Test func quotaLowersTheDefaultOnly() throws {
    let cores = try eightNodes()
    let quota = try #require(CPUQuota(cpuMax: "250000 100000"))
    let placement = WorkerPlacement(cores: cores, quota: quota)
    #expect(placement.workers.count == 3)
    #expect(placement.countReason == .quota)
    #expect(WorkerPlacement(cores: cores, quota: quota, requested: 6).workers.count == 6)
    let tiny = try #require(CPUQuota(cpuMax: "1 100000"))
    #expect(WorkerPlacement(cores: cores, quota: tiny).workers.count == 1)
    let wide = try #require(CPUQuota(cpuMax: "9900000 100000"))
    #expect(WorkerPlacement(cores: cores, quota: wide).countReason == .cores)
  }

  @Test func bindingCanBeOff() {
    let placement = WorkerPlacement(cores: cores(nodes: [0, 0]), binds: false)
    #expect(placement.workers.allSatisfy { !$0.isBound })
    #expect(!placement.sharesCores)
  }

  @Test func unknownNodesAreOneGroup() {
    let cores = (0..<4).map {
      NodeHardware.Core(logicalIndex: $0, package: 0, numaNode: nil, processingUnits: [$0])
    }
    #expect(WorkerPlacement(cores: cores, requested: 2).workers.map(\.core) == [0, 2])
  }

  @Test func noCoresTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = WorkerPlacement(cores: [])
    }
  }

  @Test func noWorkersTrap() async {
    await #expect(processExitsWith: .failure) {
      let core = NodeHardware.Core(
        logicalIndex: 0,
        package: 0,
        numaNode: 0,
        processingUnits: [0]
      )
      _ = WorkerPlacement(cores: [core], requested: 0)
    }
  }
}
