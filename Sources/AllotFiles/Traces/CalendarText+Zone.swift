extension CalendarText {
  /// An instant in milliseconds since 1970.
  struct Instant {
    /// Milliseconds since 1970, in UTC where no zone is given.
    var milliseconds: Int64
    /// Whether the text said its zone.
    var hasZone: Bool
  }

  /// The instant of a calendar time such as `2023-03-01 00:18:22.5+08:00`.
  ///
  /// Parts of a second and the zone may be missing; decimals behind the third are cut.
  static func instant(_ bytes: UnsafeRawBufferPointer) -> Instant? {
    guard bytes.count >= 19,
      let seconds = unixSeconds(UnsafeRawBufferPointer(rebasing: bytes[..<19]))
    else { return nil }
    if bytes.count == 19 { return Instant(milliseconds: seconds * 1_000, hasZone: false) }
    var rest = bytes[19...]
    var milliseconds: Int64 = 0
    if rest.first == 0x2E {
      rest = rest.dropFirst()
      var weight: Int64 = 100
      guard let first = rest.first, NumberText.digit(first) != nil else { return nil }
      while let byte = rest.first, let digit = NumberText.digit(byte) {
        milliseconds += digit * weight
        weight /= 10
        rest = rest.dropFirst()
      }
    }
    if rest.first == 0x20 { rest = rest.dropFirst() }
    guard let offset = offset(rest) else {
      return rest.isEmpty
        ? Instant(milliseconds: seconds * 1_000 + milliseconds, hasZone: false) : nil
    }
    return Instant(milliseconds: (seconds - offset) * 1_000 + milliseconds, hasZone: true)
  }

  /// The seconds that a zone is ahead of UTC: `Z`, `UTC`, `+08:00`, `+0800` or `+08`.
  private static func offset(_ zone: Slice<UnsafeRawBufferPointer>) -> Int64? {
    if zone.elementsEqual("Z".utf8) || zone.elementsEqual("UTC".utf8) { return 0 }
    guard let sign = zone.first, sign == 0x2B || sign == 0x2D else { return nil }
    var digits = 0
    var value: Int64 = 0
    for byte in zone.dropFirst() where !(byte == 0x3A && digits == 2) {
      guard let digit = NumberText.digit(byte), digits < 4 else { return nil }
      value = value * 10 + digit
      digits += 1
    }
    if digits == 2 { value *= 100 }
    guard digits == 2 || digits == 4, value / 100 <= 14, value % 100 < 60 else { return nil }
    return (sign == 0x2D ? -1 : 1) * (value / 100 * 3_600 + value % 100 * 60)
  }
}
