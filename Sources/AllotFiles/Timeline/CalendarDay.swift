/// A day of the Gregorian calendar.
struct CalendarDay {
  /// The days since 1970-01-01.
  private(set) var number: Int
  private(set) var year: Int
  private(set) var month: Int
  /// The place in the month, from one on.
  private(set) var day: Int

  /// The day of a time, given as seconds since 1970 on its clock.
  init(containing seconds: Int64) {
    let text = CalendarText.text(ofUnixSeconds: seconds)
    let fields = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    (year, month, day) = (fields[0], fields[1], fields[2])
    number = Int(max(0, seconds) / 86_400)
  }

  /// Its beginning, as seconds since 1970.
  var seconds: Int64 { Int64(number) * 86_400 }

  /// Becomes the next day.
  mutating func advance() {
    number += 1
    day += 1
    guard day > Int(CalendarText.days(in: Int64(month), of: Int64(year))) else { return }
    day = 1
    month += 1
    guard month > 12 else { return }
    (year, month) = (year + 1, 1)
  }
}
