import AllotReport

extension Duration {
  /// The length in whole milliseconds.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000 + attoseconds / 1_000_000_000_000_000
  }
}

/// Writes a folder of results that appears whole or not at all, also when the user interrupts.
enum ResultWriter {
  /// Writes `host.json` and what `body` writes, then moves the folder into place.
  static func write(
    to path: String,
    host: HostRecord,
    _ body: (OutputFolder) throws -> Void
  ) throws {
    let folder = try OutputFolder(path: path)
    Interrupt.handle { folder.discard() }
    do {
      try body(folder)
      try folder.write("host.json", try JSONText.bytes(host))
      try folder.finish()
    } catch {
      folder.discard()
      throw error
    }
  }
}
