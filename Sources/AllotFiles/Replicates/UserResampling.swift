internal import Allot

/// Replicates of a log in which other users of the same kind came, each in weeks of its own.
///
/// After Zakay and Feitelson, "Workload resampling for performance evaluation of parallel job
/// schedulers" (ICPE 2013; Concurrency and Computation 26, 2014): the log is cut into the jobs of
/// each user, and users are put together anew, moved by whole weeks, so that what a user submits
/// after what, the day of the week and the time of day are kept. A replicate draws as many users as
/// the log has, with replacement, and turns the weeks of each by a random number of weeks
/// (``WeekCircle``). They treat users who stay and users who are there for some weeks apart;
/// turning treats both alike, gives every replicate the length of the log, and in the mean over
/// replicates its jobs and its work.
///
/// What users do together, such as a deadline that all have, is not kept. A user's jobs keep their
/// sizes, run times and labels, the user's name too. Jobs without a user are one user's together.
///
/// A replicate depends on the log and on its number alone.
public struct UserResampling: Sendable {
  private let log: Trace
  private let users: UserRows

  /// One job of a replicate before it has a row.
  private struct Placed {
    var submit: SimTime
    var row: Int32
    var copy: Int32
  }

  /// The replicates of a log.
  ///
  /// - Throws: ``InputError`` for a log of fewer than two users, or of less than two weeks, the
  ///   last day counted whole.
  public init(_ log: Trace) throws(InputError) {
    self.log = log
    users = UserRows(log)
    try users.check(
      option: "--resample",
      remedy: "use --shake N:DURATION, such as --shake '30:5 min'"
    )
  }

  /// The replicate of a number.
  ///
  /// Rows are in order of submit, ties in the order of the log, then of the draws. The second copy
  /// of job 17 is named `17@2`. Complexity: O(n log n) in the jobs.
  public func trace(number: UInt64) -> Trace {
    var replicate = log
    replicate.remarks = []
    replicate.rows = placed(number).map { job in
      var row = log.rows[Int(job.row)]
      row.submit = job.submit
      row.start = nil
      if job.copy > 1 { row.name = users.name(of: row, copy: job.copy, in: &replicate.texts) }
      return row
    }
    return replicate
  }

  private func placed(_ number: UInt64) -> [Placed] {
    var draws = RandomStream("resample/user", seed: number)
    var moves = RandomStream("resample/weeks", seed: number)
    var copies = [Int32](repeating: 0, count: users.count)
    var placed: [Placed] = []
    placed.reserveCapacity(log.rows.count)
    for _ in users.rows {
      let user = draws.below(users.count)
      let weeks = moves.below(users.circle.count)
      copies[user] += 1
      for row in users.rows[user] {
        let submit = users.circle.moved(log.rows[Int(row)].submit, by: weeks)
        placed.append(Placed(submit: submit, row: row, copy: copies[user]))
      }
    }
    placed.sort { ($0.submit, $0.row, $0.copy) < ($1.submit, $1.row, $1.copy) }
    return placed
  }
}
