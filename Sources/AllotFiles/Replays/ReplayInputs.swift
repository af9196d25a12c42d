public import Allot
public import AllotMetrics

/// Everything that a replay reads, resolved: the world, and where each part of it came from.
public struct ReplayInputs: Sendable {
  /// The machine, the tenants and the jobs.
  public let world: World
  /// The trace, with the texts that reports print.
  public let trace: Trace
  /// The row of the trace that each job came from.
  public let rows: [Int32]
  /// What was dropped and altered, by reason.
  public let cleaning: Cleaning
  /// The same with its work, and whose it is where that is known.
  public let dropped: [DroppedWork]
  /// Things that the user should know, each one sentence; none in a replicate, of whose basis they
  /// are.
  public internal(set) var remarks: [String]
  /// The files that were read.
  public let files: [InputRecord]
  /// The rules that were chosen, in full, for the manifest.
  public let settings: [String: String]
  /// The measurement window, or nil for first to last submit.
  public let measure: ClosedRange<SimTime>?
  /// Where `--measure`, dates and epochs count from, on the trace's own clock.
  public let timeZero: SimTime
  /// What was done to the users of the log, a sentence; nil where nothing was.
  public let growth: String?

  /// One file that a replay read.
  public struct InputRecord: Sendable, Equatable {
    /// What it is, such as `trace`.
    public var role: String
    /// The name or path that the user gave.
    public var name: String
    /// The SHA-256 of its bytes, or of a preset's text.
    public var sha256: String
  }

  /// Reads everything.
  ///
  /// - Throws: ``InputError`` for what is wrong with a file, ``UsageError`` for options that do
  ///   not go together.
  public init(_ given: ReplayOptions) throws {
    let basis = try ReplayBasis(given)
    guard let log = basis.log else { preconditionFailure("a basis with a log has none") }
    try basis.checkPromises(against: log)
    self = try basis.bind(log)
  }

  init(
    world: World,
    trace: Trace,
    rows: [Int32],
    cleaning: Cleaning,
    dropped: [DroppedWork],
    remarks: [String],
    files: [InputRecord],
    settings: [String: String],
    measure: ClosedRange<SimTime>?,
    timeZero: SimTime,
    growth: String?
  ) {
    self.world = world
    self.trace = trace
    self.rows = rows
    self.cleaning = cleaning
    self.dropped = dropped
    self.remarks = remarks
    self.files = files
    self.settings = settings
    self.measure = measure
    self.timeZero = timeZero
    self.growth = growth
  }
}

extension ReplayInputs.InputRecord {
  /// The record of a preset or a file.
  init(role: String, named name: String, among presets: [Preset]) throws {
    self.role = role
    self.name = name
    if let preset = presets.first(where: { $0.name == name }) {
      sha256 = Array(preset.text.utf8).withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    } else {
      sha256 = try InputFile(path: name).sha256
    }
  }
}
