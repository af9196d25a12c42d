/// Dates with a zone, or Unix seconds, as options and scenarios give them.
public enum EpochText {
  /// The Unix second of `2026-03-02T00:00:00+09:00`, of the same with `Z`, or of bare digits.
  public static func unixSeconds(_ text: String) -> Int64? {
    if let seconds = Int64(text) { return seconds }
    let bytes = Array(text.utf8)
    guard bytes.count > 19 else { return nil }
    let seconds = bytes[..<19].withUnsafeBytes { CalendarText.unixSeconds($0) }
    guard let seconds, let offset = offset(text.dropFirst(19)) else { return nil }
    return seconds - offset
  }

  /// The Unix second at which a day such as `2026-03-02` begins in UTC.
  static func unixSeconds(ofDay text: String) -> Int64? {
    Array(text.utf8).withUnsafeBytes { CalendarText.unixSeconds(ofDay: $0) }
  }

  private static func offset(_ zone: Substring) -> Int64? {
    if zone == "Z" { return 0 }
    guard let sign = zone.first, sign == "+" || sign == "-" else { return nil }
    // Both +09:00 and +0900 are written.
    let hasColon = zone.count == 6 && zone.dropFirst(3).first == ":"
    let digits = hasColon ? zone.dropFirst().replacing(":", with: "") : zone.dropFirst()
    guard digits.count == 4, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let hours = Int64(digits.prefix(2)), let minutes = Int64(digits.suffix(2)),
      (0...14).contains(hours), (0...59).contains(minutes)
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}
