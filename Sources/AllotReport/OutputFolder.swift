internal import Foundation

/// A folder of results that appears whole or not at all.
///
/// Files are written beside the final place and moved there by one rename at the end. An existing
/// folder is replaced only if it holds nothing but an earlier result.
public struct OutputFolder: Sendable {
  private let path: String
  private let draft: String

  /// What makes a folder recognisable as a result.
  private static let marks: Set<String> = ["manifest.json", "comparison.json"]

  /// Begins a folder that will stand at a path.
  ///
  /// - Throws: ``OutputError`` if something else stands there, or nothing can be written.
  public init(path: String) throws(OutputError) {
    var trimmed = path
    while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
    self.path = trimmed
    draft = trimmed + ".draft-\(UUID().uuidString.prefix(8))"
    try Self.check(trimmed)
    do {
      try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
    } catch {
      throw OutputError("\(trimmed) can not be written: \(error.localizedDescription)")
    }
  }

  /// Says early that a folder can not stand at a path, because something else does.
  public static func check(_ path: String) throws(OutputError) {
    if FileManager.default.fileExists(atPath: path), !isResult(path) {
      throw OutputError(
        "\(path) exists and is no earlier result of allot; remove it or choose another --out"
      )
    }
  }

  private static func isResult(_ path: String) -> Bool {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.contains { marks.contains($0) }
  }

  /// Writes a file into the folder; `name` may lead through subfolders.
  public func write(_ name: String, _ bytes: [UInt8]) throws(OutputError) {
    let file = URL(fileURLWithPath: draft).appendingPathComponent(name)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(),
        withIntermediateDirectories: true
      )
      try Data(bytes).write(to: file)
    } catch {
      throw OutputError("\(path)/\(name) can not be written: \(error.localizedDescription)")
    }
  }

  /// Moves the folder into its place.
  public func finish() throws(OutputError) {
    let old = draft + ".old"
    do {
      let files = FileManager.default
      if files.fileExists(atPath: path) { try files.moveItem(atPath: path, toPath: old) }
      try files.moveItem(atPath: draft, toPath: path)
      if files.fileExists(atPath: old) { try files.removeItem(atPath: old) }
    } catch {
      throw OutputError("\(path) can not be put into place: \(error.localizedDescription)")
    }
  }

  /// Removes whatever was written; for failures on the way.
  public func discard() {
    try? FileManager.default.removeItem(atPath: draft)
  }
}

/// A result that can not be written.
public struct OutputError: Error, CustomStringConvertible {
  /// What is wrong, in one sentence.
  public var description: String

  /// An error in one sentence.
  public init(_ description: String) {
    self.description = description
  }
}
