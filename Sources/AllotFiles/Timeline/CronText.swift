/// The minutes of a week or a year that five fields name, as Vixie's cron reads them: minute, hour,
/// day of the month, month and day of the week.
///
/// A field is `*`, a number, a range `9-17`, either with a step `/2`, or a list of these; months
/// and days have English names of three letters, and Sunday is 0 or 7. Where both kinds of day are
/// given and neither begins with `*`, a day that either names is named (cron 3.0, `crontab(5)`).
struct CronText: Sendable, Equatable {
  /// The minutes of each day that is named, from its beginning.
  let minutes: [Int]
  private let daysOfMonth: Field
  private let months: Field
  private let daysOfWeek: Field

  private struct Field: Sendable, Equatable {
    var numbers: Set<Int>
    var isAny: Bool
  }

  /// The fields of a text such as `0 9 * * 1-5`.
  ///
  /// - Throws: ``UnreadableText`` for the first field that is wrong.
  init(_ text: String) throws(UnreadableText) {
    let fields = text.split(separator: " ")
    guard fields.count == 5 else {
      throw UnreadableText(
        "'\(text)' has \(fields.count) fields; write five: minute, hour, day of the month, month "
          + "and day of the week, such as \"0 9 * * 1-5\""
      )
    }
    let minutesOfHour = try Self.field(fields[0], "minute", 0...59)
    let hours = try Self.field(fields[1], "hour", 0...23)
    daysOfMonth = try Self.field(fields[2], "day of the month", 1...31)
    months = try Self.field(fields[3], "month", 1...12, names: Self.monthNames)
    var days = try Self.field(fields[4], "day of the week", 0...7, names: Self.dayNames)
    if days.numbers.contains(7) { days.numbers.insert(0) }
    daysOfWeek = days
    minutes = hours.numbers.sorted().flatMap { hour in
      minutesOfHour.numbers.sorted().map { hour * 60 + $0 }
    }
  }

  private static let monthNames = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  private static func field(
    _ text: Substring,
    _ what: String,
    _ range: ClosedRange<Int>,
    names: [String] = []
  ) throws(UnreadableText) -> Field {
    var numbers: Set<Int> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let more = Self.numbers(part, range, names) else {
        throw UnreadableText(
          "the \(what) is '\(text)'; write * or numbers from \(range.lowerBound) to "
            + "\(range.upperBound), such as \(range.lowerBound)-\(range.lowerBound + 4), */2 or "
            + "\(range.lowerBound),\(range.lowerBound + 3)"
        )
      }
      numbers.formUnion(more)
    }
    return Field(numbers: numbers, isAny: text.hasPrefix("*"))
  }

  private static func numbers(
    _ part: Substring,
    _ range: ClosedRange<Int>,
    _ names: [String]
  ) -> Set<Int>? {
    func number(_ text: Substring) -> Int? {
      if let place = names.firstIndex(of: text.lowercased()) { return place + range.lowerBound }
      guard text.allSatisfy(\.isASCII), let number = Int(text), range.contains(number) else {
        return nil
      }
      return number
    }
    let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let step = halves.count == 2 ? Int(halves[1]) ?? 0 : 1
    guard let first = halves.first, step > 0 else { return nil }
    var bounds = range
    if first != "*" {
      let ends = first.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let low = ends.first.flatMap(number), let high = ends.last.flatMap(number),
        low <= high, ends.count == 2 || halves.count == 1
      else { return nil }
      bounds = low...high
    }
    return Set(stride(from: bounds.lowerBound, through: bounds.upperBound, by: step))
  }

  /// True for a day, given by its number since 1970-01-01, its month and its place in that.
  func names(day: Int, ofMonth date: Int, month: Int) -> Bool {
    guard months.numbers.contains(month) else { return false }
    // 1970-01-01 was a Thursday.
    let weekday = ((day + 4) % 7 + 7) % 7
    let (inMonth, inWeek) = (
      daysOfMonth.numbers.contains(date), daysOfWeek.numbers.contains(weekday)
    )
    return daysOfMonth.isAny || daysOfWeek.isAny ? inMonth && inWeek : inMonth || inWeek
  }
}
