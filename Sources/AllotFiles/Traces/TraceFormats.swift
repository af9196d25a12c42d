/// The catalogue of trace formats, in the order in which content is tried.
public enum TraceFormats {
  static let all: [any TraceReader.Type] = [
    SwfReader.self,
    SacctReader.self,
    CsvReader.self,
    PhillyReader.self,
    HeliosReader.self,
  ]

  /// The names of all formats.
  public static var names: [String] { all.map { $0.name } }

  /// The reader of a format by name, or by the content of a text when no name is given.
  static func reader(
    named name: String?,
    of path: String,
    _ text: UnsafeRawBufferPointer
  ) throws(InputError) -> any TraceReader.Type {
    guard let name else { return try reader(of: path, text) }
    guard let reader = all.first(where: { $0.name == name }) else {
      throw InputError(
        file: path,
        "the format \"\(name)\" is not known",
        remedy: "use one of \(names.joined(separator: ", "))"
      )
    }
    return reader
  }

  private static func reader(
    of path: String,
    _ text: UnsafeRawBufferPointer
  ) throws(InputError) -> any TraceReader.Type {
    let head = TraceHead(text)
    guard let reader = all.first(where: { $0.recognises(head) }) else {
      if let table = NearestTable(head, among: all) { throw table.error(file: path) }
      let expectations = all.map { "\($0.name): \($0.expectation)" }
      throw InputError(
        file: path,
        "the content is of no known trace format",
        remedy: "expected \(expectations.joined(separator: "; "))"
      )
    }
    return reader
  }
}
