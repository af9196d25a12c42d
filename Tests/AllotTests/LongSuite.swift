import Foundation

/// How many worlds tests try: as many as CI has time for, or some times as many.
///
/// `ALLOT_LONG=5 swift test …` tries five times as many, and what takes too long for CI, so that
/// it takes more than five times as long.
enum LongSuite {
  /// How many times as many; 1 for the short suite.
  static let factor: Int = {
    guard let text = ProcessInfo.processInfo.environment["ALLOT_LONG"] else { return 1 }
    guard let factor = Int(text), factor > 0 else {
      preconditionFailure("ALLOT_LONG is a number of one or more, not '\(text)'")
    }
    return factor
  }()

  /// True where there is time for what CI leaves out.
  static var isOn: Bool { factor > 1 }

  /// The seeds of as many worlds, where CI tries `short` of them.
  static func seeds(_ short: Int) -> Range<UInt64> { 0..<UInt64(short * factor) }
}
