import AllotFiles
import AllotReport
import ArgumentParser

/// `allot reproduce`: published experiments, run anew.
struct ReproduceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Run published experiments anew and print both results.",
    subcommands: [Heuristics.self]
  )

  /// `allot reproduce heuristics`.
  struct Heuristics: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "heuristics",
      abstract: "The table of heuristics of RLScheduler (SC'20): ten sequences of 1,024 jobs.",
      discussion: """
        Published for lublin_256, SDSC-SP2-1998-4.2-cln, HPC2N-2002-2.2-cln and lublin_256_new2, \
        which are recognised by their names. Other SWF logs get the figures alone.
        """
    )

    @Argument(help: "SWF logs; .gz is read too.")
    var logs: [String]

    func run() throws {
      try Failure.caught {
        var report = HeuristicReport(heuristics: HeuristicTable.heuristics)
        for log in logs {
          for row in try HeuristicTable.rows(path: log) {
            report.add(
              log: row.log,
              backfills: row.backfills,
              source: row.source,
              values: row.values
            )
          }
        }
        Terminal.print(
          """
          Average bounded slowdown (tau 10 s), mean of ten sequences of 1,024 jobs.

          \(report.text)
          WFP3 and UNICEP order by the wait. The published code reads it as -1 minus the submit
          time, because the start of a waiting job is -1 there: in effect, longest request first.
          'wait misread' does the same and gives the published figures; 'true wait' is what the
          formulas say. The other heuristics do not read the wait.

          """
        )
      }
    }
  }
}
