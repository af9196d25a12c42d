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
  /// What changes on dates.
  private let dated: DatedFiles
  /// True once the rule of the assignment was found to fit a log, of which other traces are made.
  private var isChecked = false
  /// Where the measurement window was given, if not among the options.
  private let measuring: ScenarioFile?
  /// Where time counts from in the log as it was read; nil without one.
  private let timeZero: SimTime?
  /// The part of the log that is replayed, where not the whole is.
  private let part: PartOfLog?
  /// What was done to the log's users, in words.
  public let growth: String?
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
    let read = hasLog ? try Self.log(options, &files) : nil
    timeZero = read?.timeZero
    part = try read.flatMap { try Self.part(of: $0, options) }
    (log, growth) = try Self.scaled(part?.trace ?? read, by: options.userScale)
    (cluster, machineRemarks) = try Self.machine(named, of: log, &options)
    var tenants = Tenants.single
    var assignment = Assignment.automatic
    try Self.tenants(options, &tenants, &assignment, &files)
    self.tenants = tenants
    self.assignment = assignment
    dated = try DatedFiles(options, &files)
    try options.readModels(&files)
    self.options = options
    self.files = files
  }

  /// The inputs of a replay of a trace on this machine, for these tenants, under these rules.
  ///
  /// - Throws: ``InputError`` where the trace and the other files do not fit together,
  ///   ``UsageError`` where no job lies in the measurement window.
  public func bind(_ trace: Trace, replicate: UInt64 = 0) throws -> ReplayInputs {
    var tenants = tenants
    let bound = try assign(trace, to: &tenants)
    var binder = JobBinder(trace, log: log ?? trace, for: tenants, on: cluster, options)
    // What is made from a log may lose more of its work by chance, and nobody can do anything.
    let allowed = isChecked ? .whole : options.allowedDrops ?? WorkLoss.tolerated
    let (jobs, rows) = try binder.jobs(leaves: bound.rows, allowedDrops: allowed)
    let stretched = try scaled(jobs, trace)
    try WorkSize.check(stretched ?? jobs, trace, rows, on: cluster)
    let zero = timeZero ?? trace.timeZero
    let clock = clock(of: trace, zero, last: (stretched ?? jobs).last?.submit ?? zero)
    let (terms, outages) = try dated.bind(tenants, on: cluster, clock, trace, replicate)
    let behind = try DependencyBinder(trace, rows: rows, binder.measure, isPart: part != nil)
    let world = World(
      cluster: terms.cluster,
      tenants: terms.tenants,
      jobs: stretched ?? jobs,
      components: binder.components,
      warmStart: part?.warmStart(
        jobs,
        rows: rows,
        binder.components,
        on: terms.cluster,
        options.modelRule ?? .named
      ),
      limitGroups: binder.groups.groups,
      dependencies: behind.dependencies,
      changes: terms.changes,
      machine: terms.machine,
      outages: outages.outages,
      checkpoint: options.checkpoint
    )
    let window = try window(on: trace, zero: zero, last: clock.last)
    var remarks = trace.remarks + machineRemarks
    remarks += part?.remarks(on: world, zero: zero, epoch: options.epoch ?? trace.epoch) ?? []
    remarks += bound.report.remarks + binder.remarks + behind.remarks
    remarks += terms.remarks + outages.remarks + options.remarksOnZones
    for time in [.distantPast] + DatedTerms.distinct(world.changes).map(\.time) {
      let said = try world.under(termsOf: time).remarks(onTenantsOf: options.tenants ?? "tenants")
      remarks += said.filter { !remarks.contains($0) }
    }
    if let window, let text = options.measure {
      remarks += text.remarks(
        epoch: options.epoch ?? trace.epoch,
        zone: options.reading.zone,
        isStretched: stretched != nil
      )
      remarks += try ReplayInputs.remarks(on: window, in: world, zero: zero)
    } else if let window {
      try ReplayInputs.checkMeasured(window, in: world, zero: zero)
    } else if let old = OldSubmits(world.jobs) {
      let epoch = options.epoch ?? trace.epoch
      remarks.append(old.remark(of: world.jobs.count, zero: zero, epoch: epoch))
    }
    var settings = settings(of: trace, window, zero, missingLimit: binder.missingLimit)
    if !terms.instants.isEmpty { settings["changes"] = terms.instants.joined(separator: ", ") }
    return ReplayInputs(
      world: world,
      trace: trace,
      rows: rows,
      cleaning: binder.cleaning,
      dropped: binder.dropped,
      remarks: remarks,
      files: files,
      settings: settings,
      measure: window,
      timeZero: zero,
      growth: growth
    )
  }

  /// The machine of generated traces, as the timeline lets its pools grow and shrink.
  func machine(of generation: Generation) throws(InputError) -> ClusterOverTime {
    try dated.machine(cluster, generation.clock(epoch: options.epoch, zone: options.reading.zone))
  }

  private func clock(of trace: Trace, _ zero: SimTime, last: SimTime) -> ReplayClock {
    ReplayClock(
      zero: zero,
      epoch: options.epoch ?? trace.epoch,
      zone: options.reading.zone,
      begin: part?.begin ?? zero,
      last: last
    )
  }

  /// Takes over the leaves that a log gives to users whom nobody lists, so that every trace of the
  /// same users is bound to the same tenants.
  mutating func keepTenants(of log: Trace) throws {
    var tenants = tenants
    _ = try assign(log, to: &tenants)
    self.tenants = tenants
    isChecked = true
  }

  private func assign(
    _ trace: Trace,
    to tenants: inout Tenants
  ) throws(InputError) -> (rows: [ID<Tenant>], report: AssignmentReport) {
    try assignment.bind(
      trace,
      to: &tenants,
      onProcessors: options.processors != nil,
      mayMatchNobody: isChecked
    )
  }

  /// The jobs at the load that is asked for; nil where none is.
  private func scaled(_ jobs: [Job], _ trace: Trace) throws(UsageError) -> [Job]? {
    guard let millionths = options.load else { return nil }
    let scaling = LoadScaling(jobs: jobs, cluster: cluster)
    guard let load = scaling.offeredLoad, load > 0 else {
      throw UsageError(
        "--load needs arrivals to scale, and all jobs of \(trace.file) come at one instant; leave "
          + "--load out"
      )
    }
    let stretch = load / (Double(millionths) / 1_000_000)
    let last = jobs.last?.submit.milliseconds ?? 0
    guard Double(last.magnitude) * stretch < 4e15 else {
      throw UsageError("--load would stretch \(trace.file) over 100,000 years; give a higher load")
    }
    return scaling.jobs(to: millionths)
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

  /// The part of a log that is asked for; nil where the whole is.
  ///
  /// - Throws: ``UsageError`` where what ran at its beginning would be moved.
  private static func part(of log: Trace, _ options: ReplayOptions) throws -> PartOfLog? {
    guard options.from != nil || options.to != nil else { return nil }
    let movers = [
      ("--load", options.load != nil),
      ("--scale-users", options.userScale ?? 1_000_000 != 1_000_000),
    ]
    if options.from != nil, let mover = movers.first(where: { $0.1 })?.0 {
      throw UsageError(
        "\(mover) changes who comes when, and --from takes who runs then from the log; leave one "
          + "of them out, or account from then on with --measure FROM..TO"
      )
    }
    let (zero, epoch) = (log.timeZero, options.epoch ?? log.epoch)
    func time(_ text: InstantText?, _ flag: String) throws(UsageError) -> SimTime? {
      do {
        return try text.map { text throws(UnreadableText) in
          try text.time(zero: zero, epoch: epoch, zone: options.reading.zone)
        }
      } catch {
        throw UsageError("\(flag): \(error)")
      }
    }
    let from = try time(options.from, "--from").map { max($0, zero) }
    let to = try time(options.to, "--to")
    if let from, let to, from >= to {
      throw UsageError("--to is not after --from, on the trace's clock")
    }
    let limit = options.missingLimit ?? log.missingLimit
    return try PartOfLog(
      log,
      from: from,
      to: to,
      limit: limit,
      onProcessors: options.processors != nil
    )
  }

  /// The measurement window: what is asked for, else what --from and --to leave of the log, else
  /// nil.
  private func window(
    on trace: Trace,
    zero: SimTime,
    last: SimTime
  ) throws -> ClosedRange<SimTime>? {
    let begin = part?.begin
    if options.measure == nil, let begin { return begin...max(begin, part?.end ?? last) }
    let window = try ReplayInputs.window(of: options, on: trace, zero: zero, scenario: measuring)
    if let window, let begin, window.lowerBound < begin {
      throw UsageError("--measure begins before --from, and nothing is replayed before that")
    }
    return window
  }

  private func settings(
    of trace: Trace,
    _ window: ClosedRange<SimTime>?,
    _ zero: SimTime,
    missingLimit: MissingLimit
  ) -> [String: String] {
    let epoch = options.epoch ?? trace.epoch
    var settings = [
      "allow_drops": QuantityText.percent(options.allowedDrops ?? WorkLoss.tolerated),
      "cluster": cluster.name,
      "estimates": options.hasExactEstimates ? "exact" : "requested",
      "format": trace.format,
      "from": part?.begin.map { DurationText.format($0 - zero) } ?? "the first submit",
      "load": options.load.map { MillionthsText.text(of: $0) } ?? "as submitted",
      "measure": window.map {
        let ends = [$0.lowerBound, $0.upperBound].map { ($0 - zero).milliseconds / 1_000 }
        return "\(ends[0])..\(ends[1])"
      } ?? "first to last submit",
      "missing_limit": missingLimit.description,
      "not_replayed": part?.leftOut(zero: zero, epoch: epoch) ?? "nothing",
      "reading": options.reading.description,
      "models": (options.modelRule ?? .named).text,
      "to": part?.end.map { DurationText.format(max(.zero, $0 - zero)) } ?? "the last submit",
      "scale_users": MillionthsText.text(of: options.userScale ?? 1_000_000),
      "epoch": epoch.map { String($0) } ?? "unknown",
    ]
    settings["checkpoint"] = options.checkpoint.map { DurationText.format($0) }
    settings["failures"] = options.failures.map(\.description)
    return settings
  }

  private static func log(
    _ options: ReplayOptions,
    _ files: inout [ReplayInputs.InputRecord]
  ) throws(InputError) -> Trace? {
    guard let path = options.trace else { return nil }
    let file = try InputFile(path: path)
    files.append(ReplayInputs.InputRecord(role: "trace", name: path, sha256: file.sha256))
    if let columns = options.reading.columnFile {
      let sha256 = try InputFile(path: columns).sha256
      files.append(ReplayInputs.InputRecord(role: "columns", name: columns, sha256: sha256))
    }
    return try Trace.read(file, format: options.format, reading: options.reading)
  }

  /// The log with its users scaled, and what was done in words.
  private static func scaled(
    _ log: Trace?,
    by factor: Int64?
  ) throws(InputError) -> (Trace?, String?) {
    guard let log, let factor, factor != 1_000_000 else { return (log, nil) }
    let growth = try UserGrowth(log, by: factor)
    let verb = growth.users > 0 ? "added" : "removed"
    let words =
      "Users are scaled by \(MillionthsText.text(of: factor)): \(abs(growth.users)) users with "
      + "\(abs(growth.jobs)) jobs are \(verb)\(growth.users > 0 ? " by resampling" : "")."
    return (growth.trace, words)
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
