import Allot
import Foundation
import Glibc

/// What one replay cost, and what it decided.
struct Measurement: Codable {
  /// Jobs of the world.
  var jobs: Int
  /// Processor seconds of the replay alone; wall seconds of a campaign.
  var seconds: Double
  /// The largest resident set of the process.
  var kilobytes: Int
  /// The digest of every decision.
  var digest: String
  /// Passes of the scheduler.
  var passes: Int
  /// Summaries that were looked at.
  var nodeTests: Int
  /// Searches that went down in vain.
  var backtracks: Int
  /// Jobs that were tried.
  var visits: Int
  /// Reservations that were computed.
  var shadows: Int

  /// What changes only with decisions or searches: counts in one text.
  var counters: String { "\(passes)/\(nodeTests)/\(backtracks)/\(visits)/\(shadows)" }

  /// Measures a replay, or several alike, and prints it as one line of JSON.
  static func print(
    jobs: Int,
    on clock: clockid_t = CLOCK_PROCESS_CPUTIME_ID,
    _ replay: () throws -> (digest: String, VisitCounters)
  ) throws {
    let begin = seconds(on: clock)
    let (digest, counters) = try replay()
    let measurement = Measurement(
      jobs: jobs,
      seconds: seconds(on: clock) - begin,
      kilobytes: try peakKilobytes(),
      digest: digest,
      passes: counters.passes,
      nodeTests: counters.nodeTests,
      backtracks: counters.backtracks,
      visits: counters.visits,
      shadows: counters.shadows
    )
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    Swift.print(String(decoding: try encoder.encode(measurement), as: UTF8.self))
  }

  /// The processor seconds of something.
  static func seconds(of work: () throws -> Void) rethrows -> Double {
    let begin = seconds(on: CLOCK_PROCESS_CPUTIME_ID)
    try work()
    return seconds(on: CLOCK_PROCESS_CPUTIME_ID) - begin
  }

  /// The kernel's own figure since the program began: that of `getrusage` begins with the parent's.
  private static func peakKilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line?.split(separator: " ").compactMap { Int($0) }.first ?? 0
  }

  private static func seconds(on clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

extension Measurement {
  /// Runs this program with a command that prints a measurement.
  init(of command: [String]) throws {
    let run = try ChildProcess([ChildProcess.own] + command)
    self = try JSONDecoder().decode(Measurement.self, from: Data(run.output.utf8))
  }
}
