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
  /// Writes what `body` writes and `host.json` of what it gives, then moves the folder into place.
  static func write<Made>(
    to path: String,
    replaces: Bool,
    _ body: (OutputFolder) throws -> (host: HostRecord, made: Made)
  ) throws -> Made {
    let folder = try OutputFolder(path: path, replaces: replaces)
    Interrupt.handle { folder.discard() }
    do {
      let (host, made) = try body(folder)
      try folder.write("host.json", try JSONText.bytes(host))
      try folder.finish()
      return made
    } catch {
      folder.discard()
      throw error
    }
  }
}
