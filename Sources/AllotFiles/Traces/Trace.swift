public import Allot

/// A trace as its file gives it, after cleaning and before it is bound to a cluster and tenants.
///
/// Rows are sorted stably by submit. Texts (users, queues, models) are ids into ``texts``.
public struct Trace: Sendable {
  /// The file as the user named it.
  public var file: String
  /// The name of the format that was read, such as `swf`.
  public var format: String
  /// The accepted rows, in submit order.
  public var rows: [TraceRow] = []
  /// Every text that the rows refer to.
  public var texts = TextTable()
  /// Unix seconds of the trace's time zero, where the trace says it.
  public var epoch: Int64?
  /// The machine's size as the trace's header states it (MaxProcs).
  public var processors: Int?
  /// How a generated trace was made; nil for a recorded one.
  public var synthetic: String?
  /// What happens to jobs without a limit when the user does not say.
  public var missingLimit = MissingLimit.run
  /// What was dropped and altered on the way in, by reason.
  public var cleaning = Cleaning()
  /// Things that the user should know, each one sentence; printed to standard error.
  public var remarks: [String] = []

  /// An empty trace of a format.
  public init(file: String, format: String) {
    self.file = file
    self.format = format
  }
}

/// One accepted job of a trace.
///
/// A log may have millions, and writing them takes as long as reading the text; the order of the
/// fields leaves no gaps, for 88 bytes in all.
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
  /// Devices on each node, 0 where the trace does not say.
  public var gpusPerNode: Int32 = 0
  /// Cores of the whole gang, 0 where the trace does not say.
  public var cores: Int32 = 0
  /// Memory of the whole gang in MiB, 0 where the trace does not say.
  public var memory: Int32 = 0
  /// Priority, higher is more urgent.
  public var priority: Int32 = 0
  /// The device model wanted; ``TextTable/none`` for any.
  public var model = TextTable.none
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

  /// Devices × run time, in device-milliseconds.
  public var work: Int64 {
    let product = Int64(gpus).multipliedReportingOverflow(by: run.milliseconds)
    return product.overflow ? .max : product.partialValue
  }

  private static let noLimit = SimDuration(milliseconds: .min)

  /// The requested run time; nil where the trace gives none.
  public var limit: SimDuration? {
    get { limitOrNone == Self.noLimit ? nil : limitOrNone }
    set { limitOrNone = newValue ?? Self.noLimit }
  }

  /// A job's name in its trace.
  public enum Name: Sendable, Hashable {
    /// A whole number, as almost every log has it.
    case number(Int64)
    /// Any other text, an id into the trace's texts.
    case text(ID<Text>)
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

/// The subject of ids into a ``TextTable``.
public enum Text {}

/// Interned texts: each different text is kept once.
public struct TextTable: Sendable {
  /// The id of the empty text, which stands for "not said".
  public static let none = ID<Text>(0)

  private var table = Table<Text, String>([""])
  private var ids: [String: ID<Text>] = ["": none]

  /// A table that holds only the empty text.
  public init() {}

  /// The id of a text, new or known.
  public mutating func id(of text: String) -> ID<Text> {
    if let known = ids[text] { return known }
    let id = table.append(text)
    ids[text] = id
    return id
  }

  /// The text of an id.
  public subscript(id: ID<Text>) -> String { table[id] }

  /// The number of different texts, the empty one included.
  public var count: Int { table.count }
}

/// How many rows were dropped or altered, by reason; nothing is dropped silently.
public struct Cleaning: Sendable, Equatable {
  /// Rows that were left out, by reason, such as `run_not_positive`.
  public private(set) var dropped: [String: Int] = [:]
  /// Their devices × run times by reason, in device-milliseconds, as far as it is known.
  public private(set) var droppedWork: [String: Int64] = [:]
  /// Rows that were kept but changed, by reason, such as `run_cut_at_limit`.
  public private(set) var altered: [String: Int] = [:]

  /// Nothing dropped, nothing altered.
  public init() {}

  /// Counts one row that is left out, with its work in device-milliseconds.
  public mutating func drop(_ reason: String, work: Int64 = 0) {
    dropped[reason, default: 0] += 1
    let sum = droppedWork[reason, default: 0].addingReportingOverflow(work)
    droppedWork[reason] = sum.overflow ? .max : sum.partialValue
  }

  /// Counts one row that is kept but changed.
  public mutating func alter(_ reason: String, count: Int = 1) {
    altered[reason, default: 0] += count
  }
}
