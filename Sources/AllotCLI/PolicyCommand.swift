import Allot
import AllotFiles
import AllotPolicies
import AllotReport
import ArgumentParser

/// `allot policy`: the sharing policies and their parts.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "List, show, import, export and check sharing policies.",
    subcommands: [
      List.self, Show.self, Import.self, Export.self, Check.self, Answers.self,
    ]
  )

  /// `allot policy list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the policies and the parts that a policy file combines."
    )

    func run() throws {
      let presets = PolicyPresets.all.map { ($0.policy.name, $0.summary, $0.source) }
      Terminal.print(PolicyReport.list(presets, parts: PolicyParts.names))
    }
  }

  /// `allot policy show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract:
        "Print a policy in full, or explain every tenant's share at an instant of a result.",
      discussion: """
        Examples: allot policy show kueue
                  allot policy show --at '36 h' results/easy
        """
    )

    @Argument(help: "A preset's name or a YAML file; with --at the folder of a result.")
    var policy: String

    @Option(
      help: """
        Explain at this time on the trace's clock, as jobs.csv has it, such as '36 h', or at a \
        date, such as 2026-03-02 or 2026-03-02T09:00:00+09:00; the zone is that of the result.
        """
    )
    var at: String?

    func run() throws {
      try Failure.caught {
        if let at { return try explain(at) }
        let policy = try PolicyFile.load(policy)
        for sentence in policy.idleParts { Terminal.tell("policy \(policy.name): \(sentence)") }
        Terminal.print(PolicyFile.text(of: policy))
      }
    }

    private func explain(_ text: String) throws {
      let manifest = try ResultManifest(folder: policy)
      let inputs = try manifest.read()
      let time = try time(text, in: inputs, manifest.options)
      if let begin = inputs.world.warmStart?.begin, time < begin {
        throw UsageError(
          "--at is before the replay begins, which is at \(DurationText.format(begin - .zero)) on "
            + "the trace's clock; nothing is decided before"
        )
      }
      try manifest.check(inputs)
      var simulation = Simulation(
        world: inputs.world,
        policy: manifest.policy,
        passRule: manifest.pass
      )
      let report = ShareReport(
        try simulation.explanations(at: time),
        world: inputs.world.under(termsOf: time),
        policy: manifest.policy,
        device: inputs.world.cluster.unit.rawValue
      )
      Terminal.print("\(manifest.policy.name) at \(DurationText.format(time - .zero))\n")
      Terminal.print(report.text)
    }

    private func time(_ text: String, in inputs: ReplayInputs, _ options: ReplayOptions) throws
      -> SimTime
    {
      guard let instant = InstantText(text) else {
        throw UsageError(
          "--at is '\(text)'; give a time on the trace's clock with its unit, such as '36 h', or "
            + "a date such as 2026-03-02T00:00:00+09:00"
        )
      }
      let zero = inputs.timeZero
      let time: SimTime
      do {
        time = try instant.time(
          zero: zero,
          epoch: options.epoch ?? inputs.trace.epoch,
          zone: options.reading.zone,
          durationsFrom: .zero
        )
      } catch {
        throw UsageError(
          "--at is a date, but the result knows no date of its time zero; replay with --epoch, or "
            + "give a time on the trace's clock"
        )
      }
      guard !instant.isDate || time >= zero else { throw UsageError("--at is before time zero") }
      if instant.isDateWithoutZone, options.reading.zone == nil {
        Terminal.tell(
          "'\(instant.text)' is read as UTC; write times and zones, such as "
            + "2026-03-02T00:00:00+09:00"
        )
      }
      return time
    }
  }
}
