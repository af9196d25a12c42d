import ArgumentParser
import Foundation

/// One line of `Benchmarks/gates.csv`: a case at a size and what it may cost.
struct GateRow {
  static let header =
    "case,jobs,backlog,size,instructions_per_job,margin_percent,kilobytes,counters,digest,date,"
    + "compiler"

  /// The case, with `+figures` behind it where the standard figures are taken, too.
  var name: String
  var jobs: Int
  var backlog: Int
  /// `small` rows are run by CI, `large` ones before a release.
  var size: String
  /// Instructions of the replay, counted by callgrind, for each job.
  var instructions: Int
  /// By how many per cent instructions and memory may exceed the row.
  var margin: Int
  /// The largest resident set of the process.
  var kilobytes: Int
  /// Passes, node tests, backtracks, visits and shadows.
  var counters: String
  var digest: String
  /// When the row was measured.
  var date: String
  /// The compiler that it was measured with.
  var compiler: String

  var isSmall: Bool { size == "small" }

  /// The command that replays the row's case.
  var command: [String] {
    let parts = name.split(separator: "+").map(String.init)
    let figures = parts.count > 1 ? ["--figures"] : []
    return ["case", parts[0], "--jobs", "\(jobs)", "--backlog", "\(backlog)"] + figures
  }

  /// The rows of a file.
  static func read(_ path: String) throws -> [GateRow] {
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    guard lines.first.map(String.init) == header else {
      throw ValidationError("\(path):1: the header is not '\(header)'")
    }
    return try lines.enumerated().dropFirst().map { index, line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count == 11, let jobs = Int(cells[1]), let backlog = Int(cells[2]),
        let instructions = Int(cells[4]), let margin = Int(cells[5]), let memory = Int(cells[6]),
        ["small", "large"].contains(cells[3])
      else {
        throw ValidationError("\(path):\(index + 1): the row can not be read: \(line)")
      }
      return GateRow(
        name: cells[0],
        jobs: jobs,
        backlog: backlog,
        size: cells[3],
        instructions: instructions,
        margin: margin,
        kilobytes: memory,
        counters: cells[7],
        digest: cells[8],
        date: cells[9],
        compiler: cells[10]
      )
    }
  }

  /// The row as a line of the file.
  var line: String {
    [
      name, "\(jobs)", "\(backlog)", size, "\(instructions)", "\(margin)", "\(kilobytes)", counters,
      digest, date, compiler,
    ].joined(separator: ",")
  }
}
