/// The rows of a text whose lines are cells between commas, or another letter, below a header line
/// of names.
///
/// Cells may be quoted, with a quote inside written twice, and may then hold line ends; `#` begins
/// a comment line. Blank lines are skipped. A row must have as many cells as the header.
struct DelimitedReader: TableRow {
  /// The file as the user named it.
  let file: String
  /// The names of the columns.
  private(set) var header: [String] = []
  /// The line of the header.
  private(set) var headerLine = 0
  /// The cells of the row that was read last.
  private(set) var cells: [Cell] = []
  /// The comments read so far, without `#`, with their lines.
  private(set) var comments: [(line: Int, text: UnsafeRawBufferPointer)] = []
  /// The line of a row that the end of the file cuts, if there is one.
  private(set) var cutLine: Int?
  /// The first line of the row that was read last.
  private(set) var line = 0
  /// True where a quoted cell of the row that was read last holds line ends.
  private(set) var spansLines = false
  private var lines: LineScanner
  /// How many rows were read.
  private(set) var rowCount = 0
  private var isQuoteOpen = false
  private var isLastQuoted = false
  private let separator: UInt8
  private let quotesSpanLines: Bool

  /// Reads the header; where a table's quoted cells may not span lines, one that does is an error.
  ///
  /// - Throws: `InputError` when there is none, or a quote in it is not closed.
  init(
    _ text: UnsafeRawBufferPointer,
    file: String,
    separator: UInt8 = 0x2C,
    quotesSpanLines: Bool = false
  ) throws(InputError) {
    self.file = file
    self.separator = separator
    self.quotesSpanLines = quotesSpanLines
    lines = LineScanner(text)
    guard try nextLine() else {
      throw InputError(file: file, "no header line", remedy: "the first line names the columns")
    }
    header = cells.map(\.text)
    headerLine = lines.number
  }

  /// True where the text ends with the row that was read last, so that its last cell may be cut.
  var isOpen: Bool { lines.isOpen && !isLastQuoted }

  /// The cell of a column in the row that was read last.
  func cell(_ column: Int) -> Cell { cells[column] }

  /// Reads the next row into ``cells``; false at the end of the text.
  mutating func next() throws(InputError) -> Bool {
    do throws(InputError) {
      guard try nextLine() else { return false }
    } catch {
      guard isQuoteOpen, lines.isOpen, rowCount > 0 else { throw error }
      cutLine = line
      return false
    }
    guard cells.count == header.count else {
      // A table of nothing but such a row is no cut one.
      if cells.count < header.count, lines.isOpen, rowCount > 0 {
        cutLine = line
        return false
      }
      let count = cells.count == 1 ? "1 cell" : "\(cells.count) cells"
      throw InputError(
        file: file,
        line: line,
        "\(count) where the header has \(header.count)",
        remedy: "quote texts that contain \(separatorText), and leave unknown cells empty"
      )
    }
    rowCount += 1
    return true
  }

  private var separatorText: String {
    switch separator {
    case 0x2C: "a comma"
    case 0x09: "a tab"
    default: "'\(Character(Unicode.Scalar(separator)))'"
    }
  }

  /// About how many rows are to come.
  var rowEstimate: Int { lines.estimateOfLinesLeft }

  private mutating func nextLine() throws(InputError) -> Bool {
    while let next = lines.next() {
      line = lines.number
      guard let first = next.first, !NumberText.trimmed(next).isEmpty else { continue }
      if first == 0x23 {
        comments.append((line, UnsafeRawBufferPointer(rebasing: next.dropFirst())))
        continue
      }
      cells.removeAll(keepingCapacity: true)
      spansLines = false
      try split(next)
      return true
    }
    return false
  }

  private mutating func split(_ firstLine: UnsafeRawBufferPointer) throws(InputError) {
    let separator = separator
    var line = firstLine
    var start = 0
    while true {
      // A tab is a blank, unless it stands between cells.
      while start < line.count, NumberText.isBlank(line[start]), line[start] != separator {
        start += 1
      }
      var end = start
      isLastQuoted = end < line.count && line[end] == 0x22
      if isLastQuoted {
        end = try appendQuoted(&line, from: end + 1)
      } else {
        while end < line.count, line[end] != separator { end += 1 }
        var last = end
        while last > start, NumberText.isBlank(line[last - 1]) { last -= 1 }
        cells.append(Cell(UnsafeRawBufferPointer(rebasing: line[start..<last])))
      }
      if end == line.count { return }
      start = end + 1
    }
  }

  /// Adds the cell whose opening quote ends at a position; gives the position of its separator.
  private mutating func appendQuoted(
    _ line: inout UnsafeRawBufferPointer,
    from start: Int
  ) throws(InputError) -> Int {
    var end = start
    var isEscaped = false
    while true {
      while end < line.count, line[end] != 0x22 { end += 1 }
      guard end < line.count else {
        try goOn(&line)
        continue
      }
      guard end + 1 < line.count, line[end + 1] == 0x22 else { break }
      isEscaped = true
      end += 2
    }
    var cell = Cell(UnsafeRawBufferPointer(rebasing: line[start..<end]))
    cell.isEscaped = isEscaped
    cells.append(cell)
    end += 1
    while end < line.count, NumberText.isBlank(line[end]), line[end] != separator { end += 1 }
    guard end == line.count || line[end] == separator else {
      throw InputError(
        file: file,
        line: self.line,
        "text follows the closing quote of a cell",
        remedy: "quote the whole cell; a quote inside is written twice"
      )
    }
    return end
  }

  /// Takes the next line to one whose quoted cell goes on.
  private mutating func goOn(_ line: inout UnsafeRawBufferPointer) throws(InputError) {
    guard quotesSpanLines, lines.number - self.line < Self.mostLines, let start = line.baseAddress,
      let next = lines.next(), let nextStart = next.baseAddress
    else {
      isQuoteOpen = true
      throw InputError(
        file: file,
        line: self.line,
        "a quoted cell does not end" + (quotesSpanLines ? "" : " on its line"),
        remedy: "close the quote; a quote inside is written twice"
      )
    }
    line = UnsafeRawBufferPointer(start: start, count: nextStart - start + next.count)
    spansLines = true
  }

  /// The most lines that a row may have: a quote that is never closed must not take a whole log.
  private static let mostLines = 1_000
}
