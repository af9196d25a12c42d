import AllotFiles
import Foundation

/// The embedded synthetic month, read as the command line reads it.
enum EmbeddedMonth {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func inputs() throws -> ReplayInputs {
    var options = ReplayOptions()
    options.scenario = "gwangju"
    options.trace = root.path + "/traces/gwangju-month.csv.gz"
    return try ReplayInputs(options)
  }
}
