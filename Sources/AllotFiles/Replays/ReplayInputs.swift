public import Allot

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
  /// Things that the user should know, each one sentence.
  public let remarks: [String]
  /// The files that were read.
  public let files: [InputRecord]
  /// The rules that were chosen, in full, for the manifest.
  public let settings: [String: String]
  /// The measurement window, or nil for first to last submit.
  public let measure: ClosedRange<SimTime>?

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
    var options = given
    var files: [InputRecord] = []
    try options.fillFromScenario(&files)
    guard let path = options.trace else {
      throw UsageError("a trace is missing: give --trace FILE, or a scenario that names one")
    }
    let cluster = try Self.cluster(options, &files)
    let file = try InputFile(path: path)
    files.append(InputRecord(role: "trace", name: path, sha256: file.sha256))
    let trace = try Trace.read(file, format: options.format)
    var tenants = Tenants.single
    var assignment = Assignment.automatic
    try Self.tenants(options, &tenants, &assignment, &files)

    let bound = try assignment.bind(trace, to: &tenants)
    var binder = JobBinder(trace: trace, cluster: cluster, options: options)
    let (jobs, rows) = try binder.jobs(leaves: bound.rows)
    let stretched = options.load.map { LoadScaling(jobs: jobs, cluster: cluster).jobs(to: $0) }
    world = World(cluster: cluster, tenants: tenants, jobs: stretched ?? jobs)
    if let window = options.measure, let first = world.jobs.first?.submit,
      let last = world.jobs.last?.submit,
      !world.jobs.contains(where: { window.contains($0.submit) })
    {
      throw UsageError(
        "no job is submitted in the measurement window; the trace's submits span "
          + "\(DurationText.format(first - .zero)) to \(DurationText.format(last - .zero))"
      )
    }
    var remarks = trace.remarks + bound.report.remarks + binder.remarks
    remarks += try world.remarks(onTenantsOf: options.tenants ?? "tenants")
    if let window = options.measure, let last = world.jobs.last?.submit, window.upperBound > last {
      remarks.append(
        "the measurement window ends after the last submit (\(DurationText.format(last - .zero))): "
          + "utilisation and entitlements count the time without arrivals too"
      )
    }
    self.remarks = remarks
    self.trace = trace
    self.rows = rows
    cleaning = binder.cleaning
    self.files = files
    measure = options.measure
    settings = [
      "cluster": cluster.name,
      "estimates": options.hasExactEstimates ? "exact" : "requested",
      "format": trace.format,
      "load": options.load.map { MillionthsText.text(of: $0) } ?? "as submitted",
      "measure": options.measure.map {
        "\($0.lowerBound.milliseconds / 1_000)..\($0.upperBound.milliseconds / 1_000)"
      } ?? "first to last submit",
      "missing_limit": binder.missingLimit.description,
      "epoch": (options.epoch ?? trace.epoch).map { String($0) } ?? "unknown",
    ]
  }

  private static func cluster(
    _ options: ReplayOptions,
    _ files: inout [InputRecord]
  ) throws -> Cluster {
    switch (options.cluster, options.processors) {
    case (let name?, nil):
      let cluster = try ClusterFile.load(name)
      files.append(try InputRecord(role: "cluster", named: name, among: ClusterPresets.all))
      return cluster
    case (nil, let count?):
      return Cluster(processors: count)
    case (nil, nil):
      throw UsageError(
        "a machine is missing: give --cluster NAME|FILE, --processors N or --scenario NAME|FILE"
      )
    case (_?, _?):
      throw UsageError("--cluster and --processors both name a machine; keep one of them")
    }
  }

  private static func tenants(
    _ options: ReplayOptions,
    _ tenants: inout Tenants,
    _ assignment: inout Assignment,
    _ files: inout [InputRecord]
  ) throws {
    guard let name = options.tenants else {
      if let assign = options.assign {
        throw UsageError("--assign \(assign) needs --tenants NAME|FILE to assign to")
      }
      return
    }
    tenants = try TenantsFile.load(name)
    files.append(try InputRecord(role: "tenants", named: name, among: TenantsPresets.all))
    if let assign = options.assign {
      assignment = try AssignmentFile.load(assign)
      files.append(try InputRecord(role: "assign", named: assign, among: []))
    } else if !TenantsPresets.all.contains(where: { $0.name == name }),
      let section = try StrictYAML.loadSections(name)["assign"]
    {
      assignment = try AssignmentFile.read(section)
    }
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

/// Options that can not be used together, or one that is missing; the command line exits with 64.
public struct UsageError: Error, CustomStringConvertible {
  /// What is wrong and what to do, in one sentence.
  public var description: String

  /// An error in one sentence.
  public init(_ description: String) {
    self.description = description
  }
}
