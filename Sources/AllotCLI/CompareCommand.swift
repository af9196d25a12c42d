import Allot
import AllotCampaign
import AllotFiles
import AllotHost
import AllotMetrics
import AllotReport
import ArgumentParser
import Foundation

/// `allot compare`: one trace under several policies, in parallel.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Replay a trace under several policies and compare them.",
    discussion: """
      Example: allot compare --scenario gwangju --trace traces/gwangju-month.csv.gz \
      --policy static-partition,fair-share,quota-borrowing
      """
  )

  @OptionGroup var inputs: InputOptions
  @OptionGroup var changes: PolicyOptions

  @Option(help: "Policies, separated by commas or given again: presets' names or YAML files.")
  var policy: [String]

  @Option(
    parsing: .unconditional,
    help: "Replays at a time (default: one for each core this process may use)."
  )
  var workers: Int?

  @Flag(help: "Do not bind workers to cores.")
  var noBind = false

  @Option(help: "Write one folder for each policy and comparison.json into this new folder.")
  var out: String?

  @Flag(help: "Print the comparison as JSON.")
  var json = false

  func validate() throws {
    if inputs.trace == nil && inputs.scenario == nil {
      throw ValidationError("Missing expected argument '--trace <trace>'")
    }
    try WorkerPlacement.validate(workers)
  }

  func run() throws {
    try Failure.caught {
      let clock = ContinuousClock()
      let begin = clock.now
      let policies = try loadPolicies()
      try out.map { try OutputFolder.check($0) }
      let read = try inputs.read()
      for policy in policies {
        for sentence in read.world.idleTerms(under: policy) { Terminal.tell(sentence) }
      }
      let middle = clock.now
      let host = try HostTopology()
      let placement = WorkerPlacement(host: host, requested: workers, binds: !noBind)
      let campaign = Campaign(
        world: read.world,
        window: read.window,
        placement: placement,
        host: host
      )
      let progress = Progress(total: read.world.jobs.count * policies.count)
      let keepsJobs = out != nil
      let finished = campaign.run(policies, progress: { progress.add($0) }) { replay in
        (summary: replay.summary, replay: keepsJobs ? replay : nil)
      }
      tell(finished.bindings)
      let replays = try finished.outcomes.map { try kept($0) }
      if let out {
        let record = HostRecord(
          commandLine: CommandLine.arguments,
          workers: zip(placement.workers, finished.bindings).map {
            HostRecord.Worker(place: $0, binding: $1)
          },
          readingMilliseconds: (middle - begin).milliseconds,
          replayingMilliseconds: (clock.now - middle).milliseconds
        )
        try write(replays.compactMap(\.replay), policies, read, record, to: out)
      }
      let summaries = replays.map(\.summary)
      if json {
        Terminal.print(bytes: try JSONText.bytes(Comparison(summaries)))
      } else {
        Terminal.print(
          ComparisonReport(
            summaries,
            title: read.title + policies.flatMap(PolicyOptions.bounds),
            device: read.device
          ).text
        )
        if let out { Terminal.tell("results: \(out)") }
      }
    }
  }

  private func loadPolicies() throws -> [Policy] {
    let policies = try CommaList.policies(in: policy).map {
      try changes.applied(to: PolicyFile.load($0))
    }
    for (index, policy) in policies.enumerated()
    where policies[..<index].contains(where: { $0.name == policy.name }) {
      throw UsageError("--policy names '\(policy.name)' twice; names must differ")
    }
    return policies
  }

  /// Says once why workers are not bound, if they could not be.
  private func tell(_ bindings: [BindingOutcome]) {
    for case .refused(let reason) in bindings.prefix(1).map(\.thread) {
      Terminal.tell("workers are not bound to cores: \(reason)")
    }
  }

  private func kept<Kept>(_ outcome: Result<Kept, PolicyViolation>) throws -> Kept {
    switch outcome {
    case .success(let kept): return kept
    case .failure(let violation):
      Terminal.tell("allot: error: \(violation)")
      throw ExitCode(3)
    }
  }

  private func write(
    _ replays: [Replay],
    _ policies: [Policy],
    _ read: ReplayInputs,
    _ record: HostRecord,
    to out: String
  ) throws {
    let files = ResultFiles(
      world: read.world,
      labels: read,
      manifest: read.manifest(pass: .instant)
    )
    try ResultWriter.write(to: out, host: record) { folder in
      for (replay, policy) in zip(replays, policies) {
        try files.write(
          replay,
          policyText: PolicyFile.text(of: policy),
          to: folder,
          prefix: policy.name + "/"
        )
      }
      try folder.write(
        "comparison.json",
        try JSONText.bytes(Comparison(replays.map(\.summary)))
      )
    }
  }
}

extension WorkerPlacement {
  /// Refuses numbers of workers that no machine has.
  static func validate(_ workers: Int?) throws {
    if let workers, !(1...4_096).contains(workers) {
      throw ValidationError("--workers is \(workers); give 1 to 4,096")
    }
  }
}
