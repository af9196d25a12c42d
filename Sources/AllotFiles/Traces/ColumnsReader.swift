/// Any table whose columns a file explains, which the option `--columns` names.
struct ColumnsReader: TraceReader {
  static let name = "columns"
  static let expectation = "any table, with --columns FILE, which says what its columns mean"
  static let missingLimit = MissingLimit.run

  static func recognises(_ head: TraceHead) -> Bool { false }

  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError) {
    guard let path = builder.reading.columnFile else {
      throw InputError(
        file: builder.file,
        "nothing says what the columns of the table mean",
        remedy: "give --columns FILE; docs/traces.md shows one"
      )
    }
    try MappedTable.read(text, try ColumnMap.load(path), into: &builder)
  }
}
