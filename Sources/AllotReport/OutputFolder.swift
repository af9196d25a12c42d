public import AllotMetrics
internal import Foundation
internal import Synchronization

/// A folder of results that appears whole or not at all.
///
/// Files are written beside the final place and moved there by one rename at the end. An empty
/// folder is filled. An earlier result is replaced where the user asks for it, and nothing else is,
/// also where it has come since. Writing, finishing and discarding exclude each other: once a
/// folder is finished or discarded, nothing is written to it or removed.
public final class OutputFolder: Sendable {
  private let path: String
  private let draft: String
  private let replaces: Bool
  private let names: Set<String>
  /// True until it is finished or discarded.
  private let isOpen = Mutex(true)

  /// Every name that a result may hold; a folder with any other file is somebody's own.
  private static func names(of figures: [any Figure.Type]) -> Set<String> {
    let files = figures.flatMap { $0.fileNames }
    return Set(
      [
        "manifest.json", "comparison.json", "host.json", "summary.json", "jobs.csv", "runs.csv",
        "comparison.csv", "replicates.csv",
      ] + files + files.map { $0 + ".gz" }
    )
  }

  /// Begins a folder that will stand at a path, also in place of an earlier result if `replaces`;
  /// `figures` are those whose files an earlier result may hold.
  ///
  /// - Throws: ``OutputError`` if something else stands there, or nothing can be written.
  public init(
    path: String,
    replaces: Bool = false,
    figures: [any Figure.Type] = Figures.all
  ) throws(OutputError) {
    try Self.check(path, replaces: replaces, figures: figures)
    self.replaces = replaces
    names = Self.names(of: figures)
    self.path = Self.resolved(path)
    draft = self.path + ".draft-\(UUID().uuidString.prefix(8))"
    do {
      try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
    } catch {
      throw OutputError("\(self.path) can not be written: \(error.localizedDescription)")
    }
  }

  /// The path without slashes at its end, links followed.
  private static func resolved(_ path: String) -> String {
    var trimmed = path
    while trimmed.count > 1 && trimmed.hasSuffix("/") { trimmed.removeLast() }
    let isLink = (try? FileManager.default.destinationOfSymbolicLink(atPath: trimmed)) != nil
    return isLink ? URL(fileURLWithPath: trimmed).resolvingSymlinksInPath().path : trimmed
  }

  /// Says early that a folder can not stand at a path: something else does, or nothing can.
  public static func check(
    _ path: String,
    replaces: Bool = false,
    figures: [any Figure.Type] = Figures.all
  ) throws(OutputError) {
    if path.isEmpty { throw OutputError("--out is empty; name a folder", isUsage: true) }
    let path = resolved(path)
    let files = FileManager.default
    if files.fileExists(atPath: path) {
      if isEmptyFolder(path) { return }
      guard isResult(path, names(of: figures)) else {
        throw OutputError(
          "\(path) exists and is no earlier result of allot alone; "
            + "remove it or choose another --out",
          isUsage: true
        )
      }
      guard replaces else {
        throw OutputError(
          "\(path) holds an earlier result; give --replace to replace it, or choose another --out",
          isUsage: true
        )
      }
      return
    }
    var ancestor = URL(fileURLWithPath: path).deletingLastPathComponent()
    while !files.fileExists(atPath: ancestor.path) { ancestor.deleteLastPathComponent() }
    guard isFolder(ancestor.path) else {
      throw OutputError("\(path) can not be written: \(ancestor.lastPathComponent) is no folder")
    }
    guard files.isWritableFile(atPath: ancestor.path) else {
      throw OutputError("\(path) can not be written: \(ancestor.path) is not writable")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    let type = try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
    return type == .typeDirectory
  }

  private static func isEmptyFolder(_ path: String) -> Bool {
    isFolder(path) && (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty == true
  }

  /// True for a result with nothing else in it.
  private static func isResult(_ path: String, _ names: Set<String>) -> Bool {
    guard isFolder(path), let inside = try? FileManager.default.subpathsOfDirectory(atPath: path)
    else { return false }
    let files = inside.filter { !isFolder(path + "/" + $0) }
    // Others have files of that name, too, but not with this in it.
    let host = FileManager.default.contents(atPath: path + "/host.json") ?? Data()
    return host.range(of: Data("\"command_line\"".utf8)) != nil
      && files.allSatisfy { names.contains(URL(fileURLWithPath: $0).lastPathComponent) }
  }

  /// Writes a file into the folder; `name` may lead through subfolders.
  public func write(_ name: String, _ bytes: [UInt8]) throws(OutputError) {
    let file = URL(fileURLWithPath: draft).appendingPathComponent(name)
    let failure = isOpen.withLock { isOpen -> OutputError? in
      guard isOpen else { return OutputError("\(path) is given up; nothing is written") }
      do {
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(),
          withIntermediateDirectories: true
        )
        try Data(bytes).write(to: file)
        return nil
      } catch {
        return OutputError("\(path)/\(name) can not be written: \(error.localizedDescription)")
      }
    }
    if let failure { throw failure }
  }

  /// Moves the folder into its place.
  ///
  /// - Throws: ``OutputError`` if something has come to stand there that is not to be replaced.
  public func finish() throws(OutputError) {
    let failure = isOpen.withLock { isOpen -> OutputError? in
      guard isOpen else { return OutputError("\(path) is given up; nothing is written") }
      if let failure = moveIntoPlace() { return failure }
      isOpen = false
      return nil
    }
    if let failure { throw failure }
  }

  private func moveIntoPlace() -> OutputError? {
    // A folder takes the place of nothing and of an empty folder, and of no other.
    if rename(draft, path) == 0 { return nil }
    guard [ENOTEMPTY, EEXIST, ENOTDIR].contains(errno) else {
      return OutputError("\(path) can not be put into place: \(String(cString: strerror(errno)))")
    }
    let taken = OutputError(
      "something has come to stand at \(path) meanwhile; remove it or choose another --out"
    )
    guard replaces, Self.isResult(path, names) else { return taken }
    let old = draft + ".old"
    guard rename(path, old) == 0 else { return taken }
    guard rename(draft, path) == 0 else {
      _ = rename(old, path)
      return taken
    }
    try? FileManager.default.removeItem(atPath: old)
    return nil
  }

  /// Removes whatever was written, unless it is finished; for failures on the way.
  public func discard() {
    isOpen.withLock { isOpen in
      if isOpen { try? FileManager.default.removeItem(atPath: draft) }
      isOpen = false
    }
  }
}

/// A result that can not be written.
public struct OutputError: Error, CustomStringConvertible {
  /// What is wrong, in one sentence.
  public var description: String
  /// True where another option helps, and not another state of the disk.
  public var isUsage: Bool

  /// An error in one sentence.
  public init(_ description: String, isUsage: Bool = false) {
    self.description = description
    self.isUsage = isUsage
  }
}
