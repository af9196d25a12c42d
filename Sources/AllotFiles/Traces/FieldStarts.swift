/// Where fields begin within the first bytes of a line: where something stands behind a space.
///
/// All positions come from the text alone and not from reading the field before, so that the
/// processor reads several fields at once.
struct FieldStarts {
  /// How many bytes of a line are looked at, beyond which no field begins.
  static let reach = 128

  private var block: UnsafeRawPointer
  private var bits: UInt64
  private var later: UInt64

  /// The fields of the line at a position.
  /// - Precondition: ``reach`` bytes may be read there.
  @inline(__always)
  init(_ line: UnsafeRawPointer) {
    block = line
    let first = Self.fieldBytes(line)
    let second = Self.fieldBytes(line + 64)
    bits = first & ~(first &<< 1)
    later = second & ~(second &<< 1 | first &>> 63)
  }

  /// The position of the next field; nil behind the reach.
  @inline(__always)
  mutating func next() -> UnsafeRawPointer? {
    if bits == 0 {
      guard later != 0 else { return nil }
      block += 64
      bits = later
      later = 0
    }
    defer { bits &= bits &- 1 }
    return block + bits.trailingZeroBitCount
  }

  /// One bit for each of 64 bytes that is not a space, the first byte lowest.
  @inline(__always)
  private static func fieldBytes(_ start: UnsafeRawPointer) -> UInt64 {
    // Byte i of row k tells of byte i of each eighth k of the text; then the square is turned.
    var rows = SIMD16<UInt8>(repeating: 0)
    var weights = SIMD16<UInt8>(1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2)
    let spaces = SIMD16<UInt8>(repeating: 0x20)
    for quarter in 0..<4 {
      let bytes = (start + quarter &* 16).loadUnaligned(as: SIMD16<UInt8>.self)
      rows |= weights.replacing(with: 0, where: bytes .== spaces)
      weights = weights &<< 2
    }
    let halves = unsafeBitCast(rows, to: SIMD2<UInt64>.self)
    var square = UInt64(littleEndian: halves[0]) | UInt64(littleEndian: halves[1])
    square = swapped(square, 7, 0x00AA_00AA_00AA_00AA)
    square = swapped(square, 14, 0x0000_CCCC_0000_CCCC)
    return swapped(square, 28, 0x0000_0000_F0F0_F0F0)
  }

  /// Exchanges the bits of a mask with those a distance above them.
  private static func swapped(_ bits: UInt64, _ distance: UInt64, _ mask: UInt64) -> UInt64 {
    let changes = (bits ^ (bits &>> distance)) & mask
    return bits ^ changes ^ (changes &<< distance)
  }
}
