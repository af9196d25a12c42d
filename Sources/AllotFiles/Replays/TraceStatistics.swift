internal import Allot

/// What a trace holds, as planners want to know it before any replay: who used how much of what,
/// what was left out and changed, and when.
public struct TraceStatistics: Encodable, Sendable {
  /// The version of these members.
  public var schema = 1
  /// The file as the user named it.
  public var file: String
  /// The format that was read.
  public var format: String
  /// How a generated trace was made.
  public var synthetic: String?
  /// The machine's size as the header states it.
  public var processors: Int?
  /// Jobs with all that they held.
  public var total: Amount
  /// Jobs with a limit.
  public var withLimit: Int
  /// When jobs were submitted.
  public var span: Span
  /// Devices of jobs; cores where no job has a device.
  public var devices: Ranks
  /// Run times in seconds.
  public var runSeconds: Ranks
  /// What was left out, by reason.
  public var dropped: [Named]
  /// What was kept but changed, by reason.
  public var altered: [Named]
  /// Jobs that still ran when the log was made; part of ``total``.
  public var stillRunning: Amount
  /// Requests by the models that jobs name; without a name those that take any.
  public var models: [Named]
  /// Jobs by class of size.
  public var sizes: [Named]
  /// Jobs by the names in each column of the trace that has any, the largest first.
  public var by: [String: [Named]]
  /// The measure that parts are of, such as `GPU-hours`.
  public var unit: String

  /// Jobs and what they held.
  public struct Amount: Encodable, Sendable, Equatable {
    /// How many.
    public var jobs = 0
    /// Devices × run time in hours.
    public var gpuHours = 0.0
    /// Cores × run time in hours.
    public var coreHours = 0.0
    /// The part of the trace's work, from 0 to 1.
    public var part = 0.0

    /// Nothing.
    public init() {}

    init(jobs: Int, gpuHours: Double, coreHours: Double, part: Double) {
      (self.jobs, self.gpuHours, self.coreHours, self.part) = (jobs, gpuHours, coreHours, part)
    }

    /// Both together.
    public static func + (a: Amount, b: Amount) -> Amount {
      Amount(
        jobs: a.jobs + b.jobs,
        gpuHours: a.gpuHours + b.gpuHours,
        coreHours: a.coreHours + b.coreHours,
        part: a.part + b.part
      )
    }
  }

  /// An amount under a name.
  public struct Named: Encodable, Sendable {
    /// The name; empty where the trace says none.
    public var name: String
    /// How much.
    public var amount: Amount
    /// The same by class of size, in the order of ``TraceStatistics/sizes``; empty for most.
    public var sizes: [Amount]

    /// An amount under a name.
    public init(name: String, amount: Amount, sizes: [Amount] = []) {
      (self.name, self.amount, self.sizes) = (name, amount, sizes)
    }

    /// One object: the members of the amount beside the name.
    public func encode(to encoder: any Encoder) throws {
      try amount.encode(to: encoder)
      var container = encoder.container(keyedBy: Keys.self)
      try container.encode(name, forKey: .name)
      if !sizes.isEmpty { try container.encode(sizes, forKey: .sizes) }
    }

    private enum Keys: String, CodingKey { case name, sizes }
  }

  /// The submits of a trace.
  public struct Span: Encodable, Sendable {
    /// The first submit in seconds on the trace's own clock.
    public var first: Double
    /// The last one.
    public var last: Double
    /// Unix seconds of the trace's time zero; nil where it is not known.
    public var epoch: Int64?
    /// The zone in which calendar times without one were read.
    public var zone: String
    /// The date of the first submit, in UTC.
    public var from: String?
    /// The date of the last submit, in UTC.
    public var to: String?
  }

  /// Ranks of a distribution.
  public struct Ranks: Encodable, Sendable, Equatable {
    /// Half of the jobs have at most this.
    public var median: Int64
    /// 95 % of the jobs have at most this.
    public var p95: Int64
    /// The most.
    public var max: Int64

    init(_ values: [Int64]) {
      let sorted = values.sorted()
      func rank(_ percent: Int) -> Int64 {
        sorted.isEmpty ? 0 : sorted[(sorted.count * percent + 99) / 100 - 1]
      }
      (median, p95, max) = (rank(50), rank(95), rank(100))
    }
  }

  /// The columns by which jobs are told apart, as `assign` calls them.
  public static let columns: [(name: String, plural: String)] = [
    ("account", "accounts"), ("partition", "partitions"), ("qos", "QOS"), ("user", "users"),
    ("group", "groups"), ("vc", "virtual clusters"), ("cluster", "clusters"),
    ("tenant", "tenants"),
  ]

  /// The classes of size, as summaries have them.
  static let classes: [(name: String, range: ClosedRange<Int32>)] = [
    ("0", 0...0), ("1", 1...1), ("2-8", 2...8), ("9-64", 9...64), ("65+", 65...Int32.max),
  ]

  /// The statistics of a trace.
  public init(_ trace: Trace, reading: TraceReading = TraceReading()) {
    let tally = TraceTally(trace)
    (file, format, synthetic) = (trace.file, trace.format, trace.synthetic)
    processors = trace.processors
    unit = tally.measure.unit
    total = tally.total
    withLimit = trace.rows.count { $0.limit != nil }
    span = Span(trace, zone: reading.zone?.name ?? "UTC")
    devices = Ranks(trace.rows.map { Int64(tally.size(of: $0)) })
    runSeconds = Ranks(trace.rows.map { $0.run.milliseconds / 1_000 })
    let cleaning = trace.cleaning
    dropped = cleaning.dropped.sorted { $0.key < $1.key }.map { reason, jobs in
      let work = (cleaning.droppedWork[reason] ?? 0, cleaning.droppedCoreWork[reason] ?? 0)
      return Named(name: reason, amount: tally.amount(jobs, work.0, work.1))
    }
    altered = cleaning.altered.sorted { $0.key < $1.key }.map { reason, jobs in
      let work = (cleaning.alteredWork[reason] ?? 0, cleaning.alteredCoreWork[reason] ?? 0)
      return Named(name: reason, amount: tally.amount(jobs, work.0, work.1))
    }
    stillRunning = altered.first { $0.name == Self.runningReason }?.amount ?? Amount()
    models = tally.named { row, _ in row.models }
    sizes = tally.bySize
    by = [:]
    for (name, _) in Self.columns {
      guard let column = Assignment.Column(rawValue: name) else { continue }
      let named = tally.named(hasSizes: true) { row, trace in column.text(of: row, in: trace) }
      by[name] = named.allSatisfy { $0.name.isEmpty } ? [] : named
    }
  }

  /// The reason under which readers count jobs that still ran.
  private static let runningReason = TraceBuilder.AlterReason.stillRunning.rawValue
}

extension TraceStatistics.Span {
  /// The submits of a trace.
  fileprivate init(_ trace: Trace, zone: String) {
    self.zone = zone
    let (first, last) = (trace.rows.first?.submit ?? .zero, trace.rows.last?.submit ?? .zero)
    self.first = Double(first.milliseconds) / 1_000
    self.last = Double(last.milliseconds) / 1_000
    epoch = trace.epoch
    guard let epoch, epoch + first.milliseconds / 1_000 >= 0 else { return }
    from = CalendarText.text(ofUnixSeconds: epoch + first.milliseconds / 1_000)
    to = CalendarText.text(ofUnixSeconds: epoch + last.milliseconds / 1_000)
  }
}
