import Foundation

/// A copy of this program without debug information; removed with the last reference.
///
/// Valgrind 3.19 can not read the DWARF 5 of a dependency's C code and gives up.
final class StrippedProgram {
  private let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("allot-bench-\(UUID().uuidString)").path
    _ = try ChildProcess(["strip", "--strip-debug", "-o", path, ChildProcess.own])
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Instructions that callgrind counts for one run.
  func instructions(_ arguments: [String]) throws -> Int {
    let valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    let run = try ChildProcess(valgrind + [path] + arguments)
    let line = run.error.split(separator: "\n").last { $0.contains("Collected :") }
    guard let count = line?.split(separator: " ").last.flatMap({ Int($0) }) else {
      throw ChildProcess.Failure(description: "callgrind printed no count: \(run.error)")
    }
    return count
  }
}
