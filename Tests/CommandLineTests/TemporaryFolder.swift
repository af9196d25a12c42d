import Foundation

/// A folder that disappears with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/allot-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Copies every file of a folder into this one.
  func fill(from folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: path + "/" + name)
    }
  }

  /// Makes this folder look like the repository, without a place to write into it.
  func imitate(_ root: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: path + "/repository", withIntermediateDirectories: true)
    for name in ["docs", "scripts", "traces"] {
      try files.createSymbolicLink(
        atPath: path + "/repository/" + name,
        withDestinationPath: root + "/" + name
      )
    }
    let shared = Program.shared
    if files.fileExists(atPath: shared) {
      try files.createSymbolicLink(atPath: path + "/shared", withDestinationPath: shared)
    }
  }

  /// A new file for writing.
  func handle(_ name: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path + "/" + name, contents: nil)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/" + name))
  }

  /// The text of a file.
  func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }
}
