import Foundation

/// Whether there is time for what CI leaves out: `ALLOT_LONG` is above one.
enum LongSuite {
  static let isOn = Int(ProcessInfo.processInfo.environment["ALLOT_LONG"] ?? "1") ?? 1 > 1
}
