import AllotBenchmarks
import AllotFiles
import ArgumentParser
import Foundation

/// `allot-bench read`: reads a synthetic log of each format and prints how fast.
struct ReadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "read",
    abstract: "Read a log of each format several times and print MB/s of processor time as CSV."
  )

  @Argument(help: "The formats: \(SyntheticLog.all.map(\.format).joined(separator: ", ")).")
  var formats: [String] = SyntheticLog.all.map(\.format)

  @Option(help: "MB of text.")
  var megabytes = 60

  @Option(help: "How often each log is read.")
  var times = 5

  func validate() throws {
    if let unknown = formats.first(where: { SyntheticLog.named($0) == nil }) {
      throw ValidationError("there is no log of the format '\(unknown)'")
    }
    if megabytes < 1 || times < 1 { throw ValidationError("numbers are at least one") }
  }

  func run() throws {
    print("format,rows,megabytes,slowest,median,fastest")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "allot-bench-\(UUID().uuidString)"
    )
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for log in formats.compactMap(SyntheticLog.named) {
      let path = folder.appendingPathComponent("log.\(log.ending)")
      let size = Double(try write(log, to: path)) / 1e6
      var speeds: [Double] = []
      var rows = 0
      for _ in 0..<times {
        let seconds = try Measurement.seconds {
          rows = try Trace.read(path: path.path, format: log.format).rows.count
        }
        speeds.append(size / seconds)
      }
      speeds.sort()
      let figures = [speeds[0], speeds[times / 2], speeds[times - 1]].map { "\(Int($0))" }
      print("\(log.format),\(rows),\(Int(size)),\(figures.joined(separator: ","))")
    }
  }

  /// Writes a log, whose bytes are not kept, and answers with its size.
  private func write(_ log: SyntheticLog, to path: URL) throws -> Int {
    let text = log.text(bytes: megabytes * 1_000_000)
    try Data(text).write(to: path)
    return text.count
  }
}
