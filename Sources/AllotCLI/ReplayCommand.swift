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
      """
  )

  @OptionGroup var inputs: InputOptions
  @OptionGroup var changes: PolicyOptions

  @Option(help: "A policy: a preset's name (see 'allot policy list') or a YAML file.")
  var policy: String

  @Option(help: "When the scheduler looks: once an instant, or after each event as pyss does.")
  var pass: PassRule = .instant

  @Option(help: "Write jobs.csv, summary.json, manifest.json and host.json into this new folder.")
  var out: String?

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
      let policy = try changes.applied(to: PolicyFile.load(policy))
      try out.map { try OutputFolder.check($0) }
      let read = try inputs.read()
      for sentence in read.world.idleTerms(under: policy) { Terminal.tell(sentence) }
      if pass == .event && !Simulation.allowsEventRule(world: read.world, policy: policy) {
        throw UsageError(
          "--pass event is defined only with --processors, without --interval, and with the "
            + "policies fcfs, easy, easy-sjbf, conservative"
        )
      }
      let middle = clock.now
      let progress = Progress(total: read.world.jobs.count)
      let replay = try Replay(
        world: read.world,
        policy: policy,
        passRule: pass,
        window: read.window,
        progress: { progress.add($0) }
      )
      if let out {
        let host = HostRecord(
          commandLine: CommandLine.arguments,
          workers: [],
          readingMilliseconds: (middle - begin).milliseconds,
          replayingMilliseconds: (clock.now - middle).milliseconds
        )
        let files = ResultFiles(
          world: read.world,
          labels: read,
          manifest: read.manifest(pass: pass)
        )
        try ResultWriter.write(to: out, host: host) { folder in
          try files.write(replay, policyText: PolicyFile.text(of: policy), to: folder)
        }
      }
      if json {
        Terminal.print(bytes: try JSONText.bytes(replay.summary))
      } else {
        Terminal.print(
          ComparisonReport(
            [replay.summary],
            title: read.title + PolicyOptions.bounds(of: policy),
            device: read.device
          ).text
        )
        if let out { Terminal.tell("results: \(out)") }
      }
    }
  }
}

extension PassRule: ExpressibleByArgument {}
