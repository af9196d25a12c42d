internal import Allot

/// The files that say what changes on dates, read before it is known when time zero is.
struct DatedFiles: Sendable {
  /// What changes of tenants' terms; nil where nothing does.
  private let timeline: Timeline?
  /// When nodes are out; nil where no table says it.
  private let outages: OutageTable?
  /// How nodes fail; nil where they do not.
  private let failures: FailureModel?

  /// Reads what the options name.
  ///
  /// - Throws: ``InputError`` for what is wrong with a file, ``UsageError`` for options that do not
  ///   go together.
  init(_ options: ReplayOptions, _ files: inout [ReplayInputs.InputRecord]) throws {
    timeline = try options.readTimeline(&files)
    failures = options.failures
    try Self.check(options, timeline)
    guard let path = options.outages else {
      outages = nil
      return
    }
    let file = try InputFile(path: path)
    files.append(ReplayInputs.InputRecord(role: "outages", name: path, sha256: file.sha256))
    outages = try OutageTable(file, named: path)
  }

  private static func check(
    _ options: ReplayOptions,
    _ timeline: Timeline?
  ) throws(UsageError) {
    let changes = timeline?.changes ?? []
    let holdsNodes = changes.contains { $0.maintenance != nil }
    guard options.outages != nil || options.failures != nil || holdsNodes else {
      guard options.checkpoint != nil, !changes.contains(where: \.isInterrupting) else { return }
      throw UsageError(
        "--checkpoint says what jobs keep when a node fails or is taken away under them, and none "
          + "is: give --outages, or leave it out; what a preempted job keeps is a setting of the "
          + "policy"
      )
    }
    guard options.outages == nil || options.failures == nil else {
      throw UsageError(
        "the scenario has a table of outages and draws failures beside it, which would count nodes "
          + "that fail twice: keep 'outages' or 'failures'"
      )
    }
    guard options.from == nil else {
      throw UsageError(
        (holdsNodes ? "maintenance in a timeline needs" : "outages need")
          + " a replay from the first submit on: on which nodes jobs ran at --from, and which of "
          + "these were out, a log does not say together; leave --from out, or the "
          + (holdsNodes ? "entries" : "outages")
      )
    }
  }

  /// The machine alone, as its pools grow and shrink.
  func machine(_ cluster: Cluster, _ clock: ReplayClock) throws(InputError) -> ClusterOverTime {
    try timeline.map { timeline throws(InputError) in
      try TimelineBinder(timeline, on: cluster, clock).machine()
    } ?? ClusterOverTime(cluster)
  }

  /// The terms of tenants as time goes on, and when nodes are out.
  ///
  /// - Throws: ``InputError`` for what a file says, ``UsageError`` for a trace that tells of failed
  ///   nodes already.
  func bind(
    _ tenants: Tenants,
    on cluster: Cluster,
    _ clock: ReplayClock,
    _ trace: Trace,
    _ replicate: UInt64
  ) throws -> (terms: TermsOverTime, outages: OutageBinder.Bound) {
    var bound = (terms: TermsOverTime(of: tenants, on: cluster), outages: OutageBinder.Bound())
    if let timeline {
      bound.terms = try TimelineBinder(timeline, on: cluster, clock).bind(tenants)
    }
    let machine = bound.terms.machine
    if let outages { bound.outages = try OutageBinder(outages, on: machine, clock).bind() }
    bound.outages.outages += bound.terms.outages
    guard let failures else { return bound }
    if let synthetic = trace.synthetic, !synthetic.contains(TraceGenerator.withoutFailures) {
      throw UsageError(
        "\(trace.file) tells of nodes that failed under its gangs, and the scenario fails nodes "
          + "once more: make the trace without them ('allot trace generate --no-node-failures', or "
          + "generate: {node_failures: false} in the scenario), or leave 'failures' out"
      )
    }
    // Jobs run and wait on after the last submit.
    let end = clock.last + max(clock.last - clock.begin, SimDuration(seconds: 60 * 86_400))
    let draw = FailureDraw(failures, on: machine.machine, replicate: replicate)
    // Nodes that are not there yet do not fail, nor do those that are removed.
    let drawn = draw.outages(from: clock.begin, to: end).filter {
      machine.time(of: $0.node, in: $0.pool).contains($0.from)
    }
    bound.outages.outages += drawn
    let seen = drawn.filter { $0.from <= clock.last }
    let nodeDays =
      Double(machine.commissioned(\.nodes, from: clock.begin, to: clock.last)) / 86_400_000
    let rate = nodeDays > 0 ? Int64(Double(seen.count) / nodeDays * 100_000) * 10_000 : 0
    bound.outages.remarks = [
      "failures: until the last submit \(MillionthsText.text(of: rate)) in 1,000 node-days, "
        + OutageBinder.summary(of: seen, on: machine, clock)
    ]
    return bound
  }
}
