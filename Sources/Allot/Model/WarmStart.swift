/// What a replay finds when it begins in the middle of a log: when that is, and who runs already.
///
/// Jobs that are submitted before and do not run wait with their submits. What comes before the
/// beginning is given and not decided: limits of tenants stop nobody who runs already.
public struct WarmStart: Sendable, Equatable {
  /// A job that has started before the beginning and runs on.
  public struct Running: Sendable, Equatable {
    /// The job.
    public var job: ID<Job>
    /// When it has started: not before its submit, before the beginning, and so that it runs on
    /// then.
    public var start: SimTime
    /// Where its components lie in their order, or the whole of an ordinary job; empty where that
    /// is not known for all of them.
    public var places: [Place]

    /// A running job, on known nodes or on any.
    public init(job: ID<Job>, start: SimTime, places: [Place] = []) {
      self.job = job
      self.start = start
      self.places = places
    }
  }

  /// Nodes of a pool, each once.
  public struct Place: Sendable, Equatable {
    /// The pool of the cluster.
    public var pool: ID<Pool>
    /// Positions of nodes in it.
    public var nodes: [Int32]

    /// Some nodes of a pool.
    public init(pool: ID<Pool>, nodes: [Int32]) {
      self.pool = pool
      self.nodes = nodes
    }
  }

  /// The first instant at which anything is decided.
  public var begin: SimTime
  /// Who runs then, each once, by start; ties by job.
  public var running: [Running]

  /// A beginning at an instant; the running jobs may come in any order.
  public init(begin: SimTime, running: [Running] = []) {
    self.begin = begin
    self.running = running.sorted { ($0.start, $0.job.index) < ($1.start, $1.job.index) }
  }

  /// False where a job of the list could not run then.
  func isPossible(among jobs: [Job]) -> Bool {
    var isSeen = Array(repeating: false, count: jobs.count)
    return running.allSatisfy { entry in
      let job = jobs[Int(entry.job.index)]
      defer { isSeen[Int(entry.job.index)] = true }
      return job.submit <= entry.start && entry.start < begin && begin < entry.start + job.run
        && !isSeen[Int(entry.job.index)]
    }
  }
}
