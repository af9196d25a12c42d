import Foundation

/// Real logs and samples that are not part of the repository: the folder `shared` beside the
/// package, or the one that `ALLOT_SHARED` names.
enum SharedFiles {
  static let folder: String = {
    if let named = ProcessInfo.processInfo.environment["ALLOT_SHARED"] { return named }
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return package.deletingLastPathComponent().appendingPathComponent("shared").path
  }()

  static var areThere: Bool { FileManager.default.fileExists(atPath: folder + "/traces") }

  static func path(_ name: String) -> String { folder + "/" + name }
}
