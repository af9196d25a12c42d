internal import Allot

/// How the calendar times of one log become instants: by the zone that they name, else by that of
/// the user, else by UTC, which is told.
struct LogClock {
  /// One time of a row, of two instants only where clocks were set back.
  struct Time {
    fileprivate var stamp: SacctTimes.Stamp
    fileprivate var milliseconds: Int64

    /// An instant, in milliseconds.
    init(milliseconds: Int64) {
      let second = milliseconds / 1_000
      stamp = SacctTimes.Stamp(earlier: second, later: second)
      self.milliseconds = milliseconds % 1_000
    }

    /// The instant, or the earlier one of two, in milliseconds.
    var earliest: Int64 { stamp.earlier * 1_000 + milliseconds }

    fileprivate var isPlain: Bool { stamp.earlier == stamp.later }

    fileprivate init(_ stamp: SacctTimes.Stamp, milliseconds: Int64) {
      self.stamp = stamp
      self.milliseconds = milliseconds
    }
  }

  /// What a calendar time may be.
  enum Reading {
    case time(Time)
    /// The beginning of 1970, which stands for what is not known.
    case unknown
    /// A time before 1980, when no log was written.
    case tooEarly
    /// No time at all.
    case malformed
  }

  private let zone: LocalClock?
  private var day = LocalClock.Day()
  private var readsAsUTC = false

  /// The clock of a log that is read in a zone, or in UTC.
  init(zone: LocalClock?) {
    self.zone = zone
  }

  /// What the user should know.
  var remarks: [String] {
    guard readsAsUTC else { return [] }
    return [
      "Times without a zone are read as UTC; name the zone with --zone, such as --zone Asia/Seoul."
    ]
  }

  /// The time of a text.
  mutating func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
    guard let text = CalendarText.instant(bytes) else { return .malformed }
    if text.milliseconds == 0 { return .unknown }
    let second = text.milliseconds / 1_000
    guard second >= CalendarText.firstCredible else { return .tooEarly }
    if text.hasZone { return .time(Time(milliseconds: text.milliseconds)) }
    guard let zone else {
      readsAsUTC = true
      return .time(Time(milliseconds: text.milliseconds))
    }
    let instants = zone.instants(of: second, &day)
    let stamp = SacctTimes.Stamp(earlier: instants.earlier, later: instants.later)
    return .time(Time(stamp, milliseconds: text.milliseconds % 1_000))
  }

  /// The instants in milliseconds of when one job was submitted, started and ended; of two possible
  /// ones those that fit each other and the length of the run.
  static func instants(
    submit: Time?,
    start: Time?,
    end: Time?,
    length: Int64?
  ) -> (submit: Int64?, start: Int64?, end: Int64?) {
    if submit?.isPlain ?? true, start?.isPlain ?? true, end?.isPlain ?? true {
      return (submit?.earliest, start?.earliest, end?.earliest)
    }
    let stamps = [submit?.stamp, nil, start?.stamp, end?.stamp]
    let seconds = SacctTimes.chosen(stamps, length: length)
    func exact(_ second: Int64?, _ time: Time?) -> Int64? {
      second.map { $0 * 1_000 + (time?.milliseconds ?? 0) }
    }
    return (exact(seconds[0], submit), exact(seconds[2], start), exact(seconds[3], end))
  }
}
