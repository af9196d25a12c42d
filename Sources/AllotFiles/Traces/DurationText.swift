public import Allot

/// Durations as people write them: `90`, `90s`, `10 min`, `2 h`, `1h30m`, `1.5 h`, `7 d`,
/// `HH:MM:SS`.
///
/// A bare number counts seconds. Units are `ms`, `s`, `m`, `h`, `d`, `w` and their usual longer
/// forms; larger units come first. Up to three decimals are exact.
public enum DurationText {
  private static let units: [(names: [String], milliseconds: Int64)] = [
    (["w", "week", "weeks"], 604_800_000),
    (["d", "day", "days"], 86_400_000),
    (["h", "hr", "hour", "hours"], 3_600_000),
    (["m", "min", "minute", "minutes"], 60_000),
    (["s", "sec", "second", "seconds"], 1_000),
    (["ms", "millisecond", "milliseconds"], 1),
  ]

  /// The duration that a text means; never negative.
  ///
  /// - Throws: `UnreadableText` when it means none, or one of more than 31,700 years.
  public static func parse(_ text: String) throws(UnreadableText) -> SimDuration {
    let milliseconds = text.contains(":") ? try clock(text) : try sumOfUnits(text)
    return SimDuration(milliseconds: milliseconds)
  }

  /// A duration in its largest exact unit, such as `90 s` or `2 h`; ``parse(_:)`` reads it back.
  ///
  /// - Precondition: it is not negative.
  public static func format(_ duration: SimDuration) -> String {
    precondition(duration >= .zero, "a negative duration has no text")
    let unit = units.first { unit in
      unit.names[0] != "w" && duration.milliseconds % unit.milliseconds == 0
    }
    guard let unit, duration > .zero else { return "0 s" }
    let name = unit.names[0] == "m" ? "min" : unit.names[0]
    return "\(duration.milliseconds / unit.milliseconds) \(name)"
  }

  /// `HH:MM:SS`, hours of any number of digits.
  private static func clock(_ text: String) throws(UnreadableText) -> Int64 {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let digits = parts.allSatisfy { part in
      !part.isEmpty && part.utf8.count <= 9 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }
    let values = parts.compactMap { Int64($0) }
    guard digits, values.count == 3, values[1] < 60, values[2] < 60 else {
      throw UnreadableText(
        "\"\(text)\" is not a duration: a time with colons is written HH:MM:SS"
      )
    }
    return (values[0] * 3_600 + values[1] * 60 + values[2]) * 1_000
  }

  private static func sumOfUnits(_ text: String) throws(UnreadableText) -> Int64 {
    var rest = Substring(text).drop { $0 == " " }
    var total: Int64 = 0
    var lastUnit = -1
    guard !rest.isEmpty else { throw unreadable(text) }
    while !rest.isEmpty {
      let number = rest.prefix { $0 == "." || ("0"..."9").contains($0) }
      guard number.first != ".", number.last != "." else { throw unreadable(text) }
      rest = rest.dropFirst(number.count).drop { $0 == " " }
      let name = rest.prefix { ("a"..."z").contains($0) }
      rest = rest.dropFirst(name.count).drop { $0 == " " }
      let isBareNumber = name.isEmpty && rest.isEmpty && lastUnit < 0
      let unitName = isBareNumber ? "s" : String(name)
      guard let unit = units.firstIndex(where: { $0.names.contains(unitName) }), unit > lastUnit
      else { throw unreadable(text) }
      lastUnit = unit
      total += try milliseconds(String(number), of: units[unit].milliseconds, in: text)
      guard total <= NumberText.mostSeconds * 1_000 else { throw tooLong(text) }
    }
    return total
  }

  private static func milliseconds(
    _ number: String,
    of unit: Int64,
    in text: String
  ) throws(UnreadableText) -> Int64 {
    var copy = number
    let thousandths: Int64? = copy.withUTF8 { utf8 in
      try? NumberText.milliseconds(UnsafeRawBufferPointer(utf8))
    }
    guard let thousandths else { throw unreadable(text) }
    let (product, overflow) = thousandths.multipliedReportingOverflow(by: unit)
    guard !overflow, product / 1_000 <= NumberText.mostSeconds * 1_000 else {
      throw tooLong(text)
    }
    guard product % 1_000 == 0 else { throw unreadable(text) }
    return product / 1_000
  }

  private static func unreadable(_ text: String) -> UnreadableText {
    UnreadableText(
      "\"\(text)\" is not a duration: write \"90 s\", \"10 min\", \"1h30m\", \"7 d\" or HH:MM:SS"
    )
  }

  private static func tooLong(_ text: String) -> UnreadableText {
    UnreadableText("\"\(text)\" is longer than 31,700 years")
  }
}
