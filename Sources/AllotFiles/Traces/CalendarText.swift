/// Calendar times of logs, `2026-11-20T21:18:46` or with a space, read as UTC.
enum CalendarText {
  /// The second at which 1980 begins: clocks that show an earlier date are not set, and numbers
  /// below it count from somewhere else than 1970.
  static let firstCredible: Int64 = 315_532_800

  /// The Unix second of a time, or nil when the bytes are none.
  static func unixSeconds(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.count == 19, bytes[4] == 0x2D, bytes[7] == 0x2D,
      bytes[10] == 0x54 || bytes[10] == 0x20, bytes[13] == 0x3A, bytes[16] == 0x3A
    else { return nil }
    var areDigits = true
    func two(_ at: Int) -> Int64 {
      let (tens, ones) = (bytes[at] &- 0x30, bytes[at + 1] &- 0x30)
      areDigits = areDigits && tens < 10 && ones < 10
      return Int64(tens) * 10 + Int64(ones)
    }
    let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8))
    let (hour, minute, second) = (two(11), two(14), two(17))
    guard areDigits, (1...12).contains(month), day >= 1, day <= days(in: month, of: year),
      hour < 24, minute < 60, second < 60
    else { return nil }
    return days(before: year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second
  }

  /// The Unix second at which a day `2026-11-20` begins, or nil when the bytes are none.
  static func unixSeconds(ofDay bytes: UnsafeRawBufferPointer) -> Int64? {
    guard bytes.count == 10 else { return nil }
    return (Array(bytes) + Array("T00:00:00".utf8)).withUnsafeBytes { unixSeconds($0) }
  }

  /// A Unix second from 1970 on as `2026-11-20T21:18:46Z`.
  static func text(ofUnixSeconds seconds: Int64) -> String {
    func two(_ number: Int64) -> String { String(String(100 + number).dropFirst()) }
    let (wholeDays, rest) = max(0, seconds).quotientAndRemainder(dividingBy: 86_400)
    var year: Int64 = 1_970 + wholeDays / 366
    while days(before: year + 1, 1, 1) <= wholeDays { year += 1 }
    var month: Int64 = 1
    while month < 12 && days(before: year, month + 1, 1) <= wholeDays { month += 1 }
    let day = wholeDays - days(before: year, month, 1) + 1
    return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3_600)):\(two(rest / 60 % 60)):"
      + "\(two(rest % 60))Z"
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The days from 1970-01-01 to a date of the Gregorian calendar.
  private static func days(before year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let daysBeforeMonth: [Int64] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
    // Leap days of the years before this one; 477 of them lie before 1970.
    let past = year - 1
    let leapDays = year == 0 ? -1 : past / 4 - past / 100 + past / 400
    let leapDayOfThisYear: Int64 = month > 2 && isLeap(year) ? 1 : 0
    return (year - 1_970) * 365 + leapDays - 477 + daysBeforeMonth[Int(month - 1)]
      + leapDayOfThisYear + day - 1
  }
}
