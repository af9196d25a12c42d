internal import Allot

/// A log with more users, or fewer, of the same kind.
///
/// Users are added by resampling, after Zakay and Feitelson (see ``UserResampling``): a copy of a
/// user submits the same jobs, moved by whole weeks that keep their order (``WeekCircle``), so that
/// days, hours and what a user submits after what are kept, and load grows by who comes and not by
/// squeezing time. Users are copied in a random order, each once before any is copied again, so
/// that twice the users are twice the work; fewer users are the first in that order.
///
/// The second `kim` is named `kim@2` and their job 17 `17@2`. Who is added at a factor is added at
/// every larger one. Copies belong to the tenants of their originals. The result depends on the log
/// and the factor alone.
package struct UserGrowth {
  /// The log with its users scaled.
  package let trace: Trace
  /// How many users were added; fewer than none where they were removed.
  package let users: Int
  /// How many jobs were added, in the same way.
  package let jobs: Int

  /// Scales the users of a log by a factor in millionths.
  ///
  /// - Throws: ``InputError`` for a log whose users can not be copied, or a factor that changes
  ///   nobody.
  package init(_ log: Trace, by factor: Int64) throws(InputError) {
    let users = UserRows(log)
    let whole = Int64(1_000_000)
    let target = Int((Int64(users.count) * factor + whole / 2) / whole)
    try users.check(option: "--scale-users", copies: factor > whole, remedy: "leave it out")
    guard factor == whole || (target != users.count && target > 0) else {
      throw InputError(
        file: log.file,
        "\(users.count) users times \(MillionthsText.text(of: factor)) are \(target), which "
          + (target == 0 ? "leaves no job" : "changes nobody"),
        remedy: "give --scale-users a factor further from 1, or leave it out"
      )
    }
    var order = Array(0..<users.count)
    var draws = RandomStream("scale/user", seed: 1)
    for place in order.indices.reversed() { order.swapAt(place, draws.below(place + 1)) }
    trace =
      target < users.count
      ? Self.without(order[target...].map { users.rows[$0] }, log)
      : Self.copied(target - users.count, users, order, log)
    self.users = target - users.count
    jobs = trace.rows.count - log.rows.count
  }

  private static func without(_ removed: [[Int32]], _ log: Trace) -> Trace {
    var isKept = [Bool](repeating: true, count: log.rows.count)
    for row in removed.joined() { isKept[Int(row)] = false }
    var trace = log
    trace.rows = zip(log.rows, isKept).filter { $1 }.map(\.0)
    return trace
  }

  private static func copied(
    _ count: Int,
    _ users: UserRows,
    _ order: [Int],
    _ log: Trace
  ) -> Trace {
    guard count > 0 else { return log }
    var trace = log
    var moves = RandomStream("scale/weeks", seed: 1)
    // Position, then copy: what breaks ties of submit.
    var places = log.rows.indices.map { (row: Int32($0), copy: Int32(1)) }
    for added in 0..<count {
      let user = order[added % order.count]
      let copy = Int32(added / order.count + 2)
      let weeks = users.circle.count > 1 ? 1 + moves.below(users.circle.count - 1) : 0
      for index in users.rows[user] {
        var row = log.rows[Int(index)]
        row.submit = users.circle.moved(row.submit, by: weeks)
        row.start = nil
        row.name = users.name(of: row, copy: copy, in: &trace.texts)
        if row.user != TextTable.none {
          let name = "\(log.texts[row.user])\(users.mark)\(copy)"
          let original = row.user
          row.user = trace.texts.id(of: name)
          trace.originals[row.user] = original
        }
        trace.rows.append(row)
        places.append((index, copy))
      }
    }
    let rows = trace.rows
    let sorted = rows.indices.sorted { a, b in
      (rows[a].submit, places[a].row, places[a].copy)
        < (rows[b].submit, places[b].row, places[b].copy)
    }
    trace.rows = sorted.map { rows[$0] }
    return trace
  }
}
