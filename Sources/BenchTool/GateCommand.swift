import ArgumentParser
import Foundation

/// `allot-bench gate`: counts instructions, looks and memory of fixed cases and compares them with
/// what the repository allows.
struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Compare fixed cases with the thresholds; exit 2 on a regression."
  )

  @Option(help: "The thresholds.")
  var thresholds = "Benchmarks/gates.csv"

  @Flag(help: "Only the small cases, as CI does.")
  var small = false

  @Flag(help: "Write what was measured into the thresholds instead of comparing.")
  var update = false

  func run() throws {
    var rows = try GateRow.read(thresholds)
    let stamp = update ? (date: try Self.today(), compiler: try Self.compiler()) : nil
    let program = try StrippedProgram()
    var isWorse = false
    for index in rows.indices where rows[index].isSmall || !small {
      let measured = try measure(rows[index], program)
      let complaints = update ? [] : Self.complaints(rows[index], measured)
      isWorse = isWorse || !complaints.isEmpty
      print(Self.line(rows[index], measured, complaints))
      guard let stamp else { continue }
      rows[index] = measured
      rows[index].date = stamp.date
      rows[index].compiler = stamp.compiler
    }
    if update {
      let text = ([GateRow.header] + rows.map(\.line)).joined(separator: "\n") + "\n"
      try text.write(toFile: thresholds, atomically: true, encoding: .utf8)
    }
    if isWorse {
      print("worse than \(thresholds) allows: mend it, or state why and run with --update")
      throw ExitCode(2)
    }
  }

  /// The row as it is now.
  private func measure(_ row: GateRow, _ program: StrippedProgram) throws -> GateRow {
    let measurement = try Measurement(of: row.command)
    let whole = try program.instructions(row.command)
    let world = try program.instructions(row.command + ["--world-only"])
    var measured = row
    measured.instructions = (whole - world) / row.jobs
    measured.kilobytes = measurement.kilobytes
    measured.counters = measurement.counters
    measured.digest = measurement.digest
    return measured
  }

  private static func complaints(_ allowed: GateRow, _ measured: GateRow) -> [String] {
    var complaints: [String] = []
    if measured.digest != allowed.digest {
      complaints.append("digest \(measured.digest), not \(allowed.digest)")
    }
    if measured.counters != allowed.counters {
      complaints.append("counters \(measured.counters), not \(allowed.counters)")
    }
    if measured.instructions * 100 > allowed.instructions * (100 + allowed.margin) {
      complaints.append("instructions over \(allowed.instructions) + \(allowed.margin) %")
    }
    if measured.kilobytes * 100 > allowed.kilobytes * (100 + 4 * allowed.margin) {
      complaints.append("memory over \(allowed.kilobytes) KiB + \(4 * allowed.margin) %")
    }
    return complaints
  }

  private static func line(_ row: GateRow, _ measured: GateRow, _ complaints: [String]) -> String {
    let change = Double(measured.instructions) / Double(row.instructions) * 100 - 100
    let percent = row.instructions == 0 ? "new" : String(format: "%+.1f %%", change)
    let verdict = complaints.isEmpty ? "ok" : complaints.joined(separator: "; ")
    return "\(row.name) \(row.jobs) jobs, \(row.backlog) waiting at first: "
      + "\(measured.instructions) instructions a job (\(percent)), "
      + "\(measured.kilobytes) KiB: \(verdict)"
  }

  /// Such as `2026-11-21`.
  private static func today() throws -> String {
    try ChildProcess(["date", "+%F"]).output.trimmingCharacters(in: .newlines)
  }

  /// Such as `Swift 6.3.1`.
  private static func compiler() throws -> String {
    let text = try ChildProcess(["swift", "--version"]).output
    let words = text.split(whereSeparator: { $0 == " " || $0 == "\n" })
    let at = words.firstIndex(of: "version").map { $0 + 1 }
    return "Swift \(at.map { String(words[$0]) } ?? "unknown")"
  }
}
