/// Exact decimal numbers from bytes; nothing passes through a `Double`.
enum NumberText {
  /// Why bytes are not the number that is wanted.
  enum Fault: Error {
    /// They are not a number.
    case malformed
    /// They are a number with decimals where a whole one is wanted, or with too many.
    case decimals
    /// They are a number that is too large to be meant.
    case tooLarge
  }

  /// The most seconds that a time may have, 31,700 years: sums of times then stay far from
  /// overflow.
  static let mostSeconds: Int64 = 1_000_000_000_000

  /// A whole number, perhaps negative; `16.0` is one.
  static func whole(_ bytes: UnsafeRawBufferPointer) throws(Fault) -> Int64 {
    if let number = digits(bytes) { return number }
    let parts = try Parts(bytes)
    guard parts.thousandths == 0, !parts.hasMoreDecimals else { throw .decimals }
    return parts.isNegative ? -parts.whole : parts.whole
  }

  /// A number of seconds in milliseconds, perhaps negative.
  ///
  /// When it is cut, decimals behind the third are left out; otherwise only zeros may stand there.
  static func milliseconds(
    _ bytes: UnsafeRawBufferPointer,
    isCut: Bool = false
  ) throws(Fault) -> Int64 {
    if let seconds = digits(bytes), seconds <= mostSeconds { return seconds * 1_000 }
    let parts = try Parts(bytes)
    guard isCut || !parts.hasMoreDecimals else { throw .decimals }
    guard parts.whole <= mostSeconds else { throw .tooLarge }
    let magnitude = parts.whole * 1_000 + parts.thousandths
    return parts.isNegative ? -magnitude : magnitude
  }

  /// The number of a few digits, which most cells are; nil for whatever else there is, which may be
  /// a number, too.
  static func digits(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    guard (1...15).contains(bytes.count) else { return nil }
    var number: Int64 = 0
    for byte in bytes {
      guard let value = digit(byte) else { return nil }
      number = number * 10 + value
    }
    return number
  }

  /// Bytes without the blanks around them.
  static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var first = 0
    var end = bytes.count
    while first < end, isBlank(bytes[first]) { first += 1 }
    while end > first, isBlank(bytes[end - 1]) { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: bytes[first..<end])
  }

  /// A line without the carriage return at its end.
  static func withoutReturn(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    line.last == 0x0D ? UnsafeRawBufferPointer(rebasing: line.dropLast()) : line
  }

  /// Whether a byte is a space or a tab.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  /// The value of a digit, or nil.
  static func digit(_ byte: UInt8) -> Int64? {
    let value = byte &- 0x30
    return value < 10 ? Int64(value) : nil
  }

  /// A decimal number cut into its parts.
  struct Parts {
    /// Whether a minus stands before it.
    var isNegative = false
    /// The digits before the point; below 10¹⁸.
    var whole: Int64 = 0
    /// The first three decimals.
    var thousandths: Int64 = 0
    /// How many decimals it has.
    var decimals = 0
    /// Whether a decimal behind the third is not zero.
    var hasMoreDecimals = false

    /// The parts of `-?digits[.digits]`; at least one digit, blanks around are not allowed.
    init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
      var digits = 0
      var hasPoint = false
      isNegative = bytes.first == 0x2D
      for byte in bytes.dropFirst(isNegative ? 1 : 0) {
        if byte == 0x2E, !hasPoint {
          hasPoint = true
          continue
        }
        guard let value = NumberText.digit(byte) else { throw .malformed }
        digits += 1
        if hasPoint {
          decimals += 1
          switch decimals {
          case 1: thousandths += value * 100
          case 2: thousandths += value * 10
          case 3: thousandths += value
          default: hasMoreDecimals = hasMoreDecimals || value != 0
          }
        } else if whole < 100_000_000_000_000_000 {
          whole = whole * 10 + value
        } else {
          throw .tooLarge
        }
      }
      guard digits > 0 else { throw .malformed }
    }
  }
}
