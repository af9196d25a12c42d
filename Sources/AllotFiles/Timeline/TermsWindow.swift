internal import Allot

/// Terms that tenants have again and again for a while, such as in lab hours.
struct TermsWindow: Sendable {
  /// What it is called.
  var name: String
  /// The minutes at which it opens.
  var cron: CronText
  /// How long it stays open, in elapsed time.
  var length: SimDuration
  /// By whose clock; nil for that of the logs.
  var zone: LocalClock?
  /// Where its cron stands in the file.
  var place: YamlValue
  /// What tenants have meanwhile.
  var edits: [TermsEdit]

  /// From when until when it is open between two Unix seconds, in order; what touches is one: where
  /// it would open again before it closes, it stays open.
  ///
  /// A time that the clock leaves out opens it when the clock goes on.
  func openings(from first: Int64, to last: Int64, _ clock: LocalClock) -> [Range<Int64>] {
    let seconds = length.milliseconds / 1_000
    var openings: [Range<Int64>] = []
    // One that has opened before may still be open.
    let from = clock.local(at: first - seconds) - 86_400
    var date = CalendarDay(containing: from)
    var day = LocalClock.Day()
    let end = clock.local(at: last)
    while date.seconds <= end {
      defer { date.advance() }
      guard cron.names(day: date.number, ofMonth: date.day, month: date.month) else { continue }
      for minute in cron.minutes {
        let open = clock.beginning(of: date.seconds + Int64(minute) * 60, &day)
        let close = open + seconds
        guard close > first, open <= last else { continue }
        if let before = openings.last, open <= before.upperBound {
          openings[openings.count - 1] = before.lowerBound..<max(before.upperBound, close)
        } else {
          openings.append(open..<close)
        }
      }
    }
    return openings
  }
}
