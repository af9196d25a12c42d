/// A 128-bit running hash over words, equal on every machine and build.
///
/// Two multiply-xorshift lanes with different constants; it tells different schedules apart and is
/// no cryptographic hash. The order of the words matters.
public struct Digest: Hashable, Sendable {
  private var low: UInt64 = 0x9E37_79B9_7F4A_7C15
  private var high: UInt64 = 0xC2B2_AE3D_27D4_EB4F

  /// The digest of no words.
  public init() {}

  /// Adds one word.
  public mutating func add(_ word: UInt64) {
    low = (low ^ word) &* 0xFF51_AFD7_ED55_8CCD
    low ^= low >> 32
    high = (high ^ (word &+ low)) &* 0xC4CE_B9FE_1A85_EC53
    high ^= high >> 29
  }

  /// Adds one signed word.
  public mutating func add(_ word: Int64) {
    add(UInt64(bitPattern: word))
  }

  /// The digest as 32 lower-case hexadecimal digits.
  public var hexadecimal: String {
    Self.digits(high) + Self.digits(low)
  }

  private static func digits(_ word: UInt64) -> String {
    let text = String(word, radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }
}
