import Allot
import AllotFiles
import Foundation
import Testing

/// The trace in `traces/` is what the generator makes today.
@Suite struct EmbeddedTraceTests {
  private static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("traces/gwangju-month.csv.gz").path

  @Test func theTraceIsWhatTheGeneratorMakes() throws {
    let made = TraceWriter.csv(try TraceGenerator(seed: 1).generate())
    let file = try InputFile(path: Self.path)
    let hash = file.withText { SHA256.hexadecimal(of: $0) }
    #expect(hash == made.withUnsafeBytes { SHA256.hexadecimal(of: $0) })
    #expect(file.storedCount <= 3_000_000)
  }

  @Test func itOffersNineTenthsOfTheCluster() throws {
    let trace = try Trace.read(path: Self.path, format: nil)
    let days = 28.0
    let capacity = Double(TraceGenerator.gwangju.gpus) * days * 86_400_000
    let work = trace.rows.reduce(0.0) { $0 + Double($1.gpus) * Double($1.run.milliseconds) }
    #expect(abs(work / capacity - 0.9) < 0.001)
    #expect(trace.rows.count == 52_085)
    #expect(trace.synthetic != nil)
  }
}
