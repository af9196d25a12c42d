import AllotHost
import Dispatch
import Testing

@Suite(.serialized) struct WorkerBindingTests {
  private struct Refusal: Error {}

  /// What a thread has that binding changes.
  private struct ThreadState: Hashable {
    var affinity = ThreadAffinity.ofCallingThread()
    var policy = ThreadMemoryPolicy.ofCallingThread()
  }

  @Test func hostIsSane() throws {
    let host = try HostTopology()
    #expect(!host.hardware.cores.isEmpty)
    #expect(host.hardware.processingUnitCount == host.allowedProcessingUnits.count)
    #expect(!host.hardware.numaNodes.isEmpty)
    #expect(
      ThreadAffinity.ofCallingThread()?.processingUnits.indexes.isEmpty == false
    )
  }

  @Test func maskInsideIsTheWorkersAndRestored() throws {
    let host = try HostTopology()
    let before = ThreadState()
    for worker in WorkerPlacement(host: host).workers {
      let (inside, outcome) = WorkerBinding(host: host).bound(to: worker) {
        ThreadAffinity.ofCallingThread()?.processingUnits
      }
      if outcome.thread == .done {
        #expect(inside == CPUList([worker.processingUnit]))
        #expect(outcome.restoration == .done)
      }
      #expect(ThreadState() == before)
    }
  }

  @Test func nestedBlocksRestoreTheOuterPlace() throws {
    let host = try HostTopology()
    let binding = WorkerBinding(host: host)
    let workers = WorkerPlacement(cores: host.hardware.cores).workers
    let before = ThreadState()
    let (_, outcome) = binding.bound(to: workers[0]) {
      let outer = ThreadState()
      _ = binding.bound(to: workers[workers.count - 1]) {}
      #expect(ThreadState() == outer)
    }
    #expect(outcome.thread == .done || ThreadState() == before)
    #expect(ThreadState() == before)
  }

  @Test func anErrorOfTheBodyRestoresToo() throws {
    let host = try HostTopology()
    let worker = WorkerPlacement(cores: host.hardware.cores).workers[0]
    let before = ThreadState()
    #expect(throws: Refusal.self) {
      try WorkerBinding(host: host).bound(to: worker) { () throws(Refusal) in throw Refusal() }
    }
    #expect(ThreadState() == before)
  }

  @Test func refusalIsAnOutcome() throws {
    let host = try HostTopology()
    // No machine has this PU, so the system must refuse.
    let core = NodeHardware.Core(
      logicalIndex: 0,
      package: 0,
      numaNode: 1_000_000,
      processingUnits: [1_000_000]
    )
    let before = ThreadState()
    let (value, outcome) = WorkerBinding(host: host).bound(
      to: WorkerPlacement(cores: [core]).workers[0]
    ) { 7 }
    #expect(value == 7)
    guard case .refused(let reason) = outcome.thread else {
      Issue.record("not refused: \(outcome.thread)")
      return
    }
    #expect(!reason.isEmpty)
    #expect(outcome.memory == .skipped("the NUMA node is unknown"))
    #expect(outcome.restoration == .skipped("nothing was changed"))
    #expect(ThreadState() == before)
  }

  @Test func unboundWorkersStayFree() throws {
    let host = try HostTopology()
    let worker = WorkerPlacement(cores: host.hardware.cores, binds: false).workers[0]
    let before = ThreadState()
    let (inside, outcome) = WorkerBinding(host: host).bound(to: worker) { ThreadState() }
    #expect(inside == before)
    guard case .skipped = outcome.thread else {
      Issue.record("bound: \(outcome.thread)")
      return
    }
  }

  @Test func pooledThreadsAndTheCallerKeepTheirMasks() throws {
    let host = try HostTopology()
    let binding = WorkerBinding(host: host)
    let workers = WorkerPlacement(cores: host.hardware.cores).workers
    let before = ThreadState()
    let states = ThreadStates()
    DispatchQueue.concurrentPerform(iterations: 64) { iteration in
      let own = ThreadState()
      let (sum, _) = binding.bound(to: workers[iteration % workers.count]) {
        (0..<20_000).reduce(0, &+)
      }
      states.record(own == ThreadState() && sum > 0)
    }
    #expect(states.allKept)
    #expect(ThreadState() == before)
    // Threads that the pool kept, and those it starts from now on, are as free as the caller.
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      states.record(ThreadState() == before)
    }
    #expect(states.allKept)
  }

  @Test func probeLeavesTheThreadAlone() throws {
    let host = try HostTopology()
    let before = ThreadState()
    let outcome = WorkerBinding(host: host).probe()
    #expect(ThreadState() == before)
    if case .refused(let reason) = outcome.restoration { Issue.record("\(reason)") }
  }
}
