internal import Allot

/// The files that say what changes on dates, read before it is known when time zero is.
struct DatedFiles: Sendable {
  /// What changes of tenants' terms; nil where nothing does.
  private let timeline: Timeline?
  /// When nodes are out; nil where they never are.
  private let outages: OutageTable?

  /// Reads what the options name.
  ///
  /// - Throws: ``InputError`` for what is wrong with a file, ``UsageError`` for options that do not
  ///   go together.
  init(_ options: ReplayOptions, _ files: inout [ReplayInputs.InputRecord]) throws {
    timeline = try options.readTimeline(&files)
    guard let path = options.outages else {
      outages = nil
      guard options.checkpoint != nil else { return }
      throw UsageError(
        "--checkpoint says what jobs keep when a node fails under them, and no node does: give "
          + "--outages, or leave it out; what a preempted job keeps is a setting of the policy"
      )
    }
    guard options.from == nil else {
      throw UsageError(
        "--outages needs a replay from the first submit on: on which nodes jobs ran at --from, "
          + "and which of these were out, a log does not say together; leave one of them out"
      )
    }
    files.append(try ReplayInputs.InputRecord(role: "outages", named: path, among: []))
    outages = try OutageTable.load(path)
  }

  /// The terms of tenants as time goes on, and when nodes are out.
  func bind(
    _ tenants: Tenants,
    on cluster: Cluster,
    _ clock: ReplayClock
  ) throws(InputError) -> (terms: TermsOverTime, outages: OutageBinder.Bound) {
    var bound = (terms: TermsOverTime(of: tenants), outages: OutageBinder.Bound())
    if let timeline {
      bound.terms = try TimelineBinder(timeline, on: cluster, clock).bind(tenants)
    }
    if let outages { bound.outages = try OutageBinder(outages, on: cluster, clock).bind() }
    return bound
  }
}
