public import Allot

/// A figure of a replay: what it consumes of the journal, what it says in `summary.json`, in tables
/// and in verdicts, and its definition.
///
/// A new figure is one file with one type, and one line in a list such as ``Figures/standard``.
/// Everything that shows figures goes by what they declare here.
public protocol Figure: JournalConsumer, Sendable {
  /// What `--metrics` calls it.
  static var name: String { get }
  /// Its definition in Markdown, with source: a section of `docs/metrics.md`.
  static var definition: String { get }
  /// The members that it adds to `summary.json`, with their units.
  static var fields: [FigureField] { get }
  /// Its columns in tables on the terminal.
  static var columns: [FigureColumn] { get }
  /// What verdicts compare of it.
  static var metrics: [VerdictMetric] { get }
  /// The names of the files that it writes into a result folder.
  static var fileNames: [String] { get }

  /// A figure of a replay that has not begun.
  init(_ measured: MeasuredWorld)

  /// Adds what it says of the whole and of groups of jobs, once the replay is over.
  func fill(_ sheet: inout FigureSheet)

  /// The tables that it writes into a result folder.
  func files() -> [FigureFile]
}

extension Figure {
  /// No columns.
  public static var columns: [FigureColumn] { [] }
  /// Nothing to compare.
  public static var metrics: [VerdictMetric] { [] }
  /// No files.
  public static var fileNames: [String] { [] }
  /// True for one that only writes files, which is left out where no folder is written.
  public static var onlyWritesFiles: Bool { fields.isEmpty && !fileNames.isEmpty }

  /// Takes nothing from the journal: what became of the jobs is enough.
  public mutating func receive(_ batch: JournalBatch) {}

  /// No files.
  public func files() -> [FigureFile] { [] }
}

/// A member that a figure adds to the entries of `summary.json`.
public struct FigureField: Sendable {
  /// The name of the member.
  public var key: String
  /// What its numbers are counted in.
  public var unit: FigureUnit

  /// A member with its unit.
  public init(_ key: String, _ unit: FigureUnit) {
    self.key = key
    self.unit = unit
  }
}

/// What numbers are counted in, so that tables can write them and files can say it.
public enum FigureUnit: Sendable, Equatable {
  /// Seconds.
  case seconds
  /// Hours of a device, or of a core where cores are what is counted.
  case hours
  /// Hours of a core beside devices.
  case coreHours
  /// A number of jobs, devices or events.
  case count
  /// A part of one whole.
  case part
  /// A number without a unit.
  case ratio
  /// A text.
  case text
}

/// A column of a table on the terminal.
public struct FigureColumn: Sendable {
  /// The tables that columns stand in.
  public enum Table: Sendable, CaseIterable {
    /// What jobs of each tenant met with, by policy.
    case service
    /// What each tenant held, by policy.
    case hours
    /// One row for each policy.
    case policies
    /// One row for each policy, one cell for each size of jobs.
    case sizes
  }

  /// Which table.
  public var table: Table
  /// The head of the column.
  public var heading: String
  /// Where the value stands in an entry, such as `wait.p95`.
  public var path: String
  /// How it is written.
  public var unit: FigureUnit
  /// The path of what is zero everywhere where the column is left out; nil for one that is always
  /// there.
  public var witness: String?

  /// A column of a table; a rare one is its own witness.
  public init(
    _ table: Table,
    _ heading: String,
    _ path: String,
    _ unit: FigureUnit,
    isRare: Bool = false,
    witness: String? = nil
  ) {
    self.table = table
    self.heading = heading
    self.path = path
    self.unit = unit
    self.witness = witness ?? (isRare ? path : nil)
  }
}

/// A number of a tenant that a verdict compares between policies.
public struct VerdictMetric: Sendable, Equatable {
  /// How a difference is taken.
  public enum Difference: Sendable {
    /// log((a + 1 s) / (b + 1 s)), told as a part of the other: for times.
    case ofTimes
    /// a − b: for amounts.
    case plain
  }

  /// Its name, such as `wait_p95`.
  public var name: String
  /// What weighs: `jobs`, `gpu_hours`, or nothing for a sum.
  public var weight: String
  /// Where it stands in the entry of a tenant.
  public var path: String
  /// How a difference is taken.
  public var difference: Difference
  /// True where less is better.
  public var lessIsBetter: Bool

  /// A number that a verdict compares.
  public init(
    _ name: String,
    weight: String = "",
    path: String,
    _ difference: Difference,
    lessIsBetter: Bool = true
  ) {
    self.name = name
    self.weight = weight
    self.path = path
    self.difference = difference
    self.lessIsBetter = lessIsBetter
  }
}

/// A table that a figure writes beside `jobs.csv`.
public struct FigureFile: Sendable {
  /// Its name, such as `timeline.csv`.
  public var name: String
  /// Its bytes.
  public var bytes: [UInt8]

  /// A file with its bytes.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
