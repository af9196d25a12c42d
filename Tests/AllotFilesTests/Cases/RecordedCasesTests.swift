import AllotFiles
import Foundation
import Testing

/// Every recorded decision of the systems that presets follow, evaluated.
struct RecordedCasesTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Vectors")

  private static let files =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []

  @Test func thereAreFiles() {
    #expect(!Self.files.isEmpty)
  }

  @Test(arguments: files)
  func everyCasePasses(file: String) throws {
    let cases = try PolicyCase.load(Self.folder.appendingPathComponent(file).path)
    #expect(!cases.isEmpty)
    for recorded in cases {
      guard case .failed(let got, let expected) = try recorded.evaluate() else { continue }
      Issue.record("\(recorded.id): got \(got), expected \(expected)")
    }
  }

  @Test(arguments: files)
  func noKindIsUnknown(file: String) throws {
    for recorded in try PolicyCase.load(Self.folder.appendingPathComponent(file).path) {
      guard case .unknownKind = try recorded.evaluate() else { continue }
      Issue.record("\(recorded.id): \(recorded.kind) is not known")
    }
  }
}
