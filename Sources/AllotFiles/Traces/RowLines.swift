/// The line of each row, kept only where lines were left out between two rows: almost never.
struct RowLines {
  private struct Run {
    var row: Int
    var line: Int
  }

  /// Where rows on lines next to each other begin.
  private var runs: [Run] = []
  private var count = 0
  private var following = 0

  /// Adds the line of the next row.
  mutating func append(_ line: Int) {
    if line != following { runs.append(Run(row: count, line: line)) }
    count += 1
    following = line + 1
  }

  /// The line of a row.
  subscript(row: Int) -> Int {
    precondition(row >= 0 && row < count, "no line is known of a row that was not added")
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].row <= row { low = middle } else { high = middle }
    }
    return runs[low].line + row - runs[low].row
  }
}
