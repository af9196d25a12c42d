/// One file format of traces: how to recognise it and how to read it.
///
/// A reader gives its rows to a ``TraceBuilder`` in file order, and throws on the first line that
/// is malformed. Formats of a site's own are given to ``Trace/read(_:format:reading:formats:)``.
public protocol TraceReader: SendableMetatype {
  /// The name on the command line, such as `swf`.
  static var name: String { get }
  /// What a file of this format looks like, for the error about a file that no format recognises.
  static var expectation: String { get }
  /// The header of a format that is a table; nil for others.
  static var shape: TableShape? { get }
  /// The members by which JSON of the format is recognised, as paths such as `jobs[].res`; none for
  /// other formats.
  static var members: [String] { get }
  /// Whether jobs ask for mere processors, so that a count of them is a machine.
  static var countsProcessors: Bool { get }
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
  /// No header.
  public static var shape: TableShape? { nil }
  /// No members.
  public static var members: [String] { [] }
  /// Jobs are of nodes with devices and cores.
  public static var countsProcessors: Bool { false }

  /// Whether the text is JSON that has all the members of the format.
  public static func recognises(_ head: TraceHead) -> Bool {
    guard let json = head.json, !members.isEmpty else { return false }
    return members.allSatisfy { json.paths.contains($0) }
  }
}

/// The first lines of a text, by which its format is recognised.
public struct TraceHead {
  private static let reach = 1 << 22

  /// The first line that is not blank, or empty.
  public private(set) var firstLine = ""
  /// The first line that is neither blank nor a comment (`#` or `;`), or empty.
  public private(set) var firstRow = ""
  /// The line of the first row, counted from one; nil where there is none.
  public private(set) var rowLine: Int?
  /// What it has as JSON; nil where it is none.
  let json: JsonHead?

  /// The head of a text, for which its first bytes are enough.
  init(_ text: UnsafeRawBufferPointer, file: String = "") {
    json = JsonHead(text, file: file)
    if json != nil { return }
    var lines = LineScanner(UnsafeRawBufferPointer(rebasing: text.prefix(Self.reach)))
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
  public func cells(separatedBy separator: Character) -> [String] {
    firstRow.split(separator: separator, omittingEmptySubsequences: false).map { cell in
      String(cell.filter { !$0.isWhitespace && $0 != "\"" })
    }
  }
}
