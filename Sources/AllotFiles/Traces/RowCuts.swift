/// The ways to cut a row with more separators than columns, of which only one may be right.
///
/// A text that users fill may hold separators. Of the ways to cut the row only those count in which
/// every other column looks as it must; two that give the columns that are read the same cells are
/// one. Columns that may hold anything are not read.
struct RowCuts {
  /// What cutting finds.
  enum Outcome: Equatable {
    /// The piece at which each column begins.
    case one([Int])
    /// No way at all.
    case none
    /// Several ways.
    case several
  }

  private let columns: [SacctColumn]
  private let isRead: [Bool]
  private let pieces: [Cell]
  /// How many separators are text.
  private let extra: Int

  /// The most stray separators that are sorted out; a row of more is an error.
  private static let mostExtra = 256
  /// The most columns among which they are.
  private static let mostColumns = 1_000

  /// The ways to cut pieces for columns.
  /// - Precondition: there are at least as many pieces as columns.
  init(_ pieces: [Cell], columns: [SacctColumn], isRead: [Bool]) {
    self.pieces = pieces
    self.columns = columns
    self.isRead = isRead
    extra = pieces.count - columns.count
  }

  /// The one way, or why there is none.
  ///
  /// Columns are walked from the first to the last. For each way of cutting the columns that are
  /// read, `reach` has the shifts at which the next column may begin; ways that end at the same
  /// shift of the last column read are counted together, so this takes time with the square of the
  /// stray separators and not with the number of ways.
  var outcome: Outcome {
    guard extra == 0 || columns.contains(where: \.isFree) else { return .none }
    guard extra <= Self.mostExtra, columns.count <= Self.mostColumns else { return .several }
    let width = extra + 1
    var count = [Int](repeating: 0, count: width)
    count[0] = 1
    var reach = [[Bool]](repeating: [Bool](repeating: false, count: width), count: width)
    reach[0][0] = true
    for column in columns.indices {
      if isRead[column] {
        var next = [Int](repeating: 0, count: width)
        for from in 0..<width where count[from] > 0 {
          for shift in 0..<width where reach[from][shift] && fits(column, shift) {
            next[shift] = min(2, next[shift] + count[from])
          }
        }
        count = next
        for from in 0..<width {
          for shift in 0..<width { reach[from][shift] = from == shift && count[from] > 0 }
        }
      } else {
        for from in 0..<width where count[from] > 0 {
          for shift in 0..<width where reach[from][shift] && !fits(column, shift) {
            reach[from][shift] = false
          }
        }
        if columns[column].isFree { spread(&reach) }
      }
    }
    let ways = (0..<width).reduce(0) { $0 + (reach[$1][extra] ? count[$1] : 0) }
    if ways == 0 { return .none }
    return ways == 1 ? .one(starts) : .several
  }

  private func fits(_ column: Int, _ shift: Int) -> Bool {
    columns[column].mayBe(pieces[column + shift])
  }

  /// Lets a column take any number of further pieces.
  private func spread(_ reach: inout [[Bool]]) {
    for from in reach.indices {
      var isReached = false
      for shift in reach[from].indices {
        isReached = isReached || reach[from][shift]
        reach[from][shift] = isReached
      }
    }
  }

  /// Where each column begins, in the first way from the left that works.
  private var starts: [Int] {
    var starts: [Int] = []
    // Shifts at which a column was found not to lead to the end.
    var isDead = [[Bool]](
      repeating: [Bool](repeating: false, count: extra + 1),
      count: columns.count + 1
    )
    func walk(_ column: Int, _ shift: Int) -> Bool {
      if column == columns.count { return shift == extra }
      if isDead[column][shift] || !fits(column, shift) { return false }
      starts.append(column + shift)
      let last = columns[column].isFree ? extra : shift
      for next in shift...last where walk(column + 1, next) { return true }
      starts.removeLast()
      isDead[column][shift] = true
      return false
    }
    _ = walk(0, 0)
    return starts
  }
}
