/// One unit of work of a trace: a gang of devices for a time, asked for by a tenant.
///
/// A job's id is its position in the trace, which is in submit order; ties of submit keep the
/// file's order. All fields are what the trace says after cleaning; ``run`` is hidden from
/// policies.
public struct Job: Sendable, Equatable {
  /// When the job is submitted.
  public var submit: SimTime
  /// How long it really runs; positive, never longer than ``limit``.
  public var run: SimDuration
  /// The run time its owner requested; the job is killed at it.
  public var limit: SimDuration
  /// Devices of the whole gang; 0 for a job that needs none.
  public var gpus: Int32
  /// Devices on each node when the trace gives them, else 0: packed.
  public var gpusPerNode: Int32
  /// Processor cores of the whole gang; 0 when the trace gives none.
  public var cores: Int32
  /// Memory of the whole gang in MiB; 0 when the trace gives none.
  public var memory: Int32
  /// The leaf of the tenant tree that submits it.
  public var tenant: ID<Tenant>
  /// The priority that the trace gives; higher is more urgent.
  public var priority: Int32
  /// The device models that it accepts; any where it has components, which have their own.
  public var models: AcceptedModels
  /// Its components in the world, or nil for an ordinary job, which lies in one pool.
  public internal(set) var components: ID<JobComponents>?
  /// How it ends when it runs to its end.
  public var ending: Ending
  /// False where its tenant or its class says that it is never preempted.
  public var isPreemptible = true
  /// The groups in the world whose limits it is under; nil for none.
  public var limits: ID<LimitSet>?

  /// How a job ends when nothing stops it.
  public enum Ending: UInt8, Sendable {
    /// It did what it had to do.
    case completed
    /// It reached its limit and was killed.
    case limit
    /// It failed by itself.
    case failed
    /// Its owner cancelled it while it ran.
    case cancelled
  }

  /// A job with everything a replay needs.
  public init(
    submit: SimTime,
    run: SimDuration,
    limit: SimDuration,
    gpus: Int,
    gpusPerNode: Int = 0,
    cores: Int = 0,
    memory: Int = 0,
    tenant: ID<Tenant>,
    models: AcceptedModels = .any,
    priority: Int = 0,
    ending: Ending = .completed
  ) {
    self.submit = submit
    self.run = run
    self.limit = limit
    self.gpus = Int32(gpus)
    self.gpusPerNode = Int32(gpusPerNode)
    self.cores = Int32(cores)
    self.memory = Int32(memory)
    self.tenant = tenant
    self.models = models
    self.priority = Int32(priority)
    self.ending = ending
  }
}
