import Allot
import AllotFiles
import AllotPolicies
import AllotReport
import ArgumentParser

/// `allot policy`: the sharing policies and their parts.
struct PolicyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy",
    abstract: "List, show and check sharing policies.",
    subcommands: [List.self, Show.self, Check.self, Answers.self]
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
      abstract: "Print a policy in full, as a policy file."
    )

    @Argument(help: "A preset's name or a YAML file.")
    var policy: String

    func run() throws {
      try Failure.caught {
        let policy = try PolicyFile.load(policy)
        for sentence in policy.idleParts { Terminal.tell("policy \(policy.name): \(sentence)") }
        Terminal.print(PolicyFile.text(of: policy))
      }
    }
  }
}
