/// Eight bytes of a text as one number, the first byte lowest, to read digits without a loop.
struct EightBytes {
  private let bits: UInt64

  /// The bytes at a position.
  /// - Precondition: eight bytes may be read there.
  init(at position: UnsafeRawPointer) {
    bits = UInt64(littleEndian: position.loadUnaligned(as: UInt64.self))
  }

  /// Whether the bytes begin with `-1` and a given end.
  func isMinusOne(before end: UInt8) -> Bool {
    bits & 0xFF_FFFF == UInt64(end) &<< 16 | 0x31_2D
  }

  /// The number of one to seven digits, and a space behind it, that the bytes begin with.
  /// - Precondition: the first byte is not a space.
  var number: Int64? {
    let digits = bits ^ Self.each(0x30)
    // With eight digits the width wraps to zero, and no digit is a space.
    let width = UInt64(truncatingIfNeeded: others(digits).trailingZeroBitCount) & 0x38
    guard (bits &>> width) & 0xFF == 0x20 else { return nil }
    return Self.value(of: digits &<< (64 &- width))
  }

  /// The number that the bytes are; nil when one of them is not a digit.
  var eightDigits: Int64? {
    let digits = bits ^ Self.each(0x30)
    return others(digits) == 0 ? Self.value(of: digits) : nil
  }

  /// Bits of the first byte that is not from 0 to 9, and of some behind it.
  ///
  /// Such a byte has a high half or gets one from six more; what carries out of a byte changes
  /// only bytes behind it.
  private func others(_ digits: UInt64) -> UInt64 {
    (digits | (digits &+ Self.each(0x06))) & Self.each(0xF0)
  }

  /// The number of eight digits from 0 to 9, the highest in the lowest byte.
  private static func value(of digits: UInt64) -> Int64 {
    let pairs = ((digits &* 0x0A01) &>> 8) & 0x00FF_00FF_00FF_00FF
    let fours = ((pairs &* 0x0064_0001) &>> 16) & 0x0000_FFFF_0000_FFFF
    return Int64(truncatingIfNeeded: (fours &* 0x2710_0000_0001) &>> 32)
  }

  private static func each(_ byte: UInt64) -> UInt64 { byte &* 0x0101_0101_0101_0101 }
}
