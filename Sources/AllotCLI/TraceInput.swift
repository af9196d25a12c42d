import AllotFiles
import ArgumentParser

/// The trace that a verb looks at, named by its place or by `--trace`, as replays name it.
struct TraceInput: ParsableArguments {
  @Argument(help: "The trace; - is standard input.")
  var file: String?

  @Option(help: "The trace, as replays name it.")
  var trace: String?

  @OptionGroup var reading: ReadingOptions

  /// The name of the file.
  var path: String { file ?? trace ?? "" }

  func validate() throws {
    if file != nil && trace != nil {
      throw ValidationError("the trace is named twice, by its place and by --trace; keep one")
    }
    if file == nil && trace == nil { throw ValidationError("Missing expected argument '<file>'") }
  }

  /// Reads the trace and tells what the user should know about it.
  func read() throws -> Trace {
    let trace = try Trace.read(
      path: path,
      format: reading.format,
      reading: reading.reading()
    )
    for remark in trace.remarks { Terminal.tell(remark) }
    return trace
  }
}
