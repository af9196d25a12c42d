import ArgumentParser
import Foundation

/// `allot-bench table`: the table of `docs/performance.md`, medians of interleaved runs.
struct TableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Measure every row of the table in docs/performance.md."
  )

  @Option(help: "Runs of each row; all rows are run once before any is run again.")
  var rounds = 5

  @Option(
    help:
      "HPC2N-2002-2.2-cln of the Parallel Workloads Archive; without it, no rows of it."
  )
  var hpc2n: String?

  @Flag(help: "Leave out the row with ten million jobs.")
  var noLargest = false

  func run() throws {
    let rows = TableRow.all(hpc2n: hpc2n).filter { !noLargest || !$0.isLargest }
    var runs: [[TableRow.Cost]] = rows.map { _ in [] }
    for round in 1...max(1, rounds) {
      for (index, row) in rows.enumerated() {
        runs[index].append(try row.measure())
        FileHandle.standardError.write(Data("round \(round): \(row.name)\n".utf8))
      }
    }
    print("| case | aim | median | fastest | slowest | MB |")
    print("| --- | --- | ---: | ---: | ---: | ---: |")
    for (row, costs) in zip(rows, runs) {
      let figures = costs.map(\.figure).sorted()
      let memory = costs.map(\.kilobytes).max() ?? 0
      let texts = [figures[figures.count / 2], figures[0], figures[figures.count - 1]].map {
        Self.text($0) + " " + row.unit
      }
      print("| \(row.name) | \(row.aim) | \(texts.joined(separator: " | ")) | \(memory / 1_024) |")
    }
  }

  /// Three digits, and noughts behind them where the number is larger.
  private static func text(_ figure: Double) -> String {
    guard figure >= 1_000 else { return String(format: "%.3g", figure) }
    let step = pow(10, floor(log10(figure)) - 2)
    return String(Int((figure / step).rounded() * step))
  }
}
