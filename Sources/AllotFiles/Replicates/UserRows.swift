internal import Allot

/// The jobs of a log by user, and what is needed to copy them.
struct UserRows: Sendable {
  /// The rows of each user, in the order of their first jobs; jobs without a user are one user's.
  let rows: [[Int32]]
  /// The weeks on which users are moved.
  let circle: WeekCircle
  /// What stands before the number of a copy; no name of the log ends in it and a number.
  let mark: String
  private let file: String
  private let hasUsers: Bool

  /// The users of a log.
  init(_ log: Trace) {
    file = log.file
    rows = Self.rows(of: log)
    hasUsers = log.rows.contains { $0.user != TextTable.none }
    circle = WeekCircle(
      first: log.rows.first?.submit ?? .zero,
      last: log.rows.last?.submit ?? .zero
    )
    mark = Self.mark(for: log)
  }

  /// How many users there are.
  var count: Int { rows.count }

  /// Refuses logs that do not say who submits, have one user, or are too short to move users.
  func check(option: String, copies: Bool = true, remedy: String) throws(InputError) {
    guard hasUsers else {
      throw InputError(
        file: file,
        "no job says who submitted it, and \(option) draws users",
        remedy: remedy
      )
    }
    guard rows.count > 1 else {
      throw InputError(
        file: file,
        "all jobs are of one user, and \(option) draws users",
        remedy: remedy
      )
    }
    let days = circle.length.milliseconds / 86_400_000 + 1
    guard days >= 14 || !copies else {
      throw InputError(
        file: file,
        "the log has \(days) \(days == 1 ? "day" : "days"), and \(option) moves users by whole "
          + "weeks, of which it needs two",
        remedy: remedy
      )
    }
  }

  /// The name of a copy of a job: the second of job 17 is `17@2`.
  func name(of row: TraceRow, copy: Int32, in texts: inout TextTable) -> TraceRow.Name {
    .text(texts.id(of: "\(row.name.text(in: texts))\(mark)\(copy)"))
  }

  private static func rows(of log: Trace) -> [[Int32]] {
    var users: [[Int32]] = []
    var positions = [Int?](repeating: nil, count: log.texts.count)
    for (index, row) in log.rows.enumerated() {
      let text = Int(row.user.index)
      let position = positions[text] ?? users.count
      if position == users.count {
        positions[text] = position
        users.append([])
      }
      users[position].append(Int32(index))
    }
    return users
  }

  /// `@`, or as many as it takes that no name of the log looks like a copy's.
  private static func mark(for log: Trace) -> String {
    var mark = "@"
    var isSeen = [Bool](repeating: false, count: log.texts.count)
    var ends: [Substring] = []
    func look(at id: ID<Text>) {
      guard !isSeen[Int(id.index)] else { return }
      isSeen[Int(id.index)] = true
      let name = log.texts[id]
      let digits = name.reversed().prefix { $0.isNumber }.count
      if digits > 0 { ends.append(name.dropLast(digits)) }
    }
    for row in log.rows {
      look(at: row.user)
      if case .text(let id) = row.name { look(at: id) }
    }
    while ends.contains(where: { $0.hasSuffix(mark) }) { mark += "@" }
    return mark
  }
}
