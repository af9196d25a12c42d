import Allot
import AllotFiles
import ArgumentParser

/// The options that say what a replay reads, the same for every verb that replays.
struct InputOptions: ParsableArguments {
  @Option(help: "The trace: SWF, sacct -P, native CSV, Philly or Helios table; .gz is read too.")
  var trace: String?

  @Option(help: "A scenario: a preset's name (gwangju, korea-2025) or a YAML file.")
  var scenario: String?

  @Option(help: "The modelled cluster: a preset's name (see 'allot cluster list') or a YAML file.")
  var cluster: String?

  @Option(
    parsing: .unconditional,
    help: "A machine of N identical processors instead of a cluster, for classic logs."
  )
  var processors: Int?

  @Option(help: "The tenant tree: a preset's name (korea) or a YAML file.")
  var tenants: String?

  @Option(help: "A YAML file whose section 'assign' maps users, groups, queues or VCs to tenants.")
  var assign: String?

  @Option(
    parsing: .unconditional,
    help: "Scale arrivals to this offered load, such as 0.95 (default: as submitted)."
  )
  var load: String?

  @Option(help: "Run times that reservations trust: requested, or exact (clairvoyant).")
  var estimates: Estimates = .requested

  @Option(
    help: """
      Jobs without a limit: drop (default of SWF), run (the real run time; default of the others), \
      or a duration such as '24 h'.
      """
  )
  var missingLimit: String?

  @Option(help: "Date of time zero, such as 2026-03-02T00:00:00+09:00 (default: the trace's).")
  var epoch: String?

  @Option(
    help: "Account over FROM..TO since time zero, such as '7 d..21 d' (default: all submits)."
  )
  var measure: String?

  @Option(
    help: "The trace's format (default: by content): \(TraceFormats.names.joined(separator: ", "))."
  )
  var format: String?

  enum Estimates: String, ExpressibleByArgument, CaseIterable {
    case requested, exact
  }

  /// Reads everything that the options name.
  func read() throws -> ReplayInputs {
    var options = ReplayOptions()
    options.scenario = scenario
    options.trace = trace
    options.format = format
    options.cluster = cluster
    options.processors = processors
    options.tenants = tenants
    options.assign = assign
    options.hasExactEstimates = estimates == .exact
    if let processors, !(1...10_000_000).contains(processors) {
      throw UsageError("--processors is \(processors); give 1 to 10,000,000")
    }
    if let load {
      guard let millionths = QuantityText.millionths(load), (1...1_000_000_000).contains(millionths)
      else {
        throw UsageError("--load is '\(load)'; give a number from 0.000001 to 1000, such as 0.95")
      }
      options.load = millionths
    }
    if let missingLimit {
      do {
        options.missingLimit = try MissingLimit(text: missingLimit)
      } catch {
        throw UsageError("--missing-limit: \(error.description)")
      }
    }
    if let epoch {
      guard let seconds = EpochText.unixSeconds(epoch) else {
        throw UsageError("--epoch is '\(epoch)'; write it as 2026-03-02T00:00:00+09:00")
      }
      options.epoch = seconds
    }
    if let measure {
      guard let window = MeasureText.window(measure) else {
        throw UsageError(
          "--measure is '\(measure)'; write FROM..TO with units, FROM first, such as '7 d..21 d'"
        )
      }
      options.measure = window
    }
    let inputs = try ReplayInputs(options)
    for remark in inputs.remarks { Terminal.tell(remark) }
    return inputs
  }
}
