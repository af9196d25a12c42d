/// One file format of traces: how to recognise it and how to read it.
///
/// A reader gives its rows to a ``TraceBuilder`` in file order, and throws on the first line that
/// is malformed.
protocol TraceReader: SendableMetatype {
  /// The name on the command line, such as `swf`.
  static var name: String { get }
  /// What a file of this format looks like, for the error about a file that no format recognises.
  static var expectation: String { get }
  /// The header of a format that is a table; nil for others.
  static var shape: TableShape? { get }
  /// What happens to jobs without a limit when the user does not say.
  static var missingLimit: MissingLimit { get }

  /// Whether a file that begins like this is of this format.
  static func recognises(_ head: TraceHead) -> Bool

  /// Reads every row of a text.
  static func read(
    _ text: UnsafeRawBufferPointer,
    into builder: inout TraceBuilder
  ) throws(InputError)
}

extension TraceReader {
  static var shape: TableShape? { nil }
}

/// The first lines of a text, by which its format is recognised.
struct TraceHead {
  /// The first line that is not blank, or empty.
  var firstLine = ""
  /// The first line that is neither blank nor a comment (`#` or `;`), or empty.
  var firstRow = ""
  /// The line of the first row, counted from one; nil where there is none.
  var rowLine: Int?

  /// The head of a text.
  init(_ text: UnsafeRawBufferPointer) {
    var lines = LineScanner(text)
    while let line = lines.next() {
      if NumberText.trimmed(line).isEmpty { continue }
      // A file without line ends must not become one huge string.
      let decoded = String(decoding: line.prefix(4_096), as: UTF8.self)
      if firstLine.isEmpty { firstLine = decoded }
      if decoded.hasPrefix("#") || decoded.hasPrefix(";") { continue }
      firstRow = decoded
      rowLine = lines.number
      return
    }
  }

  /// The cells of the first row at a separator, without quotes and blanks around them.
  func cells(separatedBy separator: Character) -> [String] {
    firstRow.split(separator: separator, omittingEmptySubsequences: false).map { cell in
      String(cell.filter { !$0.isWhitespace && $0 != "\"" })
    }
  }
}
