public import Allot

/// One accepted job of a trace.
///
/// A log may have millions, and writing them takes as long as reading the text; the order of the
/// fields leaves no gaps, for 112 bytes in all.
public struct TraceRow: Sendable, Equatable {
  /// The job's name in the trace; ``Name/number(_:)`` unless it is not a whole number.
  public var name: Name
  /// How the trace says that it ended.
  public var ending: Job.Ending = .completed
  /// Devices of the whole gang (processors in classic logs).
  public var gpus: Int32
  /// When it is submitted, on the trace's own clock.
  public var submit: SimTime
  /// How long it runs, uncut; positive.
  public var run: SimDuration
  /// The limit, or the lowest number for none: an optional would take eight bytes more.
  private var limitOrNone = Self.noLimit
  /// The start, or the lowest number for none.
  private var startOrNone = Self.noStart
  /// Devices on each node, or cores of a row without devices; 0 where the trace does not say.
  public var gpusPerNode: Int32 = 0
  /// Cores of the whole gang, 0 where the trace does not say.
  public var cores: Int32 = 0
  /// Memory of the whole gang in MiB, 0 where the trace does not say.
  public var memory: Int32 = 0
  /// Priority, higher is more urgent.
  public var priority: Int32 = 0
  /// The device models that it accepts, joined by ``modelSeparator``; ``TextTable/none`` for any.
  public var models = TextTable.none
  /// The tenant path that the trace itself states; ``TextTable/none`` where it does not.
  public var tenant = TextTable.none
  /// Who submitted it.
  public var user = TextTable.none
  /// The user's group.
  public var group = TextTable.none
  /// The queue or partition.
  public var queue = TextTable.none
  /// The virtual cluster.
  public var virtualCluster = TextTable.none
  /// The project or account.
  public var project = TextTable.none
  /// A free class label, such as `training` or `interactive`.
  public var jobClass = TextTable.none
  /// The quality of service under which it was submitted.
  public var qos = TextTable.none
  /// The cluster that it ran on, in a log of several.
  public var cluster = TextTable.none
  /// The nodes that it ran on, as the log lists them, such as `g[1-4]`.
  public var nodes = TextTable.none
  /// One more than the place of its components among ``Trace/gangs``; 0 for a job of one shape.
  public var gang: Int32 = 0

  /// Devices × run time, in device-milliseconds.
  public var work: Int64 {
    let product = Int64(gpus).multipliedReportingOverflow(by: run.milliseconds)
    return product.overflow ? .max : product.partialValue
  }

  /// Cores × run time, in core-milliseconds.
  public var coreWork: Int64 {
    let product = Int64(cores).multipliedReportingOverflow(by: run.milliseconds)
    return product.overflow ? .max : product.partialValue
  }

  /// What stands between two device models that a job accepts alike.
  public static let modelSeparator: Character = "|"

  private static let noLimit = SimDuration(milliseconds: .min)
  private static let noStart = SimTime(milliseconds: .min)

  /// The requested run time; nil where the trace gives none.
  public var limit: SimDuration? {
    get { limitOrNone == Self.noLimit ? nil : limitOrNone }
    set { limitOrNone = newValue ?? Self.noLimit }
  }

  /// When the log says that it started, on the trace's own clock; nil where it does not.
  public var start: SimTime? {
    get { startOrNone == Self.noStart ? nil : startOrNone }
    set { startOrNone = newValue ?? Self.noStart }
  }

  /// A job's name in its trace.
  public enum Name: Sendable, Hashable {
    /// A whole number, as almost every log has it.
    case number(Int64)
    /// Any other text, an id into the trace's texts.
    case text(ID<Text>)

    /// The name as the trace writes it.
    func text(in texts: TextTable) -> String {
      switch self {
      case .number(let number): String(number)
      case .text(let id): texts[id]
      }
    }
  }

  /// A row with the fields that every format has.
  public init(
    name: Name,
    submit: SimTime,
    run: SimDuration,
    limit: SimDuration?,
    gpus: Int32
  ) {
    self.name = name
    self.submit = submit
    self.run = run
    self.gpus = gpus
    self.limit = limit
  }
}

/// One component of a job that is a gang of several shapes, such as a heterogeneous job of Slurm.
public struct TraceComponent: Sendable, Equatable {
  /// Devices of the component.
  public var gpus: Int32
  /// Devices on each of its nodes, 0 where the trace does not say.
  public var gpusPerNode: Int32
  /// Cores of the component, 0 where the trace does not say.
  public var cores: Int32
  /// Memory of the component in MiB, 0 where the trace does not say.
  public var memory: Int32
  /// The device models that it accepts, joined as in ``TraceRow/models``.
  public var models: ID<Text>
  /// Its queue or partition.
  public var queue: ID<Text>
  /// The nodes that it ran on.
  public var nodes: ID<Text>

  /// The component that a row of its own describes.
  public init(_ row: TraceRow) {
    gpus = row.gpus
    gpusPerNode = row.gpusPerNode
    cores = row.cores
    memory = row.memory
    models = row.models
    queue = row.queue
    nodes = row.nodes
  }

  /// The row of a job, with what this component has in place of the sums.
  func row(of job: TraceRow) -> TraceRow {
    var row = job
    row.gang = 0
    row.gpus = gpus
    row.gpusPerNode = gpusPerNode
    row.cores = cores
    row.memory = memory
    row.models = models
    row.queue = queue
    row.nodes = nodes
    return row
  }
}
