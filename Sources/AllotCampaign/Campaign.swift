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
  /// The finished campaign.
  public struct Finished<Kept> {
    /// What was kept of each replay or the reason why it stopped, in the order of the policies.
    public var outcomes: [Result<Kept, PolicyViolation>]
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

  /// Replays every policy and keeps of each replay what `keep` makes of it; `progress` is told how
  /// many jobs have ended since it was last called.
  ///
  /// The jobs of a replay take memory in proportion to the trace: who keeps only its summary needs
  /// no more for many replays than for one on each worker.
  public func run<Kept: Sendable>(
    _ policies: [Policy],
    progress: @escaping @Sendable (Int) -> Void = { _ in },
    keeping keep: @Sendable (Replay) -> Kept
  ) -> Finished<Kept> {
    let next = Mutex(0)
    let outcomes = Mutex([Result<Kept, PolicyViolation>?](repeating: nil, count: policies.count))
    let bindings = Mutex([BindingOutcome?](repeating: nil, count: placement.workers.count))
    let binding = WorkerBinding(host: host)
    DispatchQueue.concurrentPerform(iterations: placement.workers.count) { worker in
      let (_, outcome) = binding.bound(to: placement.workers[worker]) {
        while let index = next.withLock({ Self.take(&$0, below: policies.count) }) {
          let outcome = replay(policies[index], progress).map(keep)
          outcomes.withLock { $0[index] = outcome }
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
  ) -> Result<Replay, PolicyViolation> {
    do throws(PolicyViolation) {
      return .success(
        try Replay(world: world, policy: policy, window: window, progress: progress)
      )
    } catch {
      return .failure(error)
    }
  }
}
