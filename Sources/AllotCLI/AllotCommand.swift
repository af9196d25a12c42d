import Allot
import ArgumentParser

/// The program: replays job traces on a modelled AI datacenter and compares sharing policies.
@main
struct AllotCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "allot",
    abstract: "Replay job traces on a modelled AI datacenter and compare sharing policies.",
    discussion: """
      Data goes to standard output, progress to standard error.
      Exit codes: 0 done, 1 failed, 3 a replay inside a comparison failed, 64 usage, 65 bad input.
      """,
    version: AllotVersion.current,
    subcommands: [
      ReplayCommand.self, CompareCommand.self, TraceCommand.self, ClusterCommand.self,
      PolicyCommand.self, TopologyCommand.self, ReproduceCommand.self,
    ]
  )
}
