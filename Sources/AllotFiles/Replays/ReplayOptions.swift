public import Allot

/// What a user says a replay is to read, as texts, before any file is opened.
public struct ReplayOptions: Sendable {
  /// A scenario preset's name or a file.
  public var scenario: String?
  /// The trace's path.
  public var trace: String?
  /// The trace's format, or nil to tell it by content.
  public var format: String?
  /// How its bytes are read.
  public var reading = TraceReading()
  /// A cluster preset's name or a file.
  public var cluster: String?
  /// The number of identical processors, instead of a cluster.
  public var processors: Int?
  /// A tenants preset's name or a file.
  public var tenants: String?
  /// The file with the section `assign`.
  public var assign: String?
  /// The file with the sections `timeline` and `windows`.
  public var timeline: String?
  /// The table of when nodes are out.
  public var outages: String?
  /// How nodes fail where no table says it; nil where they do not.
  public var failures: FailureModel?
  /// How often jobs save their work for when a node fails under them; nil for as the policy says.
  public var checkpoint: SimDuration?
  /// Which models jobs accept: `any`, or the file with the section `models`.
  public var models: String?
  /// The same where it was read already.
  public var modelRule: ModelRule?
  /// The part of the trace's work that may be left out; nil for ``WorkLoss/tolerated``.
  public var allowedDrops: Share?
  /// The factor by which users are added or removed, in millionths; nil for 1.
  public var userScale: Int64?
  /// The offered load to which arrivals are stretched, in millionths.
  public var load: Int64?
  /// True where an offered load of more than three times the machine is no slip of the pen.
  public var allowsOverload = false
  /// True when requested run times are replaced by the real ones.
  public var hasExactEstimates = false
  /// What happens to a job without a limit; nil for the format's default.
  public var missingLimit: MissingLimit?
  /// Unix seconds of the trace's time zero, when the trace's own are overridden.
  public var epoch: Int64?
  /// The measurement window; nil for first to last submit.
  public var measure: MeasureText?
  /// From when on the log is replayed, with what ran then; nil for its first submit.
  public var from: InstantText?
  /// Until when jobs of the log are submitted; nil for all.
  public var to: InstantText?
  /// How seeded traces are made; nil for the generator's defaults.
  public var generation: Generation?

  /// No options.
  public init() {}

  /// What is to be told of bounds of a part that name no zone.
  var remarksOnZones: [String] {
    guard reading.zone == nil,
      let local = [from, to].compactMap({ $0 }).first(where: \.isDateWithoutZone)
    else { return [] }
    return [
      "'\(local.text)' is read as UTC; name the zone with --zone, or in the date, such as "
        + "2026-07-01T00:00:00+09:00"
    ]
  }
}
