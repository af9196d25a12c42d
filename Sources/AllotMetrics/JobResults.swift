public import Allot

/// What became of every job: a consumer of the journal with one column for each fact.
public struct JobResults: JournalConsumer, Sendable {
  /// How a job stands at the end of a replay.
  public enum State: String, Sendable, CaseIterable {
    /// It did what it had to do.
    case completed
    /// It was killed at its limit.
    case limit
    /// It failed by itself.
    case failed
    /// Its owner cancelled it while it ran.
    case cancelled
    /// It could never run under the policy, and was refused on arrival.
    case rejected
    /// It still waited when nothing could happen any more.
    case waiting

    /// Its place among all states.
    var position: Int {
      switch self {
      case .completed: 0
      case .limit: 1
      case .failed: 2
      case .cancelled: 3
      case .rejected: 4
      case .waiting: 5
      }
    }
  }

  /// How an attempt of a job ended.
  public enum Outcome: String, Sendable {
    /// The job had done its work, or was at its limit.
    case ended
    /// It was preempted.
    case preempted
    /// A node failed under it.
    case interrupted
  }

  /// One attempt of a job, from a start to its end.
  public struct Run: Sendable, Equatable {
    /// The job.
    public var job: ID<Job>
    /// When the attempt started.
    public var start: SimTime
    /// When it ended.
    public var end: SimTime
    /// The pools of the cluster that it ran in, in the order of its components; one for an
    /// ordinary job.
    public var pools: [ID<Pool>]
    /// How it ended.
    public var outcome: Outcome
    /// The work of the attempt that was not lost.
    public var kept: SimDuration
  }

  /// The state of each job.
  public private(set) var states: [State]
  /// The first start of each job that started.
  public private(set) var starts: [SimTime?]
  /// The last end of each job that ended.
  public private(set) var ends: [SimTime?]
  /// The number of nodes that each job's last attempt lay on, those of all components; in counted
  /// pools, its devices.
  public private(set) var nodes: [Int32]
  /// How often each job was preempted.
  public private(set) var preemptions: [Int32]
  /// How often a node failed under each job.
  public private(set) var interruptions: [Int32]
  /// When each job came, where some come later than they were submitted; else empty.
  private var came: [SimTime]
  /// Every attempt of jobs that were preempted or interrupted, in the order of their ends.
  public private(set) var runs: [Run] = []

  /// The jobs: those of the world, or all that a closed loop has submitted.
  public private(set) var jobs: [Job] = []

  private var endings: [State] = []
  /// The pool of each job's last start, −1 for none.
  private var pools: [Int16] = []
  /// The pools of the last start of each job of components.
  private var poolsOfComponents: [Int: [ID<Pool>]] = [:]
  private let components: Table<JobComponents, JobComponents>
  private var open: [(start: SimTime, pools: [ID<Pool>])?]
  private var gpus: [Int32] = []

  /// Results of a world in which nothing has happened.
  public init(world: World) {
    (states, starts, ends, nodes, open) = ([], [], [], [], [])
    (preemptions, interruptions) = ([], [])
    components = world.components
    came = world.dependencies.isEmpty ? [] : world.jobs.map(\.submit)
    if world.resubmitsUntil == nil { add(world.jobs) }
  }

  /// The pool of a job's last start, or that of its first component; nil where it never started.
  public func pool(of job: Int) -> ID<Pool>? { pools[job] < 0 ? nil : ID(Int(pools[job])) }

  /// The pools of a job's last start, each once, in the order of its components; none where it
  /// never started.
  public func pools(of job: Int) -> [ID<Pool>] {
    guard let pool = pool(of: job) else { return [] }
    guard let pools = poolsOfComponents[job] else { return [pool] }
    var distinct: [ID<Pool>] = []
    for pool in pools where !distinct.contains(pool) {
      distinct.append(pool)
    }
    return distinct
  }

  /// From when on a job could start as far as the jobs before it are concerned: its submit, or
  /// later where it had to wait for their ends.
  ///
  /// Waits, delays and slowdowns count from then; a job that has not come yet counts from its
  /// submit.
  public func eligible(_ job: Int) -> SimTime { came.isEmpty ? jobs[job].submit : came[job] }

  /// What a job lost to waiting, restarts and slow placement: end − eligible − run; nil where it
  /// never ended.
  public func delay(of job: Int) -> SimDuration? {
    ends[job].map { $0 - eligible(job) - jobs[job].run }
  }

  private mutating func add(_ more: [Job]) {
    if jobs.isEmpty { jobs = more } else { jobs += more }
    states += repeatElement(.waiting, count: more.count)
    starts += repeatElement(nil, count: more.count)
    ends += repeatElement(nil, count: more.count)
    nodes += repeatElement(0, count: more.count)
    preemptions += repeatElement(0, count: more.count)
    interruptions += repeatElement(0, count: more.count)
    open += repeatElement(nil, count: more.count)
    pools += repeatElement(-1, count: more.count)
    gpus += more.lazy.map(\.gpus)
    endings += more.lazy.map { job in
      switch job.ending {
      case .completed: .completed
      case .limit: .limit
      case .failed: .failed
      case .cancelled: .cancelled
      }
    }
  }

  /// Takes the next records.
  public mutating func receive(_ batch: JournalBatch) {
    if !batch.jobs.isEmpty { add(batch.jobs) }
    for entry in batch.entries {
      let job = Int(entry.job.index)
      switch entry.kind {
      case .submit: if !came.isEmpty { came[job] = entry.time }
      case .dismiss: states[job] = .rejected
      case .reject:
        states[job] = .rejected
        if !came.isEmpty { came[job] = entry.time }
      case .start:
        if starts[job] == nil { starts[job] = entry.time }
        nodes[job] = entry.slots.isEmpty ? gpus[job] : Int32(entry.slots.count)
        pools[job] = entry.pool.map { Int16($0.index) } ?? -1
        if let own = jobs[job].components { place(own, of: job, entry, batch) }
        open[job] = (entry.time, pools(of: job))
      case .evict:
        preemptions[job] += 1
        close(entry, .preempted)
      case .interrupt:
        interruptions[job] += 1
        close(entry, .interrupted)
      case .end:
        ends[job] = entry.time
        states[job] = endings[job]
        if preemptions[job] > 0 || interruptions[job] > 0 { close(entry, .ended) }
      }
    }
  }

  /// Keeps where the components of a job have started.
  private mutating func place(
    _ own: ID<JobComponents>,
    of job: Int,
    _ entry: JournalEntry,
    _ batch: JournalBatch
  ) {
    let places = batch.components(of: entry)
    poolsOfComponents[job] = places.map(\.pool)
    nodes[job] = zip(components[own].list, places).reduce(0) { sum, part in
      sum + (part.1.slots.isEmpty ? part.0.gpus : Int32(part.1.slots.count))
    }
  }

  private mutating func close(_ entry: JournalEntry, _ outcome: Outcome) {
    guard let attempt = open[Int(entry.job.index)] else { return }
    let kept = outcome == .ended ? entry.time - attempt.start : entry.kept
    runs.append(
      Run(
        job: entry.job,
        start: attempt.start,
        end: entry.time,
        pools: attempt.pools,
        outcome: outcome,
        kept: kept
      )
    )
  }
}
