/// The catalogue of trace formats, in the order in which content is tried.
public enum TraceFormats {
  /// Every format of this package.
  public static let all: [any TraceReader.Type] = [
    SwfReader.self,
    SacctReader.self,
    CsvReader.self,
    PhillyReader.self,
    HeliosReader.self,
    HeliosOriginalReader.self,
    AcmeReader.self,
    OpenbReader.self,
    EagleReader.self,
    BatsimReader.self,
    SacctJsonReader.self,
    PhillyOriginalReader.self,
    SlsReader.self,
    ColumnsReader.self,
  ]

  /// The names of all formats.
  public static var names: [String] { all.map { $0.name } }

  /// The reader of a format by name, or by the content of a text when no name is given.
  static func reader(
    named name: String?,
    of path: String,
    _ text: UnsafeRawBufferPointer,
    among formats: [any TraceReader.Type]
  ) throws(InputError) -> any TraceReader.Type {
    guard let name else { return try reader(of: path, text, among: formats) }
    guard let reader = formats.first(where: { $0.name == name }) else {
      throw InputError(
        file: path,
        "the format \"\(name)\" is not known",
        remedy: "use one of \(formats.map { $0.name }.joined(separator: ", "))"
      )
    }
    return reader
  }

  private static func reader(
    of path: String,
    _ text: UnsafeRawBufferPointer,
    among formats: [any TraceReader.Type]
  ) throws(InputError) -> any TraceReader.Type {
    let head = TraceHead(text, file: path)
    guard let reader = formats.first(where: { $0.recognises(head) }) else {
      if let json = head.json {
        if let fault = json.fault { throw fault }
        throw NearestJson.error(file: path, json, among: formats)
      }
      if let fault = SacctFault.error(of: head, path, TraceReading()) { throw fault }
      if let table = NearestTable(head, among: formats) { throw table.error(file: path) }
      let expectations = formats.filter { $0.members.isEmpty }
        .map { "\($0.name): \($0.expectation)" }
      throw InputError(
        file: path,
        "the content is of no known trace format",
        remedy: "expected \(expectations.joined(separator: "; "))"
      )
    }
    return reader
  }
}
