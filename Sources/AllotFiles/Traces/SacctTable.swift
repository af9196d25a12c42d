/// The rows of an export of `sacct`: cells between separators, without quotes.
///
/// Texts that users fill may hold separators and line ends; ``RowCuts`` says which way of cutting
/// is meant. A line that is too short is the rest of the row before it, or the first line of a row
/// whose text goes on. Lines that repeat the header are skipped; another header counts from there
/// on. Programs that write the table anew put cells in quotes, which are read where the separator
/// is no bar, or the header is in quotes, too.
struct SacctTable: TableRow {
  let file: String
  private(set) var header: [String] = []
  private(set) var headerLine = 0
  /// The lines of headers with other columns than the one before.
  private(set) var otherHeaders: [Int] = []
  /// The first line of the row that was read last.
  private(set) var line = 0
  /// How many lines repeat the header.
  private(set) var repeatedHeaders = 0
  /// The line of a row that the end of the file cuts, if there is one.
  private(set) var cutLine: Int?
  /// How many rows had separators or line ends in a text.
  private(set) var mendedRows = 0

  private let text: UnsafeRawBufferPointer
  private let separator: [UInt8]
  private var lines: LineScanner
  private let hasQuotes: Bool
  /// True where a quote of the line that was cut last is not closed on it.
  private var isQuoteOpen = false
  /// True where a cell of the line that was cut last begins with a quote that is text.
  private var hasTextQuote = false
  private var jobColumn = 0
  private var looks: [SacctColumn] = []
  private var isRead: [Bool] = []
  private var cells: [Cell] = []
  private var headerBytes = UnsafeRawBufferPointer(start: nil, count: 0)
  /// True where each line ends in a separator, as `sacct -p` writes it.
  private var endsInSeparator = false
  /// A line that was read ahead: it belongs to the next row.
  private var ahead: UnsafeRawBufferPointer?
  private var hasRow = false
  /// True where the line that was cut last ends in a separator, as each should.
  private var hasEnd = false

  /// Reads the header; with `columns` given there may be none.
  ///
  /// - Throws: `InputError` when there is no row at all, or two columns have one name.
  init(
    _ text: UnsafeRawBufferPointer,
    file: String,
    separator: [UInt8],
    columns: [String]?
  ) throws(InputError) {
    self.file = file
    self.text = text
    self.separator = separator
    lines = LineScanner(text)
    hasQuotes = separator != [0x7C] || text.first == 0x22
    guard let first = nextLine() else {
      throw InputError(file: file, "no header line", remedy: "the first line names the columns")
    }
    cut(first)
    let names = cells.map(\.text)
    if let columns {
      let isHeader = names == columns || names == columns + [""]
      let hasEnds = cells.count == columns.count + 1 && cells.last?.isEmpty == true
      if isHeader { headerBytes = first } else { ahead = first }
      try setHeader(columns, endsInSeparator: hasEnds)
    } else {
      try readHeader(first)
    }
  }

  /// Takes over the names of the line that was cut last.
  private mutating func readHeader(_ line: UnsafeRawBufferPointer) throws(InputError) {
    var names = cells.map(\.text)
    let hasEnds = names.last == "" && names.count > 1 || hasEnd
    if names.last == "" && names.count > 1 { names.removeLast() }
    headerBytes = line
    try setHeader(names, endsInSeparator: hasEnds)
  }

  private mutating func setHeader(
    _ names: [String],
    endsInSeparator: Bool
  ) throws(InputError) {
    header = names
    headerLine = lines.number
    self.endsInSeparator = endsInSeparator
    jobColumn = column("JobID") ?? 0
    looks = header.map { SacctColumn($0) }
    isRead = header.map { _ in false }
    var seen: Set<String> = []
    for name in header where !seen.insert(name).inserted {
      throw InputError(
        file: file,
        line: headerLine,
        "two columns are named \"\(Cell.excerpt(of: name))\"",
        remedy: "export each column once"
      )
    }
  }

  /// Says which columns are read: ways to cut a row that differ in others alone are one.
  mutating func read(_ columns: [Int]) {
    for column in columns { isRead[column] = true }
  }

  func cell(_ column: Int) -> Cell { cells[column] }

  /// True where the text ends with the row that was read last, so that its last cell may be cut.
  var isOpen: Bool { lines.isOpen && !hasEnd }

  /// True where the last cell of a row can not be whole.
  var isLastCellCut: Bool {
    guard let look = looks.last, let cell = cells.last else { return false }
    return !look.mayBe(cell)
  }

  /// Reads the next row; false at the end of the text.
  mutating func next() throws(InputError) -> Bool {
    while var first = nextLine() {
      line = lines.number
      if first.count == headerBytes.count, first.elementsEqual(headerBytes) {
        repeatedHeaders += 1
        continue
      }
      cut(first)
      if isQuoteOpen { closeQuote(&first) }
      if !mayBeJob, try isNoRow(&first) { continue }
      if cells.count > header.count {
        try mend()
      } else if cells.count < header.count, !(try readsOn(from: first)) {
        continue
      }
      hasRow = true
      return true
    }
    return false
  }

  /// Whether there is a cell for the id of a job, which begins with a digit.
  private var mayBeJob: Bool {
    guard jobColumn < cells.count, let first = cells[jobColumn].bytes.first else { return false }
    return NumberText.digit(first) != nil
  }

  /// Takes over a line that is a header, as exports put together have them; false for all others.
  ///
  /// - Throws: `InputError` for what is a message of `sacct` and no row.
  private mutating func isNoRow(_ first: inout UnsafeRawBufferPointer) throws(InputError) -> Bool {
    if first.starts(with: [0xEF, 0xBB, 0xBF]) {
      first = UnsafeRawBufferPointer(rebasing: first[3...])
      cut(first)
    }
    if first.starts(with: Array("sacct: ".utf8)) {
      throw Self.message(Cell(first).excerpt, file: file, line: line)
    }
    guard cells.contains(where: { $0.equals("JobID") }),
      cells.contains(where: { $0.equals("State") || $0.equals("User") })
    else { return false }
    let names = cells.map(\.text)
    if names == header || names == header + [""] {
      repeatedHeaders += 1
      return true
    }
    try readHeader(first)
    read(try SacctColumns(self).positions)
    otherHeaders.append(line)
    return true
  }

  /// The error about a message that stands where a row should.
  static func message(_ text: String, file: String, line: Int?) -> InputError {
    InputError(
      file: file,
      line: line,
      "this is a message of sacct and no row: \"\(text)\"",
      remedy: "the export may lack jobs; make it again, and where messages stay, keep them apart: "
        + "sacct … > export.txt 2> messages.txt"
    )
  }

  /// Takes over a short line: as the beginning of a row that goes on, which is then read, or as the
  /// rest of the row before it.
  private mutating func readsOn(from first: UnsafeRawBufferPointer) throws(InputError) -> Bool {
    let behindFirst = lines
    if mayBegin {
      if looks.contains(where: \.isFree), try joinLines(to: first) { return true }
      lines = behindFirst
      guard nextLine() != nil else {
        cutLine = line
        return false
      }
      lines = behindFirst
      cut(first)
    } else if hasRow, looks.last?.isFree == true {
      mendedRows += 1
      return false
    }
    throw wrongCount(
      remedy: "export the file again without cutting lines, and leave out the columns that users "
        + "fill: \(SacctColumns.command)"
    )
  }

  /// Whether the pieces of a short line could be the first of a row, the last of them cut.
  private var mayBegin: Bool {
    let isFirstWhole = cells.count > 1 || looks.last?.isFree != true
    return isFirstWhole && zip(looks, cells.dropLast()).allSatisfy { $0.mayBe($1) }
      && (cells.count > 1 || looks.first?.mayBe(cells[0]) == true)
  }

  /// Reads the row that begins with a line and goes on over the next ones; false where it does not.
  private mutating func joinLines(to first: UnsafeRawBufferPointer) throws(InputError) -> Bool {
    var pieces = cells.count
    while let more = nextLine(), lines.number - line <= Self.mostLines {
      cut(more)
      // A whole row does not belong to the one before.
      let isWhole = cells.count == header.count && zip(looks, cells).allSatisfy { $0.mayBe($1) }
      if isWhole { return false }
      pieces += cells.count - 1
      guard pieces >= header.count else { continue }
      // Up to the last line's own end, which is no part of its last cell.
      let count = start(of: more) + more.count - start(of: first)
      cut(UnsafeRawBufferPointer(start: first.baseAddress, count: count))
      if try mends() {
        mendedRows += 1
        return true
      }
    }
    return false
  }

  private func start(of line: UnsafeRawBufferPointer) -> Int {
    guard let start = text.baseAddress, let first = line.baseAddress else { return 0 }
    return first - start
  }

  private static let mostLines = 1_000
  private static let mostQuotedLines = 100

  /// Cuts a row of too many pieces anew.
  private mutating func mend() throws(InputError) {
    guard try mends() else {
      // Lists of resources and of nodes hold commas themselves.
      if separator == [0x2C] {
        throw wrongCount(
          remedy: "commas in lists can not be told from those between columns; put the cells in "
            + "quotes, or export without --delimiter: \(SacctColumns.command)"
        )
      }
      throw wrongCount(
        remedy: "no way to cut it makes sense of every column; leave out the columns that users "
          + "fill: \(SacctColumns.command)"
      )
    }
    mendedRows += 1
  }

  /// Cuts a row of as many pieces as columns or more; false where no way is right.
  private mutating func mends() throws(InputError) -> Bool {
    let cuts = RowCuts(cells, columns: looks, isRead: isRead)
    switch cuts.outcome {
    case .none: return false
    case .one(let starts):
      cells = starts.enumerated().map { column, first in
        let last = (column + 1 < starts.count ? starts[column + 1] : cells.count) - 1
        return joined(cells[first], cells[last])
      }
      return true
    case .several:
      let free = zip(header, looks).filter(\.1.isFree).map(\.0)
      throw wrongCount(
        remedy: "a separator may be text in \(free.joined(separator: " or ")), and which one can "
          + "not be told; leave these columns out: \(SacctColumns.command)"
      )
    }
  }

  private func joined(_ first: Cell, _ last: Cell) -> Cell {
    guard let start = first.bytes.baseAddress, let end = last.bytes.baseAddress else {
      return first
    }
    return Cell(UnsafeRawBufferPointer(start: start, count: end + last.bytes.count - start))
  }

  private func wrongCount(remedy: String) -> InputError {
    let count = cells.count == 1 ? "1 cell" : "\(cells.count) cells"
    return InputError(
      file: file,
      line: line,
      "\(count) where the header has \(header.count)",
      remedy: remedy
    )
  }

  private mutating func nextLine() -> UnsafeRawBufferPointer? {
    if let line = ahead {
      ahead = nil
      return line
    }
    while let line = lines.next() {
      if line.contains(where: { !NumberText.isBlank($0) && $0 != 0 }) { return line }
    }
    return nil
  }

  /// Cuts bytes at every separator.
  private mutating func cut(_ line: UnsafeRawBufferPointer) {
    cells.removeAll(keepingCapacity: true)
    (isQuoteOpen, hasTextQuote) = (false, false)
    let first = separator[0]
    var start = 0
    while start <= line.count {
      if hasQuotes, start < line.count, line[start] == 0x22, appendQuoted(line, &start) { continue }
      var end = start
      while end < line.count, line[end] != first || !isSeparator(line, at: end) { end += 1 }
      append(line, start..<end)
      start = end < line.count ? end + separator.count : line.count + 1
    }
    hasEnd = endsInSeparator && cells.count > 1 && cells[cells.count - 1].isEmpty
    if hasEnd { cells.removeLast() }
  }

  /// Adds the cell in quotes that begins at a position, and gives that of the next cell, which lies
  /// behind the end of the line where there is none; false where no separator follows the quotes.
  private mutating func appendQuoted(
    _ line: UnsafeRawBufferPointer,
    _ position: inout Int
  ) -> Bool {
    var end = position + 1
    var isEscaped = false
    while true {
      while end < line.count, line[end] != 0x22 { end += 1 }
      guard end < line.count else {
        isQuoteOpen = true
        return false
      }
      guard end + 1 < line.count, line[end + 1] == 0x22 else { break }
      isEscaped = true
      end += 2
    }
    let isLast = end + 1 == line.count
    guard isLast || line[end + 1] == separator[0] && isSeparator(line, at: end + 1) else {
      hasTextQuote = true
      return false
    }
    append(line, (position + 1)..<end)
    cells[cells.count - 1].isEscaped = isEscaped
    position = isLast ? line.count + 1 : end + 1 + separator.count
    return true
  }

  /// Reads on to the line on which a quote is closed; where none is, the first line stands alone.
  private mutating func closeQuote(_ first: inout UnsafeRawBufferPointer) {
    let behindFirst = lines
    // Where one quote is text, another that is open behind it is text, too.
    while isQuoteOpen, !hasTextQuote, lines.number - line <= Self.mostQuotedLines,
      let more = nextLine()
    {
      guard more.contains(0x22) else { continue }
      let count = start(of: more) + more.count - start(of: first)
      cut(UnsafeRawBufferPointer(start: first.baseAddress, count: count))
    }
    if !isQuoteOpen && cells.count == header.count { return }
    // A text that begins with a quote.
    lines = behindFirst
    cut(first)
  }

  private func isSeparator(_ line: UnsafeRawBufferPointer, at position: Int) -> Bool {
    if separator.count == 1 { return true }
    guard position + separator.count <= line.count else { return false }
    return separator.indices.allSatisfy { line[position + $0] == separator[$0] }
  }

  /// Adds a cell; a byte of zero is what a crash leaves, and no text.
  private mutating func append(_ line: UnsafeRawBufferPointer, _ range: Range<Int>) {
    var range = range
    while !range.isEmpty, isPadding(line[range.lowerBound]) {
      range = (range.lowerBound + 1)..<range.upperBound
    }
    while !range.isEmpty, isPadding(line[range.upperBound - 1]) {
      range = range.lowerBound..<(range.upperBound - 1)
    }
    cells.append(Cell(UnsafeRawBufferPointer(rebasing: line[range])))
  }

  private func isPadding(_ byte: UInt8) -> Bool { NumberText.isBlank(byte) || byte == 0 }
}
