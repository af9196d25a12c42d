/// The rows of an export of `sacct`: cells between separators, without quotes.
///
/// Texts that users fill may hold separators and line ends; ``RowCuts`` says which way of cutting
/// is meant. A line that is too short is the rest of the row before it, or the first line of a row
/// whose text goes on. Lines that repeat the header are skipped.
struct SacctTable: TableRow {
  let file: String
  private(set) var header: [String] = []
  private(set) var headerLine = 0
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
  private var looks: [SacctColumn] = []
  private var isRead: [Bool] = []
  private var cells: [Cell] = []
  private var headerBytes = UnsafeRawBufferPointer(start: nil, count: 0)
  /// True where each line ends in a separator, as `sacct -p` writes it.
  private var endsInSeparator = false
  /// A line that was read ahead: it belongs to the next row.
  private var ahead: UnsafeRawBufferPointer?
  private var hasRow = false

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
    guard let first = nextLine() else {
      throw InputError(file: file, "no header line", remedy: "the first line names the columns")
    }
    headerLine = lines.number
    cut(first)
    let names = cells.map(\.text)
    if let columns {
      header = columns
      let isHeader = names == columns || names == columns + [""]
      endsInSeparator = cells.count == columns.count + 1 && cells.last?.isEmpty == true
      if isHeader { headerBytes = first } else { ahead = first }
    } else {
      header = names
      headerBytes = first
      endsInSeparator = names.last == "" && names.count > 1
      if endsInSeparator { header.removeLast() }
    }
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

  /// Reads the next row; false at the end of the text.
  mutating func next() throws(InputError) -> Bool {
    while let first = nextLine() {
      line = lines.number
      if first.count == headerBytes.count, first.elementsEqual(headerBytes) {
        repeatedHeaders += 1
        continue
      }
      cut(first)
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

  /// Cuts a row of too many pieces anew.
  private mutating func mend() throws(InputError) {
    guard try mends() else {
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
    var start = 0
    var position = 0
    let first = separator[0]
    while position < line.count {
      guard line[position] == first, isSeparator(line, at: position) else {
        position += 1
        continue
      }
      append(line, start..<position)
      position += separator.count
      start = position
    }
    append(line, start..<line.count)
    if endsInSeparator, cells.count > 1, cells[cells.count - 1].isEmpty { cells.removeLast() }
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
