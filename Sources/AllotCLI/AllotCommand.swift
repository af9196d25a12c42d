import Allot
import ArgumentParser
import Foundation

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
      ReplayCommand.self, CompareCommand.self, TraceCommand.self, TenantsCommand.self,
      ClusterCommand.self, PolicyCommand.self, TopologyCommand.self, ReproduceCommand.self,
    ]
  )

  /// Runs the program.
  static func main() {
    // A limit on file sizes is then an error that can be told, with nothing half-written.
    signal(SIGXFSZ, SIG_IGN)
    let arguments = Array(CommandLine.arguments.dropFirst())
    let words = CommandWords(arguments)
    if let error = words.unknownVerb { refuse(error) }
    if let option = repeatedOption(arguments) {
      exit(withError: ValidationError("\(option) is given twice; keep one of them"))
    }
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      if exitCode(for: error) == .validationFailure, let error = words.unknownOption {
        refuse(error)
      }
      exit(withError: error)
    }
  }

  private static func refuse(_ error: String) -> Never {
    Terminal.complain("allot: error: \(error)")
    exit(withError: ExitCode.validationFailure)
  }

  /// An option that is given again though it has one value: the parser would take the last one.
  private static func repeatedOption(_ arguments: [String]) -> String? {
    var seen: [String] = []
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let name = String(argument.prefix { $0 != "=" })
      if name == "--policy" && arguments.first == "compare" { continue }
      if seen.contains(name) { return name }
      seen.append(name)
    }
    return nil
  }
}
