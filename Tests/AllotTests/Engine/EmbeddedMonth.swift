import Allot
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

  /// The world for a policy: a tenth of the month where slots on nodes would take minutes.
  static func world(for policy: Policy) throws -> World {
    let world = try inputs().world
    guard policy.fill.head.givesSlots else { return world }
    return World(
      cluster: world.cluster,
      tenants: world.tenants,
      jobs: Array(world.jobs.prefix(world.jobs.count / 10))
    )
  }
}
