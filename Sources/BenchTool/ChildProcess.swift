import Foundation
import Glibc

/// Runs a program to its end and tells what it printed and cost.
struct ChildProcess {
  /// What it printed on standard output.
  let output: String
  /// What it printed on standard error.
  let error: String
  /// Processor seconds, user and system.
  let seconds: Double
  /// The largest resident set.
  let kilobytes: Int

  /// A program that failed.
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// The path of the program that is running.
  static var own: String { Bundle.main.executablePath ?? CommandLine.arguments[0] }

  /// Runs a program that is found on the path.
  ///
  /// - Throws: ``Failure`` if it can not be run or does not exit with zero.
  init(_ arguments: [String]) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("allot-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["output", "error"].map { folder.appendingPathComponent($0).path }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (descriptor, file) in zip([STDOUT_FILENO, STDERR_FILENO], files) {
      let flags = O_WRONLY | O_CREAT | O_TRUNC
      posix_spawn_file_actions_addopen(&actions, descriptor, file, flags, 0o600)
    }
    let words = arguments.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var child = pid_t()
    guard posix_spawnp(&child, arguments[0], &actions, nil, words, environ) == 0 else {
      throw Failure(description: "\(arguments[0]) can not be run; is it installed?")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0 && errno == EINTR {}
    output = try String(contentsOfFile: files[0], encoding: .utf8)
    error = try String(contentsOfFile: files[1], encoding: .utf8)
    guard status == 0 else {
      throw Failure(description: "\(arguments.joined(separator: " ")) failed: \(error)")
    }
    seconds = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    kilobytes = usage.ru_maxrss
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }
}
