package import Allot

/// The weeks from the first to the last submit of a log, closed to a circle on which a user's jobs
/// are moved by whole weeks.
///
/// A week has 168 hours and begins with the first submit. A move by whole weeks keeps the day of
/// the week and the time of day wherever weeks begin, so no zone need be known, and a trace knows
/// none; only an hour of summer time is not seen.
///
/// The last week is seldom whole. Weeks stay whole and in order all the same, but for one: the week
/// that a move brings to the end has no room there for its rest, which completes the log's last
/// week, wherever that has gone. So every instant from the first to the last submit is taken
/// by exactly one, and a log is as long as its replicates may be.
package struct WeekCircle: Sendable {
  /// Milliseconds of a week.
  package static let week: Int64 = 604_800_000

  /// The first submit of the log.
  package let first: SimTime
  /// From the first to the last submit.
  package let length: SimDuration

  /// The circle of a log whose jobs are submitted from `first` to `last`.
  package init(first: SimTime, last: SimTime) {
    self.first = first
    length = last - first
  }

  /// The number of weeks, the begun one included.
  package var count: Int { Int(length.milliseconds / Self.week) + 1 }

  /// Where a submit goes when the jobs of its user move by a number of weeks, from 0 to
  /// ``count`` − 1.
  package func moved(_ submit: SimTime, by weeks: Int) -> SimTime {
    let (week, rest) = (submit - first).milliseconds.quotientAndRemainder(dividingBy: Self.week)
    let target = (Int(week) + weeks) % count
    let since = Int64(target) * Self.week + rest
    if since <= length.milliseconds { return first + SimDuration(milliseconds: since) }
    let completed = Int64((count - 1 + weeks) % count)
    return first + SimDuration(milliseconds: completed * Self.week + rest)
  }
}
