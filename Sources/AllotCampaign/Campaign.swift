public import Allot
public import AllotHost
public import AllotMetrics
internal import Dispatch
internal import Synchronization

/// Many replays on the cores of this machine: every policy on every replicate of a world, with
/// results in the order of replicates and policies.
///
/// Each worker is one block of `DispatchQueue.concurrentPerform`. It binds itself to its core and
/// prefers the memory of its NUMA node, so that what a replay allocates lies there, takes one
/// replay after the other, and restores the thread at its end, because Dispatch's threads outlive
/// it. A world is made by the worker that needs it first, shared by all policies, never written,
/// and forgotten after the last of them: so there are at most as many as workers. Results do not
/// depend on the number of workers.
public struct Campaign: Sendable {
  /// The finished campaign.
  public struct Finished<Kept> {
    /// What was kept of each replay or the reason why there is none, by replicate, then by policy.
    public var outcomes: [[Result<Kept, any Error>]]
    /// What binding did, by worker; workers that found no replay to do included.
    public var bindings: [BindingOutcome]
  }

  private let placement: WorkerPlacement
  private let host: HostTopology

  /// A campaign on the given places.
  public init(placement: WorkerPlacement, host: HostTopology) {
    self.placement = placement
    self.host = host
  }

  /// Replays every policy on one world and keeps of each replay what `keep` makes of it.
  public func run<Kept: Sendable>(
    _ policies: [Policy],
    on measured: MeasuredWorld,
    figures: [any Figure.Type] = Figures.named("standard", writesFiles: false) ?? [],
    progress: @escaping @Sendable (Int) -> Void = { _ in },
    keeping keep: @Sendable (Replay) throws -> Kept
  ) -> Finished<Kept> {
    run(policies, replicates: 0..<1, figures: figures, progress: progress) { _ in
      Replicate(measured: measured, source: ())
    } keeping: { replay, _, _ in
      try keep(replay)
    }
  }

  /// Replays every policy on every replicate; `progress` is told how many jobs have ended since it
  /// was last called.
  ///
  /// The jobs of a replay take memory in proportion to the trace: who keeps only its summary needs
  /// no more for many replays than for one on each worker.
  ///
  /// - Parameters:
  ///   - policies: the policies to replay under.
  ///   - replicates: the numbers of the replicates.
  ///   - figures: what is to be said of each replay.
  ///   - progress: told of jobs that have ended.
  ///   - make: makes a replicate by its number.
  ///   - keep: makes of a replay, its replicate and the position of its policy what is kept.
  /// - Returns: what is kept, by replicate and policy.
  public func run<Kept: Sendable, Source: Sendable>(
    _ policies: [Policy],
    replicates: Range<Int>,
    figures: [any Figure.Type],
    progress: @escaping @Sendable (Int) -> Void = { _ in },
    making make: @Sendable (Int) throws -> Replicate<Source>,
    keeping keep: @Sendable (Replay, Replicate<Source>, _ policy: Int) throws -> Kept
  ) -> Finished<Kept> {
    let tasks = replicates.count * policies.count
    let worlds = replicates.map { _ in SharedReplicate<Source>(uses: policies.count) }
    let next = Mutex(0)
    let outcomes = Mutex([Result<Kept, any Error>?](repeating: nil, count: tasks))
    let bindings = Mutex([BindingOutcome?](repeating: nil, count: placement.workers.count))
    let binding = WorkerBinding(host: host)
    DispatchQueue.concurrentPerform(iterations: placement.workers.count) { worker in
      let (_, outcome) = binding.bound(to: placement.workers[worker]) {
        while let task = next.withLock({ Self.take(&$0, below: tasks) }) {
          let (place, policy) = task.quotientAndRemainder(dividingBy: policies.count)
          let replicate = replicates.lowerBound + place
          let outcome = Result {
            let made = try worlds[place].use { try make(replicate) }
            let replay = try Replay(
              made.measured,
              policy: policies[policy],
              figures: figures,
              progress: progress
            )
            return try keep(replay, made, policy)
          }
          worlds[place].release()
          outcomes.withLock { $0[task] = outcome }
        }
      }
      bindings.withLock { $0[worker] = outcome }
    }
    let all = outcomes.withLock { $0.compactMap(\.self) }
    return Finished(
      outcomes: replicates.indices.map { replicate in
        let place = replicate - replicates.lowerBound
        return Array(all[place * policies.count..<(place + 1) * policies.count])
      },
      bindings: bindings.withLock { $0.compactMap(\.self) }
    )
  }

  private static func take(_ next: inout Int, below count: Int) -> Int? {
    guard next < count else { return nil }
    defer { next += 1 }
    return next
  }
}

/// A replicate of a comparison: its world, and what it was made from.
public struct Replicate<Source: Sendable>: Sendable {
  /// The world and what is measured of it.
  public var measured: MeasuredWorld
  /// What it was made from, for whoever writes its jobs.
  public var source: Source

  /// A replicate with its source.
  public init(measured: MeasuredWorld, source: Source) {
    self.measured = measured
    self.source = source
  }
}

/// A replicate that several workers use: made once, by who comes first, while the others wait.
private final class SharedReplicate<Source: Sendable>: Sendable {
  private struct State {
    var made: Result<Replicate<Source>, any Error>?
    var uses: Int
  }

  private let state: Mutex<State>

  init(uses: Int) { state = Mutex(State(made: nil, uses: uses)) }

  func use(_ make: () throws -> Replicate<Source>) throws -> Replicate<Source> {
    try state.withLock { state in
      let made = state.made ?? Result { try make() }
      state.made = made
      return try made.get()
    }
  }

  /// Says that one use is over; after the last one the replicate is forgotten.
  func release() {
    state.withLock { state in
      state.uses -= 1
      if state.uses == 0 { state.made = nil }
    }
  }
}
