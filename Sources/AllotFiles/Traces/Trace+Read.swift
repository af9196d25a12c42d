extension Trace {
  /// Reads a trace file, plain or gzip, of a named format or of the one that its content shows.
  ///
  /// Rows come back sorted stably by submit; what was dropped, altered and reordered is in
  /// ``Trace/cleaning`` and ``Trace/remarks``.
  /// - Throws: `InputError` on the first thing that is malformed, and when no row is usable.
  public static func read(path: String, format: String? = nil) throws(InputError) -> Trace {
    try read(try InputFile(path: path), format: format)
  }

  /// Reads a trace from a file that is already open, so that a caller can also have its hash.
  public static func read(
    _ file: InputFile,
    format: String? = nil
  ) throws(InputError) -> Trace {
    try file.withText { (text) throws(InputError) in
      let reader = try TraceFormats.reader(named: format, of: file.path, text)
      var builder = TraceBuilder(file: file.path, format: reader.name)
      builder.trace.missingLimit = reader.missingLimit
      try reader.read(text, into: &builder)
      return try builder.finish()
    }
  }
}
