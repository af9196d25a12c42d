import AllotFiles
import ArgumentParser

extension PolicyCommand {
  /// `allot policy check`.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Evaluate recorded decisions of schedulers and compare.",
      discussion: """
        A file holds cases in JSON or YAML: what a scheduler saw (inputs) and what it did \
        (expected). Cases that fail are printed with what was got and expected; exit 1 if any does.

        Example: allot policy check vectors/kueue-cycles.json
        """
    )

    @Argument(help: "Files of recorded cases.")
    var files: [String]

    func run() throws {
      try Failure.caught {
        var passed = 0
        var failed = 0
        for file in files {
          for recorded in try PolicyCase.load(file) {
            switch try recorded.evaluate() {
            case .passed: passed += 1
            case .failed(let got, let expected):
              failed += 1
              Terminal.print("\(recorded.id) failed\n  got      \(got)\n  expected \(expected)\n")
            case .unknownKind(let error):
              failed += 1
              Terminal.print("\(recorded.id) failed\n  \(error)\n")
            }
          }
        }
        Terminal.print("\(passed) passed, \(failed) failed\n")
        if failed > 0 { throw ExitCode(1) }
      }
    }
  }
}
