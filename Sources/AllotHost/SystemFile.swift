internal import Glibc

/// Reads whole text files, also those of /proc and /sys, whose sizes are not known beforehand.
enum SystemFile {
  /// The text of the file; throws when it can not be opened or read.
  static func text(of path: String) throws(TopologyError) -> String {
    guard let file = fopen(path, "re") else {
      throw .unreadable(file: path, reason: SystemError.text(errno))
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      bytes.append(contentsOf: chunk[..<count])
      if count < chunk.count { break }
    }
    // A directory can be opened, and fails here.
    guard ferror(file) == 0 else {
      throw .unreadable(file: path, reason: SystemError.text(errno))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
