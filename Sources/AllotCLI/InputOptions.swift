import Allot
import AllotFiles
import ArgumentParser

/// The options that say what a replay reads, the same for every verb that replays.
struct InputOptions: ParsableArguments {
  /// What the help of every verb that replays says about its inputs.
  static let discussion = """
    A year of Slurm (more columns tell more, see docs/traces.md):

      SLURM_TIME_FORMAT=%s sacct -a -X -P --noconvert -S 2025-01-01 > year.txt \\
        -o JobID,User,Account,Partition,State,Submit,Start,End,Timelimit,AllocTRES
      allot replay --trace year.txt --cluster gwangju --policy fair-share

    A scenario is a YAML file, all of whose keys may be left out:

      scenario:
        cluster: gwangju             # a preset or a file
        tenants: korea
        trace: year.txt              # files as seen from this one
        load: 0.95
        epoch: 2025-01-01T00:00:00+09:00
        measure: 30 d..60 d

    Times of --measure count from time zero: the date of --epoch, else what the trace says (the \
    header's UnixStartTime, '# epoch:'), else its first submit.
    """

  @Option(
    help: """
      The trace: SWF, sacct -P, native CSV, Philly or Helios table; .gz is read too; - is standard \
      input.
      """
  )
  var trace: String?

  @Option(help: "A scenario: a preset's name (gwangju, korea-2025) or a YAML file.")
  var scenario: String?

  @Option(help: "The modelled cluster: a preset's name (see 'allot cluster list') or a YAML file.")
  var cluster: String?

  @Option(
    parsing: .unconditional,
    help: """
      A machine of N identical processors instead of a cluster, for classic logs (default without \
      a cluster: what the header of an SWF log says).
      """
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

  @Flag(help: "Let --load be more than 3 times the machine.")
  var allowOverload = false

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
    help: """
      Account over FROM..TO, counted from time zero (see --epoch), such as '7 d..21 d', or dates \
      such as 2026-07-01..2026-12-31 (default: all submits).
      """
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
    let inputs = try ReplayInputs(given())
    for remark in inputs.remarks { Terminal.tell(remark) }
    return inputs
  }

  /// What the options say, before any file is opened.
  func given() throws -> ReplayOptions {
    var options = ReplayOptions()
    options.scenario = scenario
    options.trace = trace
    options.format = format
    options.cluster = cluster
    options.processors = processors
    options.tenants = tenants
    options.assign = assign
    options.allowsOverload = allowOverload
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
      guard let window = MeasureText(measure) else {
        throw UsageError(
          "--measure is '\(measure)'; write FROM..TO with units, FROM first, such as '7 d..21 d', "
            + "or dates, such as 2026-07-01..2026-12-31"
        )
      }
      options.measure = window
    }
    return options
  }
}
