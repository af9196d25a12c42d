import Foundation

/// Runs commands with the built program on the path.
enum Program {
  /// The folder that holds `Package.swift`.
  static let root: String = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// Real logs that are not part of the repository: the folder `shared` beside it.
  static let shared: String =
    ProcessInfo.processInfo.environment["ALLOT_SHARED"]
    ?? URL(fileURLWithPath: root).deletingLastPathComponent().path + "/shared"

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
      standard: try outputs.text("standard"),
      error: try outputs.text("error"),
      code: process.terminationStatus
    )
  }
}
