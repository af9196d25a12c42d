import AllotFiles
import Foundation

/// A folder that disappears with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/allot-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Writes a file and gives back its path.
  func write(_ name: String, _ data: Data) throws -> String {
    let file = path + "/" + name
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }

  /// Writes a text file and gives back its path.
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  /// Writes bytes and gives back the file's path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try write(name, Data(bytes))
  }
}

/// The trace in a text.
func read(_ text: String, format: String? = nil) throws -> Trace {
  let folder = try TemporaryFolder()
  return try Trace.read(path: try folder.write(Array(text.utf8), to: "trace"), format: format)
}

/// The error that bytes give, as it is printed, with the file's name only; "none" when they read.
func failure(
  _ bytes: [UInt8],
  named name: String,
  format: String? = nil
) throws -> String {
  let folder = try TemporaryFolder()
  do {
    _ = try Trace.read(path: try folder.write(bytes, to: name), format: format)
    return "none"
  } catch let error as InputError {
    return error.description.replacingOccurrences(of: folder.path + "/", with: "")
  }
}

/// The error that a text gives, as it is printed.
func failure(_ text: String, named name: String, format: String? = nil) throws -> String {
  try failure(Array(text.utf8), named: name, format: format)
}
