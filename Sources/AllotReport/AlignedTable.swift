/// A table of texts with columns as wide as their widest cell on a terminal.
struct AlignedTable {
  /// The heads of the columns; a line break sets a head in two lines.
  private let heading: [String]
  /// Rows of cells.
  var rows: [[String]]

  /// The least that is left of the names in the first column.
  private static let shortest = 12

  /// A table of rows below a heading.
  init(heading: [String], rows: [[String]]) {
    self.heading = heading
    self.rows = rows
  }

  /// A table whose first row is the heading.
  init(rows: [[String]]) {
    self.init(heading: rows.first ?? [], rows: Array(rows.dropFirst()))
  }

  /// The table as lines without trailing spaces.
  ///
  /// The first column and those whose heading is in `left` stand to the left, others to the right.
  /// Names in the first column are shortened where the table would else be wider than `widest`.
  func lines(left: Set<String> = [], widest: Int = .max) -> [String] {
    guard !heading.isEmpty else { return [] }
    let heads = heading.map { $0.split(separator: "\n").map(String.init) }
    let height = heads.reduce(1) { max($0, $1.count) }
    let top = (0..<height).map { line in heads.map { line < $0.count ? $0[line] : "" } }
    var all = top + rows
    var widths = heading.indices.map { column in
      all.reduce(0) { max($0, DisplayWidth.cells(of: $1[column])) }
    }
    let excess = widths.reduce(2 * (widths.count - 1), +) - widest
    if excess > 0 && widths[0] > Self.shortest {
      widths[0] = max(Self.shortest, widths[0] - excess)
      for row in all.indices { all[row][0] = Self.shortened(all[row][0], to: widths[0]) }
    }
    return all.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(
          repeating: " ",
          count: widths[column] - DisplayWidth.cells(of: cell)
        )
        let isLeft = column == 0 || left.contains(heading[column])
        line += (column == 0 ? "" : "  ") + (isLeft ? cell + padding : padding + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The end of a name tells more than its beginning: it is the tenant, the rest is above it.
  private static func shortened(_ name: String, to width: Int) -> String {
    guard DisplayWidth.cells(of: name) > width else { return name }
    // From the end on, so that a name of any length costs no more than what is left of it.
    var start = name.endIndex
    var left = width - 1
    while start > name.startIndex {
      let before = name.index(before: start)
      left -= DisplayWidth.cells(of: String(name[before]))
      if left < 0 { break }
      start = before
    }
    return "…" + name[start...]
  }
}
