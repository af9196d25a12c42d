import Allot
import Testing

@Suite struct ControlledRoundingTests {
  @Test func tiesGoToTheEarlierRowThenTheEarlierColumn() {
    #expect(
      ControlledRounding(rows: [128, 77, 51], columns: [128, 128]).cells
        == [64, 64, 39, 38, 25, 26]
    )
    #expect(ControlledRounding(rows: [1, 1], columns: [1, 1]).cells == [1, 0, 0, 1])
  }

  @Test func emptyTablesStayEmpty() {
    #expect(ControlledRounding(rows: [0, 0], columns: [0]).cells == [0, 0])
    #expect(ControlledRounding(rows: [0], columns: []).cells == [])
  }

  @Test func someTablesNeedExchanges() {
    // The greedy order alone must get stuck on some of these, or the exchange is dead code.
    var stuck = 0
    for seed in UInt64(0)..<3_000 {
      var random = RandomStream("rounding", seed: seed)
      let rows = (0..<random.within(1...6)).map { _ in random.below(9) }
      var columns = Array(repeating: 0, count: random.within(1...5))
      for _ in 0..<rows.reduce(0, +) {
        columns[random.below(columns.count)] += 1
      }
      let cells = ControlledRounding(rows: rows, columns: columns).cells
      check(cells, rows, columns)
      if greedyFails(rows, columns) { stuck += 1 }
    }
    #expect(stuck > 0)
  }

  @Test func largestRemaindersBreakTiesInOrder() {
    #expect(LargestRemainder.apportion(256, to: [50, 30, 20]) == [128, 77, 51])
    #expect(LargestRemainder.apportion(2, to: [1, 1, 1]) == [1, 1, 0])
    #expect(LargestRemainder.apportion(5, to: [0, 0]) == [0, 0])
    #expect(LargestRemainder.apportion(0, to: [1, 2]) == [0, 0])
  }

  @Test func impossibleMarginsTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = ControlledRounding(rows: [1], columns: [2])
    }
    await #expect(processExitsWith: .failure) {
      _ = ControlledRounding(rows: [2, -1], columns: [1])
    }
    await #expect(processExitsWith: .failure) {
      _ = LargestRemainder.apportion(-1, to: [1])
    }
    await #expect(processExitsWith: .failure) {
      _ = LargestRemainder.apportion(1, to: [2, -1])
    }
  }

  private func check(_ cells: [Int], _ rows: [Int], _ columns: [Int]) {
    let width = columns.count
    let total = max(rows.reduce(0, +), 1)
    for (row, sum) in rows.enumerated() {
      #expect(cells[(row * width)..<((row + 1) * width)].reduce(0, +) == sum)
    }
    for (column, sum) in columns.enumerated() {
      #expect(rows.indices.reduce(0) { $0 + cells[$1 * width + column] } == sum)
    }
    for index in cells.indices {
      let exact = rows[index / width] * columns[index % width]
      #expect(abs(cells[index] * total - exact) < total)
    }
  }

  /// The greedy order written again from its definition, by repeated search for the maximum.
  private func greedyFails(_ rows: [Int], _ columns: [Int]) -> Bool {
    let total = max(rows.reduce(0, +), 1)
    var rowNeeds = rows.map { row in row - columns.reduce(0) { $0 + row * $1 / total } }
    var columnNeeds = columns.map { column in column - rows.reduce(0) { $0 + $1 * column / total } }
    var isDone = Array(repeating: false, count: rows.count * columns.count)
    while true {
      var best: (index: Int, remainder: Int)?
      for index in isDone.indices where !isDone[index] {
        let (row, column) = (index / columns.count, index % columns.count)
        let remainder = rows[row] * columns[column] % total
        guard remainder > 0, rowNeeds[row] > 0, columnNeeds[column] > 0 else { continue }
        if remainder > (best?.remainder ?? 0) { best = (index, remainder) }
      }
      guard let best else { return rowNeeds.contains { $0 > 0 } }
      isDone[best.index] = true
      rowNeeds[best.index / columns.count] -= 1
      columnNeeds[best.index % columns.count] -= 1
    }
  }
}
