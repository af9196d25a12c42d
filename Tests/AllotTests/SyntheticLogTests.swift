import Allot
import AllotBenchmarks
import AllotFiles
import Foundation
import Testing

/// The logs by which the speed of readers is measured.
@Suite struct SyntheticLogTests {
  @Test func everyFormatHasOne() {
    let formats = TraceFormats.all.map { $0.name }.filter { $0 != "columns" }
    #expect(SyntheticLog.all.map(\.format).sorted() == formats.sorted())
  }

  @Test(arguments: SyntheticLog.all.map(\.format))
  func aLogIsReadAsItsFormatAndEveryJobOfIt(format: String) throws {
    let log = try #require(SyntheticLog.named(format))
    let path = NSTemporaryDirectory() + "allot-log-\(UUID().uuidString).\(log.ending)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = log.text(bytes: 40_000)
    #expect(text.count >= 40_000)
    try Data(text).write(to: URL(fileURLWithPath: path))
    let trace = try Trace.read(path: path)
    #expect(trace.format == format)
    #expect(trace.rows.count > 10)
    #expect(trace.cleaning.dropped.isEmpty)
    #expect(trace.rows.allSatisfy { $0.gpus + $0.cores > 0 && $0.run > .zero })
  }
}
