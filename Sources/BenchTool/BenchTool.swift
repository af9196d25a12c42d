import ArgumentParser

/// Measures `allot`: one case, the table of `docs/performance.md`, or the gate against regressions.
@main
struct BenchTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allot-bench",
    abstract: "Measure replays; see docs/performance.md.",
    subcommands: [
      CaseCommand.self, CohortsCommand.self, GateCommand.self, TableCommand.self,
      GrowthCommand.self, LogCommand.self, ReadCommand.self, CampaignCommand.self,
    ]
  )
}
