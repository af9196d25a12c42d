public import Allot
import AllotFiles
import AllotMetrics
import AllotReport
public import ArgumentParser

/// `allot replay`: one trace under one policy.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replay a trace under one policy.",
    discussion: """
      Example: allot replay --trace log.swf.gz --processors 100 --policy easy --out result

      \(InputOptions.discussion)
      """
  )

  @OptionGroup var inputs: InputOptions
  @OptionGroup var changes: PolicyOptions
  @OptionGroup var metrics: MetricOptions

  @Option(help: "A policy: a preset's name (see 'allot policy list') or a YAML file.")
  var policy: String

  @Option(help: "When the scheduler looks: once an instant, or after each event as pyss does.")
  var pass: PassRule = .instant

  @Option(help: "Write jobs.csv, summary.json, manifest.json and host.json into this new folder.")
  var out: String?

  @OptionGroup var output: OutputOptions

  @Flag(help: "Print the summary as JSON.")
  var json = false

  func validate() throws {
    if inputs.trace == nil && inputs.scenario == nil {
      throw ValidationError("Missing expected argument '--trace <trace>'")
    }
  }

  func run() throws {
    try Failure.caught {
      let clock = ContinuousClock()
      let begin = clock.now
      try output.begin(out)
      let policy = try changes.applied(to: PolicyFile.load(CommaList.policy(policy)))
      let read = try inputs.read()
      try read.world.checkWalls(under: policy)
      for sentence in read.world.idleTerms(under: policy) { Terminal.tell(sentence) }
      for sentence in read.world.warmStart(under: [policy]) { Terminal.tell(sentence) }
      if pass == .event && !Simulation.allowsEventRule(world: read.world, policy: policy) {
        throw UsageError(
          "--pass event is defined only with --processors, without --interval, and with the "
            + "policies fcfs, easy, easy-sjbf, conservative"
        )
      }
      let middle = clock.now
      let progress = Progress(total: read.world.jobs.count)
      let figures = try metrics.figures(writesFiles: out != nil)
      let replay = try Replay(
        read.measured(depthOfTenants: metrics.depthOfTenants),
        policy: policy,
        passRule: pass,
        figures: figures,
        progress: { progress.add($0) }
      )
      if let out {
        let host = HostRecord(
          commandLine: CommandLine.arguments,
          workers: [],
          readingMilliseconds: (middle - begin).milliseconds,
          replayingMilliseconds: (clock.now - middle).milliseconds
        )
        let files = read.resultFiles(pass: pass)
        try ResultWriter.write(to: out, replaces: output.replace) { folder in
          try files.write(replay, policyText: PolicyFile.text(of: policy), to: folder)
          return (host, ())
        }
      }
      if json {
        Terminal.print(bytes: try JSONText.bytes(replay.summary))
      } else {
        Terminal.print(
          ComparisonReport(
            [replay.summary],
            title: read.title + PolicyOptions.bounds(of: policy),
            device: read.device,
            figures: figures
          ).text
        )
        if let out { Terminal.tell("results: \(out)") }
      }
    }
  }
}

extension PassRule: ExpressibleByArgument {}
