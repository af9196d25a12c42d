extension Trace {
  /// Reads a trace file, plain or gzip, of a named format or of the one that its content shows.
  ///
  /// Rows come back sorted stably by submit; what was dropped, altered and reordered is in
  /// ``Trace/cleaning`` and ``Trace/remarks``.
  /// A site's own formats stand beside, or before, those of this package in `formats`.
  /// - Throws: `InputError` on the first thing that is malformed, and when no row is usable.
  public static func read(
    path: String,
    format: String? = nil,
    reading: TraceReading = TraceReading(),
    formats: [any TraceReader.Type] = TraceFormats.all
  ) throws(InputError) -> Trace {
    try read(try InputFile(path: path), format: format, reading: reading, formats: formats)
  }

  /// Reads a trace from a file that is already open, so that a caller can also have its hash.
  public static func read(
    _ file: InputFile,
    format: String? = nil,
    reading: TraceReading = TraceReading(),
    formats: [any TraceReader.Type] = TraceFormats.all
  ) throws(InputError) -> Trace {
    // Who says what columns mean has a table that no format explains; who lists their names, an
    // export of sacct without header; who says what stands between cells, one with a header.
    let name =
      format ?? reading.columnFile.map { _ in ColumnsReader.name }
      ?? (reading.columns == nil && reading.delimiter == nil ? nil : SacctReader.name)
    return try file.withText { (text) throws(InputError) in
      let reader = try TraceFormats.reader(named: name, of: file.path, text, among: formats)
      var builder = TraceBuilder(file: file.path, format: reader.name, reading: reading)
      builder.trace.missingLimit = reader.missingLimit
      builder.trace.countsProcessors = reader.countsProcessors
      try reader.read(text, into: &builder)
      return try builder.finish()
    }
  }
}
