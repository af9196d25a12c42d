public import Allot
internal import AllotMetrics

/// What replays of one question share, read once: the machine, the tenants, the rules, and the log
/// if there is one.
///
/// ``bind(_:)`` makes the inputs of a replay from it and any trace.
public struct ReplayBasis: Sendable {
  /// What the user said, completed by the scenario.
  public let options: ReplayOptions
  /// The machine.
  public let cluster: Cluster
  /// The tenants as their file has them, or those of a log that was bound before.
  public private(set) var tenants: Tenants
  /// The trace that was read, or nil where traces are made.
  public let log: Trace?
  /// The files that were read.
  public let files: [ReplayInputs.InputRecord]
  private let assignment: Assignment
  /// True once the rule of the assignment was found to fit a log, of which other traces are made.
  private var isChecked = false
  /// Where the measurement window was given, if not among the options.
  private let measuring: ScenarioFile?
  /// What is to be told of the machine.
  private let machineRemarks: [String]

  /// Reads everything that the options name; a trace only where there is to be a log.
  ///
  /// - Throws: ``InputError`` for what is wrong with a file, ``UsageError`` for options that do
  ///   not go together.
  public init(_ given: ReplayOptions, hasLog: Bool = true) throws {
    var options = given
    var files: [ReplayInputs.InputRecord] = []
    let scenario = try options.fillFromScenario(&files)
    measuring = given.measure == nil ? scenario : nil
    if hasLog && options.trace == nil {
      let made = options.generation == nil ? "" : ", or make traces with --seeds 1..30"
      throw UsageError(
        "a trace is missing: give --trace FILE, or a scenario that names one\(made)"
      )
    }
    let named = try Self.cluster(options, &files)
    log = hasLog ? try Self.log(options, &files) : nil
    (cluster, machineRemarks) = try Self.machine(named, of: log, &options)
    var tenants = Tenants.single
    var assignment = Assignment.automatic
    try Self.tenants(options, &tenants, &assignment, &files)
    self.tenants = tenants
    self.assignment = assignment
    self.options = options
    self.files = files
  }

  /// The inputs of a replay of a trace on this machine, for these tenants, under these rules.
  ///
  /// - Throws: ``InputError`` where the trace and the other files do not fit together,
  ///   ``UsageError`` where no job lies in the measurement window.
  public func bind(_ trace: Trace) throws -> ReplayInputs {
    var tenants = tenants
    let bound = try assignment.bind(trace, to: &tenants, mayMatchNobody: isChecked)
    var binder = JobBinder(trace: trace, cluster: cluster, options: options)
    let (jobs, rows) = try binder.jobs(leaves: bound.rows)
    let stretched = try scaled(jobs, trace)
    try checkSize(of: stretched ?? jobs, trace)
    let world = World(cluster: cluster, tenants: tenants, jobs: stretched ?? jobs)
    let window = try ReplayInputs.window(of: options, on: trace, scenario: measuring)
    var remarks = trace.remarks + machineRemarks + bound.report.remarks + binder.remarks
    remarks += try world.remarks(onTenantsOf: options.tenants ?? "tenants")
    if let window, let text = options.measure {
      remarks += text.remarks(epoch: options.epoch ?? trace.epoch, isStretched: stretched != nil)
      remarks += try ReplayInputs.remarks(on: window, in: world)
    }
    return ReplayInputs(
      world: world,
      trace: trace,
      rows: rows,
      cleaning: binder.cleaning,
      dropped: binder.dropped,
      remarks: remarks,
      files: files,
      settings: settings(of: trace, window, missingLimit: binder.missingLimit),
      measure: window
    )
  }

  /// Takes over the leaves that a log gave to users whom nobody lists, so that every trace of the
  /// same users is bound to the same tenants.
  mutating func keepTenants(of inputs: ReplayInputs) {
    tenants = inputs.world.tenants
    isChecked = true
  }

  /// The jobs at the load that is asked for; nil where none is.
  private func scaled(_ jobs: [Job], _ trace: Trace) throws(UsageError) -> [Job]? {
    guard let millionths = options.load else { return nil }
    let scaling = LoadScaling(jobs: jobs, cluster: cluster)
    guard let load = scaling.offeredLoad, load > 0 else {
      throw UsageError(
        "--load needs work to scale, and the jobs of \(trace.file) ask for no device, or all come "
          + "at one instant; leave --load out"
      )
    }
    let stretch = load / (Double(millionths) / 1_000_000)
    let last = jobs.last?.submit.milliseconds ?? 0
    guard Double(last.magnitude) * stretch < 4e15 else {
      throw UsageError("--load would stretch \(trace.file) over 100,000 years; give a higher load")
    }
    return scaling.jobs(to: millionths)
  }

  /// Refuses work that is beyond what accounts can count: 2⁶² device-milliseconds at a time.
  private func checkSize(of jobs: [Job], _ trace: Trace) throws(InputError) {
    let most = Double(Int64.max) / 2
    let span = (jobs.last?.submit ?? .zero) - (jobs.first?.submit ?? .zero)
    var longest = span.milliseconds
    for job in jobs {
      longest = max(longest, job.limit.milliseconds)
      let units = Double(max(job.gpus, job.cores))
      guard units * Double(job.limit.milliseconds) < most else { throw tooLarge(trace) }
    }
    guard Double(cluster.gpus) * Double(longest) < most else { throw tooLarge(trace) }
  }

  private func tooLarge(_ trace: Trace) -> InputError {
    InputError(
      file: trace.file,
      "a job, or the machine over the longest run, is more than 4.6 × 10^15 device-seconds of work",
      remedy: "look at its run times, limits and sizes: are they in the units that the format has?"
    )
  }

  /// Refuses promises about classes that no job of a trace has.
  func checkPromises(against trace: Trace) throws(InputError) {
    let promised = tenants.ids.flatMap { id in
      tenants[id].promises.compactMap { promise in promise.jobClass.map { (id, $0) } }
    }
    guard !promised.isEmpty else { return }
    let classes = JobClasses(of: trace, rows: trace.rows.indices.map { Int32($0) }).names
    for (id, name) in promised where !classes.contains(name) {
      throw InputError(
        file: options.tenants ?? "tenants",
        "'\(tenants.path(of: id))' is promised something about the class '\(name)', which no job "
          + "of \(trace.file) has",
        remedy: classes.isEmpty
          ? "the trace has no classes: leave 'class' out, or give its jobs a column 'class'"
          : DidYouMean.remedy(for: name, among: classes, plural: "classes")
      )
    }
  }

  private func settings(
    of trace: Trace,
    _ window: ClosedRange<SimTime>?,
    missingLimit: MissingLimit
  ) -> [String: String] {
    [
      "cluster": cluster.name,
      "estimates": options.hasExactEstimates ? "exact" : "requested",
      "format": trace.format,
      "load": options.load.map { MillionthsText.text(of: $0) } ?? "as submitted",
      "measure": window.map {
        "\($0.lowerBound.milliseconds / 1_000)..\($0.upperBound.milliseconds / 1_000)"
      } ?? "first to last submit",
      "missing_limit": missingLimit.description,
      "epoch": (options.epoch ?? trace.epoch).map { String($0) } ?? "unknown",
    ]
  }

  private static func log(
    _ options: ReplayOptions,
    _ files: inout [ReplayInputs.InputRecord]
  ) throws(InputError) -> Trace? {
    guard let path = options.trace else { return nil }
    let file = try InputFile(path: path)
    files.append(ReplayInputs.InputRecord(role: "trace", name: path, sha256: file.sha256))
    return try Trace.read(file, format: options.format)
  }

  /// The machine that is named, or else the one of the log's header.
  private static func machine(
    _ named: Cluster?,
    of log: Trace?,
    _ options: inout ReplayOptions
  ) throws -> (Cluster, remarks: [String]) {
    if let named { return (named, []) }
    guard let log else {
      throw UsageError("a machine is missing: give --cluster NAME|FILE or --scenario NAME|FILE")
    }
    let cluster = try ReplayInputs.processors(of: log, &options)
    let remark =
      "\(log.file): the machine has the \(cluster.gpus) processors of the log's header; "
      + "--processors N gives another"
    return (cluster, [remark])
  }

  private static func cluster(
    _ options: ReplayOptions,
    _ files: inout [ReplayInputs.InputRecord]
  ) throws -> Cluster? {
    switch (options.cluster, options.processors) {
    case (let name?, nil):
      let cluster = try ClusterFile.load(name)
      files.append(
        try ReplayInputs.InputRecord(role: "cluster", named: name, among: ClusterPresets.all)
      )
      return cluster
    case (nil, let count?):
      return Cluster(processors: count)
    case (nil, nil):
      return nil
    case (_?, _?):
      throw UsageError("--cluster and --processors both name a machine; keep one of them")
    }
  }

  private static func tenants(
    _ options: ReplayOptions,
    _ tenants: inout Tenants,
    _ assignment: inout Assignment,
    _ files: inout [ReplayInputs.InputRecord]
  ) throws {
    guard let name = options.tenants else {
      if let assign = options.assign {
        throw UsageError("--assign \(assign) needs --tenants NAME|FILE to assign to")
      }
      return
    }
    tenants = try TenantsFile.load(name)
    files.append(
      try ReplayInputs.InputRecord(role: "tenants", named: name, among: TenantsPresets.all)
    )
    if let assign = options.assign {
      assignment = try AssignmentFile.load(assign)
      files.append(try ReplayInputs.InputRecord(role: "assign", named: assign, among: []))
    } else if !TenantsPresets.all.contains(where: { $0.name == name }),
      let section = try StrictYAML.loadSections(name)["assign"]
    {
      assignment = try AssignmentFile.read(section)
    }
  }
}
