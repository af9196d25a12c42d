/// A table of texts with columns as wide as their widest cell.
struct AlignedTable {
  /// Rows of cells; the first row is the heading.
  var rows: [[String]]

  /// The table as lines without trailing spaces.
  ///
  /// The first column and those whose heading is in `left` stand to the left, others to the right.
  func lines(left: Set<String> = []) -> [String] {
    guard let heading = rows.first else { return [] }
    let widths = heading.indices.map { column in
      rows.reduce(0) { max($0, $1[column].count) }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        let isLeft = column == 0 || left.contains(heading[column])
        line += (column == 0 ? "" : "  ") + (isLeft ? cell + padding : padding + cell)
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
