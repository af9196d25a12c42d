/// A table of whole numbers with given row and column sums, nearest to their proportional product.
///
/// The exact value of a cell is row × column ÷ total. Every cell is that, rounded down or up; an
/// exact cell stays as it is. Cells round up in order of their remainders, ties by row and then by
/// column, as long as their row and column still need a unit. Where this order gets stuck, shortest
/// augmenting paths exchange units; a solution always exists, because the exact table is one of a
/// transportation problem with whole margins (Cox, JASA 82, 1987, "A constructive procedure for
/// unbiased controlled rounding").
package struct ControlledRounding {
  /// The cells, row after row.
  package private(set) var cells: [Int]

  private let width: Int
  /// Remainders of the cells over the total; zero where a cell is whole already.
  private var remainders: [Int]
  private var isRaised: [Bool]
  private var rowNeeds: [Int]
  private var columnNeeds: [Int]

  /// The table with those margins.
  ///
  /// - Precondition: nothing is negative, and both margins have the same sum.
  package init(rows: [Int], columns: [Int]) {
    let total = rows.reduce(0, +)
    precondition(total == columns.reduce(0, +), "rows and columns need the same sum")
    width = columns.count
    cells = []
    remainders = []
    for row in rows {
      for column in columns {
        precondition(row >= 0 && column >= 0, "a rounded table has no negative margin")
        let divisor = max(total, 1)
        cells.append(row * column / divisor)
        remainders.append(row * column % divisor)
      }
    }
    isRaised = Array(repeating: false, count: cells.count)
    rowNeeds = rows
    columnNeeds = columns
    for index in cells.indices {
      rowNeeds[index / width] -= cells[index]
      columnNeeds[index % width] -= cells[index]
    }
    raiseLargestRemainders()
    for row in rowNeeds.indices {
      while rowNeeds[row] > 0 {
        augment(from: row)
      }
    }
    for index in cells.indices where isRaised[index] {
      cells[index] += 1
    }
  }

  private mutating func raiseLargestRemainders() {
    let order = cells.indices.filter { remainders[$0] > 0 }.sorted {
      (remainders[$1], $0) < (remainders[$0], $1)
    }
    for index in order where rowNeeds[index / width] > 0 && columnNeeds[index % width] > 0 {
      isRaised[index] = true
      rowNeeds[index / width] -= 1
      columnNeeds[index % width] -= 1
    }
  }

  /// Gives one more unit to a row, by a shortest chain of exchanges to a column that needs one.
  private mutating func augment(from start: Int) {
    // reachedBy[column] is the row that would raise its cell there; lentBy[row] the column where it
    // would give up a unit for that.
    var reachedBy: [Int?] = Array(repeating: nil, count: width)
    var lentBy: [Int?] = Array(repeating: nil, count: rowNeeds.count)
    var queue = [start]
    var at = 0
    while at < queue.count {
      let row = queue[at]
      at += 1
      for column in 0..<width where reachedBy[column] == nil {
        let index = row * width + column
        guard remainders[index] > 0, !isRaised[index] else { continue }
        reachedBy[column] = row
        if columnNeeds[column] > 0 {
          exchange(endingAt: column, start: start, reachedBy: reachedBy, lentBy: lentBy)
          return
        }
        for other in rowNeeds.indices
        where other != start && lentBy[other] == nil && isRaised[other * width + column] {
          lentBy[other] = column
          queue.append(other)
        }
      }
    }
    preconditionFailure("a table with whole margins can always be rounded")
  }

  private mutating func exchange(
    endingAt last: Int,
    start: Int,
    reachedBy: [Int?],
    lentBy: [Int?]
  ) {
    rowNeeds[start] -= 1
    columnNeeds[last] -= 1
    var column = last
    while let row = reachedBy[column] {
      isRaised[row * width + column] = true
      guard row != start, let lent = lentBy[row] else { return }
      isRaised[row * width + lent] = false
      column = lent
    }
  }
}
