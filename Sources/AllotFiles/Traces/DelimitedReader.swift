/// The rows of a text whose lines are cells between commas, below a header line of names.
///
/// Cells may be quoted, with a quote inside written twice; `#` begins a comment line. Blank lines
/// are skipped. A row must have as many cells as the header.
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
  private var lines: LineScanner

  /// Reads the header.
  ///
  /// - Throws: `InputError` when there is none, or a quote in it is not closed.
  init(_ text: UnsafeRawBufferPointer, file: String) throws(InputError) {
    self.file = file
    lines = LineScanner(text)
    guard try nextLine() else {
      throw InputError(file: file, "no header line", remedy: "the first line names the columns")
    }
    header = cells.map(\.text)
    headerLine = lines.number
  }

  /// The line of the row that was read last.
  var line: Int { lines.number }

  /// The cell of a column in the row that was read last.
  func cell(_ column: Int) -> Cell { cells[column] }

  /// Reads the next row into ``cells``; false at the end of the text.
  mutating func next() throws(InputError) -> Bool {
    guard try nextLine() else { return false }
    guard cells.count == header.count else {
      let count = cells.count == 1 ? "1 cell" : "\(cells.count) cells"
      throw InputError(
        file: file,
        line: line,
        "\(count) where the header has \(header.count)",
        remedy: "quote texts that contain a comma, and leave unknown cells empty"
      )
    }
    return true
  }

  /// About how many rows are to come.
  var rowEstimate: Int { lines.estimateOfLinesLeft }

  private mutating func nextLine() throws(InputError) -> Bool {
    while let line = lines.next() {
      guard let first = line.first, !NumberText.trimmed(line).isEmpty else { continue }
      if first == 0x23 {
        comments.append((lines.number, UnsafeRawBufferPointer(rebasing: line.dropFirst())))
        continue
      }
      cells.removeAll(keepingCapacity: true)
      try split(line)
      return true
    }
    return false
  }

  private mutating func split(_ line: UnsafeRawBufferPointer) throws(InputError) {
    var start = 0
    while true {
      while start < line.count, NumberText.isBlank(line[start]) { start += 1 }
      var end = start
      if end < line.count, line[end] == 0x22 {
        end = try appendQuoted(line, from: end + 1)
      } else {
        while end < line.count, line[end] != 0x2C { end += 1 }
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
    _ line: UnsafeRawBufferPointer,
    from start: Int
  ) throws(InputError) -> Int {
    var end = start
    var isEscaped = false
    while true {
      while end < line.count, line[end] != 0x22 { end += 1 }
      guard end < line.count else {
        throw InputError(
          file: file,
          line: self.line,
          "a quoted cell does not end on its line",
          remedy: "close the quote; a quote inside is written twice"
        )
      }
      guard end + 1 < line.count, line[end + 1] == 0x22 else { break }
      isEscaped = true
      end += 2
    }
    var cell = Cell(UnsafeRawBufferPointer(rebasing: line[start..<end]))
    cell.isEscaped = isEscaped
    cells.append(cell)
    end += 1
    while end < line.count, NumberText.isBlank(line[end]) { end += 1 }
    guard end == line.count || line[end] == 0x2C else {
      throw InputError(
        file: file,
        line: self.line,
        "text follows the closing quote of a cell",
        remedy: "quote the whole cell; a quote inside is written twice"
      )
    }
    return end
  }
}
