import Foundation

/// The files of this repository, as the tests that check it read them.
enum Repository {
  /// One file: its path below the root, and its text.
  struct File: Sendable {
    var path: String
    var text: String

    /// The file's name without folders.
    var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  }

  /// The folder that holds `Package.swift`.
  static let root: String = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  private static let skipped: Set<String> = [".build", ".git", ".swiftpm", "results"]

  /// The paths of all files that are not made by a build, sorted.
  static let paths: [String] = {
    var paths: [String] = []
    let everything = FileManager.default.enumerator(atPath: root)
    while let path = everything?.nextObject() as? String {
      if skipped.contains(String(path.split(separator: "/").last ?? "")) {
        everything?.skipDescendants()
        continue
      }
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &isFolder)
      if !isFolder.boolValue && !path.hasSuffix("Package.resolved") { paths.append(path) }
    }
    return paths.sorted()
  }()

  /// The text files below one of the folders, or at these paths, with one of the endings.
  static func files(below folders: [String] = [""], endings: [String] = [""]) -> [File] {
    paths.filter { path in
      folders.contains { path.hasPrefix($0) } && endings.contains { path.hasSuffix($0) }
    }.compactMap { path in
      text(of: path).map { File(path: path, text: $0) }
    }
  }

  /// The text of a file; nil when it is absent or not text.
  static func text(of path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: root + "/" + path) else { return nil }
    return String(validating: data, as: UTF8.self)
  }

  /// Swift sources and tests.
  static let swift = files(below: ["Sources/", "Tests/", "Benchmarks/"], endings: [".swift"])

  /// Swift sources.
  static let sources = swift.filter { $0.path.hasPrefix("Sources/") }

  /// Every page in Markdown.
  static let pages = files(endings: [".md"])
}
