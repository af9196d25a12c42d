internal import Allot

/// The times of the rows of an export of `sacct`: Unix seconds, seconds of the log's own clock, or
/// calendar times of a zone.
struct SacctTimes {
  /// What a row says about when its job was submitted and ran.
  struct Row {
    /// When it was submitted; nil where that is not known, like the others.
    var submit: Int64?
    /// From when on it could start.
    var eligible: Int64?
    /// When it started.
    var start: Int64?
    /// When it ended.
    var end: Int64?
    /// How long it ran, without the time for which it was suspended, in milliseconds.
    var elapsed: Int64?
    /// For how long it was suspended, in milliseconds.
    var suspended: Int64 = 0
  }

  /// One time; of two instants only where clocks were set back.
  struct Stamp {
    /// The only instant, or the earlier one of two.
    var earlier: Int64
    /// The only instant, or the later one of two.
    var later: Int64
  }

  /// True once a calendar time was read.
  private(set) var hasTimeWithoutZone = false
  /// The latest time of all rows.
  private(set) var latest: Int64 = 0
  private let zone: LocalClock?
  private var day = LocalClock.Day()

  /// The times of a log whose calendar times are of a zone, or of UTC.
  init(zone: LocalClock?) {
    self.zone = zone
  }

  /// The times of a row.
  mutating func read(_ table: SacctTable, _ columns: SacctColumns) throws(InputError) -> Row {
    let stamps = [
      try stamp(columns.submit, table), try stamp(columns.eligible, table),
      try stamp(columns.start, table), try stamp(columns.end, table),
    ]
    var elapsed = try table.milliseconds(columns.elapsedSeconds)
    if elapsed == nil { elapsed = try Self.length(columns.elapsed, table) }
    let suspended = try Self.length(columns.suspended, table) ?? 0
    let times = Self.chosen(stamps, length: elapsed.map { $0 + suspended })
    for time in times { latest = max(latest, time ?? 0) }
    if elapsed == nil, let start = times[2], let end = times[3] {
      elapsed = (end - start) * 1_000 - suspended
    }
    var row = Row(
      submit: times[0],
      eligible: times[1],
      start: times[2],
      end: times[3],
      elapsed: elapsed,
      suspended: suspended
    )
    // Where the log lacks the start it follows from what it has.
    if row.start == nil, let end = row.end, let elapsed, elapsed > 0 {
      row.start = end - (elapsed + suspended) / 1_000
    }
    return row
  }

  /// The instants that are meant: the earliest ones of which none comes before the one it follows,
  /// and that lie as far apart as the job ran, where that is known.
  static func chosen(_ stamps: [Stamp?], length: Int64?) -> [Int64?] {
    let isPlain = stamps.allSatisfy { $0.map { $0.earlier == $0.later } ?? true }
    if isPlain { return stamps.map { $0?.earlier } }
    var best: [Int64?] = stamps.map { $0?.earlier }
    for choice in 0..<16 {
      let times = stamps.enumerated().map { place, stamp in
        choice >> (3 - place) & 1 == 0 ? stamp?.earlier : stamp?.later
      }
      let known = times.compactMap { $0 }
      guard zip(known, known.dropFirst()).allSatisfy({ $0 <= $1 }) else { continue }
      if let length, let start = times[2], let end = times[3], end - start != length / 1_000 {
        continue
      }
      best = times
      break
    }
    return best
  }

  /// The time in a cell; nil where it is not known, as the instant 0 says, too.
  private mutating func stamp(
    _ column: Int?,
    _ table: SacctTable
  ) throws(InputError) -> Stamp? {
    guard let column, let cell = table.said(column) else { return nil }
    if cell.equals("None") || cell.equals("Unknown") || cell.equals("N/A") { return nil }
    if let calendar = CalendarText.instant(cell.bytes) {
      let local = calendar.milliseconds / 1_000
      if local == 0 { return nil }
      guard local >= CalendarText.firstCredible else {
        throw table.error(
          column,
          "is before 1980",
          remedy: "a clock was not set; correct the time, or write Unknown"
        )
      }
      if calendar.hasZone { return Stamp(earlier: local, later: local) }
      hasTimeWithoutZone = true
      guard let zone else { return Stamp(earlier: local, later: local) }
      let instants = zone.instants(of: local, &day)
      return Stamp(earlier: instants.earlier, later: instants.later)
    }
    guard let second = try? NumberText.whole(cell.bytes), second >= 0,
      second <= NumberText.mostSeconds
    else {
      throw table.error(
        column,
        "is not a time",
        remedy: "write YYYY-MM-DDTHH:MM:SS or Unix seconds"
      )
    }
    return second == 0 ? nil : Stamp(earlier: second, later: second)
  }

  /// A length of time `[D-]HH:MM:SS`, `MM:SS` or in seconds, in milliseconds; nil where nothing is
  /// said.
  private static func length(
    _ column: Int?,
    _ table: SacctTable
  ) throws(InputError) -> Int64? {
    guard let column, let cell = table.said(column), !cell.equals("INVALID") else { return nil }
    guard let seconds = clockSeconds(cell.bytes) else {
      throw table.error(column, "is not a length of time", remedy: "Slurm writes D-HH:MM:SS")
    }
    return seconds * 1_000
  }

  /// The limit of a row; nil where there is none.
  static func limit(
    _ table: SacctTable,
    _ columns: SacctColumns
  ) throws(InputError) -> SimDuration? {
    for column in [columns.limitMinutes, columns.limit] {
      guard let column, let cell = table.said(column) else { continue }
      if cell.equals("UNLIMITED") || cell.equals("Partition_Limit") || cell.equals("INVALID") {
        continue
      }
      let seconds =
        column == columns.limitMinutes
        ? (try? NumberText.whole(cell.bytes)).flatMap {
          (0..<1_000_000_000).contains($0) ? $0 * 60 : nil
        }
        : clockSeconds(cell.bytes)
      guard let seconds, seconds >= 0 else {
        throw table.error(
          column,
          "is not a limit",
          remedy: "TimelimitRaw is in minutes, Timelimit is D-HH:MM:SS or UNLIMITED"
        )
      }
      if seconds > 0 { return SimDuration(seconds: seconds) }
    }
    return nil
  }

  /// The seconds of `[D-]HH:MM:SS` or `MM:SS`, without a fraction.
  private static func clockSeconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    var days: Int64?
    var seconds: Int64 = 0
    var parts = 1
    var number: Int64?
    for (place, byte) in bytes.enumerated() {
      if let digit = NumberText.digit(byte) {
        number = (number ?? 0) * 10 + Int64(digit)
        guard number ?? 0 < 1_000_000 else { return nil }
        continue
      }
      guard let whole = number else { return nil }
      if byte == 0x2E {
        guard bytes[(place + 1)...].allSatisfy({ NumberText.digit($0) != nil }) else { return nil }
        break
      }
      if byte == 0x2D && days == nil && parts == 1 {
        days = whole
      } else if byte == 0x3A {
        seconds = (seconds + whole) * 60
        parts += 1
      } else {
        return nil
      }
      number = nil
    }
    guard let number, parts == 3 || (parts == 2 && days == nil) else { return nil }
    return (days ?? 0) * 86_400 + seconds + number
  }
}
