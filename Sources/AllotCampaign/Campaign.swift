public import Allot
public import AllotHost
public import AllotMetrics
internal import Dispatch
internal import Synchronization

/// Several replays of one world on the cores of this machine, with results in the order of the
/// policies.
///
/// Each worker is one block of `DispatchQueue.concurrentPerform`. It binds itself to its core and
/// prefers the memory of its NUMA node, so that what a replay allocates lies there, takes one
/// replay after the other, and restores the thread at its end, because Dispatch's threads outlive
/// it. The world is shared and never written. Results do not depend on the number of workers.
public struct Campaign: Sendable {
  /// What one replay gave, or the reason why it stopped.
  public typealias Outcome = Result<Replay, PolicyViolation>

  /// The finished campaign.
  public struct Finished {
    /// One outcome for each policy, in the order given.
    public var outcomes: [Outcome]
    /// What binding did, by worker; workers that found no replay to do included.
    public var bindings: [BindingOutcome]
  }

  private let world: World
  private let window: MeasurementWindow
  private let placement: WorkerPlacement
  private let host: HostTopology

  /// A campaign on the given places.
  public init(
    world: World,
    window: MeasurementWindow,
    placement: WorkerPlacement,
    host: HostTopology
  ) {
    self.world = world
    self.window = window
    self.placement = placement
    self.host = host
  }

  /// Replays every policy; `progress` is told how many jobs have ended since it was last called.
  public func run(
    _ policies: [Policy],
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) -> Finished {
    let next = Mutex(0)
    let outcomes = Mutex([Outcome?](repeating: nil, count: policies.count))
    let bindings = Mutex([BindingOutcome?](repeating: nil, count: placement.workers.count))
    let binding = WorkerBinding(host: host)
    DispatchQueue.concurrentPerform(iterations: placement.workers.count) { worker in
      let (_, outcome) = binding.bound(to: placement.workers[worker]) {
        while let index = next.withLock({ Self.take(&$0, below: policies.count) }) {
          let replay = replay(policies[index], progress)
          outcomes.withLock { $0[index] = replay }
        }
      }
      bindings.withLock { $0[worker] = outcome }
    }
    return Finished(
      outcomes: outcomes.withLock { $0.compactMap(\.self) },
      bindings: bindings.withLock { $0.compactMap(\.self) }
    )
  }

  private static func take(_ next: inout Int, below count: Int) -> Int? {
    guard next < count else { return nil }
    defer { next += 1 }
    return next
  }

  private func replay(
    _ policy: Policy,
    _ progress: @escaping @Sendable (Int) -> Void
  ) -> Outcome {
    do throws(PolicyViolation) {
      return .success(
        try Replay(world: world, policy: policy, window: window, progress: progress)
      )
    } catch {
      return .failure(error)
    }
  }
}
