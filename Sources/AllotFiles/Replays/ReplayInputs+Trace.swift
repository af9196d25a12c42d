public import Allot

extension Trace {
  /// Where `--measure`, dates and epochs count from, on the trace's own clock: 0 where the trace
  /// says the date of it, else the first submit.
  public var timeZero: SimTime { epoch == nil ? rows.first?.submit ?? .zero : .zero }
}

/// What only the trace can tell: how large its machine was, and when its dates are.
extension ReplayInputs {
  /// The machine of the header of an SWF log, where nobody names another.
  static func processors(of trace: Trace, _ options: inout ReplayOptions) throws -> Cluster {
    // Other formats describe jobs on nodes, which a mere count would lose.
    guard trace.countsProcessors, let count = trace.processors else {
      if let nodes = trace.nodes {
        throw UsageError(
          "a machine is missing: the log's header has \(nodes) nodes (MaxNodes) and does not say "
            + "of how many processors; give --processors N"
        )
      }
      throw UsageError(
        "a machine is missing: give --cluster NAME|FILE, --processors N or --scenario NAME|FILE"
      )
    }
    guard count <= 10_000_000 else {
      throw UsageError(
        "the log's header says \(count) processors, more than a replay can have; "
          + "give --processors N, at most 10,000,000"
      )
    }
    options.processors = count
    return Cluster(processors: count)
  }

  /// The measurement window on the clock of a trace with this time zero; `scenario` is where it was
  /// given, if not among the options.
  static func window(
    of options: ReplayOptions,
    on trace: Trace,
    zero: SimTime,
    scenario: ScenarioFile?
  ) throws -> ClosedRange<SimTime>? {
    do {
      return try options.measure?.window(
        zero: zero,
        epoch: options.epoch ?? trace.epoch,
        zone: options.reading.zone
      )
    } catch {
      throw scenario?.error("measure", "scenario.measure: \(error)")
        ?? UsageError("--measure: \(error)")
    }
  }

  /// What the user should know about a window, each one sentence.
  ///
  /// - Throws: ``UsageError`` for a window in which no job is submitted.
  static func remarks(
    on window: ClosedRange<SimTime>,
    in world: World,
    zero: SimTime
  ) throws -> [String] {
    try checkMeasured(window, in: world, zero: zero)
    guard let last = world.jobs.last?.submit, window.upperBound > last else { return [] }
    return [
      "the measurement window ends after the last submit (\(DurationText.format(last - zero))): "
        + "utilisation and entitlements count the time without arrivals too"
    ]
  }

  /// Refuses a window in which no job is submitted.
  static func checkMeasured(
    _ window: ClosedRange<SimTime>,
    in world: World,
    zero: SimTime
  ) throws(UsageError) {
    guard let first = world.jobs.first?.submit, let last = world.jobs.last?.submit,
      !world.jobs.contains(where: { window.contains($0.submit) })
    else { return }
    throw UsageError(
      "no job is submitted in the measurement window; the submits that are replayed span "
        + "\(DurationText.format(max(.zero, first - zero))) to "
        + DurationText.format(max(.zero, last - zero)) + " since time zero"
    )
  }
}
