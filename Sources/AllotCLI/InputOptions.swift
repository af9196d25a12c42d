import Allot
import AllotFiles
import ArgumentParser

/// The options that say what a replay reads, the same for every verb that replays.
struct InputOptions: ParsableArguments {
  /// What the help of every verb that replays says about its inputs.
  static let discussion = """
    A year of Slurm (what each column means stands in docs/traces.md):

      SLURM_TIME_FORMAT=%s sacct -a -X -P -D --noconvert -S 2025-01-01 \\
        -o JobID,User,Account,Partition,QOS,Cluster,State,Submit,Eligible,\\
      Start,End,ElapsedRaw,TimelimitRaw,NNodes,NodeList,ReqTRES,AllocTRES \\
        > year.txt
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
      The trace: SWF, sacct -P or --json, native CSV, or one of the formats of --format; .gz is \
      read too; - is standard input.
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
      a cluster: what the header of an SWF log says). A processor is a device, or a core where no \
      job of the trace has a device.
      """
  )
  var processors: Int?

  @Option(help: "The tenant tree: a preset's name (korea) or a YAML file.")
  var tenants: String?

  @Option(help: "A YAML file whose section 'assign' maps users, groups, queues or VCs to tenants.")
  var assign: String?

  @Option(
    help: """
      A YAML file whose sections 'timeline' and 'windows' change shares, quotas and other terms of \
      tenants on dates (see docs/timeline.md).
      """
  )
  var timeline: String?

  @Option(
    help: """
      A table of when nodes are out: node,from,until,cause, or what 'sacctmgr show event -P' \
      prints (see docs/outages.md).
      """
  )
  var outages: String?

  @Option(
    help: """
      How often jobs save their work for when a node fails under them, such as '1 h' (default: \
      what the policy lets preempted jobs keep).
      """
  )
  var checkpoint: String?

  @Option(
    help: """
      Models that jobs accept: 'any', or a YAML file whose section 'models' maps the trace's names \
      to the cluster's (default: models of the same name or family).
      """
  )
  var models: String?

  @Option(
    help: """
      Go on though so much of the trace's work is left out, such as 20% (default: an error above \
      5 %).
      """
  )
  var allowDrops: String?

  @Option(
    parsing: .unconditional,
    help: "Scale arrivals to this offered load, such as 0.95 (default: as submitted)."
  )
  var load: String?

  @Option(
    parsing: .unconditional,
    help: """
      Add users by resampling those of the log, their weeks kept in order, such as 1.2 for a fifth \
      more; below 1 removes users (default: 1).
      """
  )
  var scaleUsers: String?

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
    parsing: .unconditional,
    help: """
      Account over FROM..TO, counted from time zero (see --epoch), such as '7 d..21 d', or dates \
      such as 2026-07-01..2026-12-31 (default: all submits).
      """
  )
  var measure: String?

  @Option(
    parsing: .unconditional,
    help: """
      Replay a log from here on, with what ran and waited then in its place: a date, or a time \
      since time zero, such as '30 d' (default: its first submit).
      """
  )
  var from: String?

  @Option(
    parsing: .unconditional,
    help: "Replay what is submitted before; a day alone counts whole (default: all)."
  )
  var to: String?

  @OptionGroup var reading: ReadingOptions

  enum Estimates: String, ExpressibleByArgument, CaseIterable {
    case requested, exact
  }

  /// Reads everything that the options name.
  func read() throws -> ReplayInputs {
    let inputs = try ReplayInputs(given())
    for remark in inputs.remarks { Terminal.tell(remark) }
    return inputs
  }

  private func checkpointInterval() throws(UsageError) -> SimDuration? {
    guard let checkpoint else { return nil }
    guard let interval = QuantityText.duration(checkpoint), interval > .zero else {
      throw UsageError("--checkpoint is '\(checkpoint)'; give a duration such as '1 h'")
    }
    return interval
  }

  /// What the options say, before any file is opened.
  func given() throws -> ReplayOptions {
    var options = ReplayOptions()
    options.scenario = scenario
    options.trace = trace
    options.format = reading.format
    options.reading = try reading.reading()
    options.cluster = cluster
    options.processors = processors
    options.tenants = tenants
    options.assign = assign
    options.timeline = timeline
    options.outages = outages
    options.checkpoint = try checkpointInterval()
    options.models = models
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
    if let scaleUsers {
      guard let factor = QuantityText.millionths(scaleUsers),
        ScenarioFile.userScales.contains(factor)
      else {
        throw UsageError("--scale-users is '\(scaleUsers)'; give 0.01 to 100, such as 1.2")
      }
      options.userScale = factor
    }
    if let allowDrops {
      guard let share = QuantityText.share(allowDrops), share <= .whole else {
        throw UsageError("--allow-drops is '\(allowDrops)'; give a percentage, such as 20%")
      }
      options.allowedDrops = share
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
    options.from = try instant(from, "--from")
    options.to = try instant(to, "--to", isEnd: true)
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

  private func instant(
    _ text: String?,
    _ flag: String,
    isEnd: Bool = false
  ) throws(UsageError) -> InstantText? {
    guard let text else { return nil }
    if let instant = InstantText(text, isEnd: isEnd) { return instant }
    throw UsageError(
      "\(flag) is '\(text)'; write a date, such as 2026-07-01, or a time since time zero, such as "
        + "'30 d'"
    )
  }
}
