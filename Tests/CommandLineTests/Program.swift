import Foundation

/// What a command printed and how it ended.
struct Output: Equatable {
  var standard: String
  var error: String
  var code: Int32
}

/// Runs commands with the built program on the path.
enum Program {
  /// The folder that holds `Package.swift`.
  static let root: String = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The folder of the built program: where the running test is, else the release build's.
  static let folder: String = {
    let test = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
    let candidates = [test, root + "/.build/release", root + "/.build/debug"]
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0 + "/allot") } ?? test
  }()

  /// True when outputs are to be written anew instead of compared.
  static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  /// Runs a command line of a shell in a folder.
  static func run(_ command: String, in folder: String) throws -> Output {
    let outputs = try TemporaryFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = [
      "PATH": Self.folder + ":/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "NO_COLOR": "1",
      "COLUMNS": "80",
    ]
    let standard = try outputs.handle("standard")
    let error = try outputs.handle("error")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = standard
    process.standardError = error
    try process.run()
    process.waitUntilExit()
    return Output(
      standard: try outputs.text("standard"), error: try outputs.text("error"),
      code: process.terminationStatus)
  }
}

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
