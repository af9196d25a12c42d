internal import AllotFiles
internal import Glibc

/// How inputs are read: as a format of traces, and by what a user might say beside it.
struct Target {
  private let format: String?
  private var reading: TraceReading

  /// The format that `FUZZ_FORMAT` names, `any` to let the content decide, and the reading of
  /// `FUZZ_READING`, written as a manifest has it.
  init() {
    let name = Self.environment("FUZZ_FORMAT") ?? ""
    guard name == "any" || TraceFormats.names.contains(name) else {
      preconditionFailure("FUZZ_FORMAT is \"\(name)\"; use any, \(TraceFormats.names)")
    }
    format = name == "any" ? nil : name
    guard
      let reading = TraceReading(description: Self.environment("FUZZ_READING") ?? "default")
    else { preconditionFailure("FUZZ_READING is no reading; use such as running=limit") }
    self.reading = reading
    if name == "columns" { self.reading.columnFile = Self.environment("FUZZ_COLUMNS") }
  }

  /// The trace that bytes hold; nil where they are refused.
  func read(_ bytes: [UInt8]) -> Trace? {
    do throws(InputError) {
      let file = try InputFile(bytes: bytes, path: "fuzz")
      return try Trace.read(file, format: format, reading: reading)
    } catch {
      precondition(!error.message.isEmpty, "an error that says nothing")
      return nil
    }
  }

  /// What a variable of the environment says.
  static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
