/// Texts of logs whose bytes are not all UTF-8, kept so that no two of them become one.
///
/// Each byte that is no part of a character stands in the text as a private character of its own,
/// U+10FF00 more than the byte, and so do the bytes of such characters themselves. Tables write
/// the bytes back.
public enum KeptBytes {
  private static let first: UInt32 = 0x10_FF00

  /// The text of bytes; equal for equal bytes alone.
  ///
  /// Complexity: O(n).
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    let bytes = Array(bytes)
    if let text = String(validating: bytes, as: UTF8.self), !holdsPrivate(text.utf8) {
      return text
    }
    var scalars = String.UnicodeScalarView()
    var at = 0
    while at < bytes.count {
      let length = characterLength(bytes[at...])
      let end = at + max(length, 1)
      let character = length > 0 ? String(validating: bytes[at..<end], as: UTF8.self) : nil
      if let character, !holdsPrivate(character.utf8) {
        scalars.append(contentsOf: character.unicodeScalars)
        at = end
      } else {
        // The bytes behind the first may begin a character of their own.
        if let kept = Unicode.Scalar(first + UInt32(bytes[at])) { scalars.append(kept) }
        at += 1
      }
    }
    return String(scalars)
  }

  /// The bytes of a text as they were.
  public static func bytes(of text: String) -> [UInt8] {
    guard holdsPrivate(text.utf8) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      isPrivate(scalar) ? [UInt8(scalar.value - first)] : Array(String(scalar).utf8)
    }
  }

  private static func isPrivate(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value >= first && scalar.value <= first + 0xFF
  }

  /// All characters from U+10F000 on begin with these bytes, and none of them has a meaning.
  private static func holdsPrivate(_ utf8: some Sequence<UInt8>) -> Bool {
    var last: UInt8 = 0
    for byte in utf8 {
      if last == 0xF4 && byte == 0x8F { return true }
      last = byte
    }
    return false
  }

  /// How many bytes the character that begins here has, by its first byte; 0 where none begins.
  private static func characterLength(_ bytes: ArraySlice<UInt8>) -> Int {
    guard let first = bytes.first else { return 0 }
    let length =
      switch first {
      case 0x00...0x7F: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    return length <= bytes.count ? length : 0
  }
}
