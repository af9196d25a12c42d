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

      \(InputOptions.discussion)
      """
  )

  @OptionGroup var inputs: InputOptions
  @OptionGroup var changes: PolicyOptions
  @OptionGroup var metrics: MetricOptions

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

  @OptionGroup var output: OutputOptions

  @Flag(help: "Print the comparison as JSON.")
  var json = false

  @OptionGroup var replication: ReplicationOptions

  func validate() throws {
    if inputs.trace == nil && inputs.scenario == nil && replication.seeds == nil {
      throw ValidationError("Missing expected argument '--trace <trace>'")
    }
    try WorkerPlacement.validate(workers)
  }

  func run() throws {
    try Failure.caught {
      try output.begin(out)
      if let replicates = try replication.replicates(hasFolder: out != nil) {
        try compare(replicates)
      } else {
        try compareOnce()
      }
    }
  }

  /// Compares policies on one trace.
  private func compareOnce() throws {
    let clock = ContinuousClock()
    let begin = clock.now
    let policies = try loadPolicies()
    let read = try inputs.read()
    for policy in policies {
      try read.world.checkWalls(under: policy)
      for sentence in read.world.idleTerms(under: policy) { Terminal.tell(sentence) }
    }
    for sentence in read.world.warmStart(under: policies) { Terminal.tell(sentence) }
    let middle = clock.now
    let host = try HostTopology()
    let placement = WorkerPlacement(host: host, requested: workers, binds: !noBind)
    let campaign = Campaign(placement: placement, host: host)
    let figures = try metrics.figures(writesFiles: out != nil)
    let progress = Progress(total: read.world.jobs.count * policies.count)
    let keepsJobs = out != nil
    let finished = campaign.run(
      policies,
      on: read.measured(depthOfTenants: metrics.depthOfTenants),
      figures: figures,
      progress: { progress.add($0) },
      keeping: { (summary: $0.summary, replay: keepsJobs ? $0 : nil) }
    )
    tell(finished.bindings)
    let replays = try finished.outcomes[0].map { try kept($0) }
    if let out {
      let record = HostRecord(
        placement,
        finished.bindings,
        reading: middle - begin,
        replaying: clock.now - middle
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
          device: read.device,
          figures: figures
        ).text
      )
      if let out { Terminal.tell("results: \(out)") }
    }
  }

  func loadPolicies() throws -> [Policy] {
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
  func tell(_ bindings: [BindingOutcome]) {
    for case .refused(let reason) in bindings.prefix(1).map(\.thread) {
      Terminal.tell("workers are not bound to cores: \(reason)")
    }
  }

  func kept<Kept>(_ outcome: Result<Kept, any Error>) throws -> Kept {
    do {
      return try outcome.get()
    } catch let violation as PolicyViolation {
      Terminal.complain("allot: error: \(violation)")
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
    let files = read.resultFiles()
    try ResultWriter.write(to: out, replaces: output.replace) { folder in
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
      return (record, ())
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
