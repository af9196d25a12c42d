internal import Foundation

/// JSON as every file and `--json` has it: sorted keys in snake case, two spaces, a final line end.
///
/// A byte of a log that is no UTF-8 (``KeptBytes``) is written as the text `\xE9`; where there is
/// one, a backslash that would be read as one is `\x5C`, so that two names never become one.
public enum JSONText {
  /// The bytes of a value.
  public static func bytes(_ value: any Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return withKeptBytesAsText(Array(try encoder.encode(value))) + [UInt8(ascii: "\n")]
  }

  private static let backslash = UInt8(ascii: "\\")

  /// JSON in which bytes that are kept as private characters stand as texts of two digits.
  static func withKeptBytesAsText(_ json: [UInt8]) -> [UInt8] {
    guard json.indices.contains(where: { keptByte(json, at: $0) != nil }) else { return json }
    var text: [UInt8] = []
    text.reserveCapacity(json.count)
    var at = 0
    while at < json.count {
      if let byte = keptByte(json, at: at) {
        append(byte, to: &text)
        at += 4
      } else if json[at] == backslash, at + 1 < json.count {
        if json[at + 1] == backslash, isNumbered(json[(at + 2)...]) {
          append(backslash, to: &text)
        } else {
          text += json[at...(at + 1)]
        }
        at += 2
      } else {
        text.append(json[at])
        at += 1
      }
    }
    return text
  }

  /// Adds `\\x` and two digits.
  private static func append(_ byte: UInt8, to text: inout [UInt8]) {
    let digits = String(UInt16(byte) + 0x100, radix: 16, uppercase: true).dropFirst()
    text += [backslash, backslash, UInt8(ascii: "x")] + Array(digits.utf8)
  }

  /// Whether what follows a backslash would be read as the number of a byte.
  private static func isNumbered(_ text: ArraySlice<UInt8>) -> Bool {
    let next = Array(text.prefix(3))
    return next.count == 3 && next[0] == UInt8(ascii: "x")
      && next[1...].allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
  }

  /// The byte that the private character at a position keeps; nil for every other.
  private static func keptByte(_ json: [UInt8], at place: Int) -> UInt8? {
    guard json[place] == 0xF4, place + 3 < json.count, json[place + 1] == 0x8F,
      json[place + 2] >= 0xBC
    else { return nil }
    return (json[place + 2] & 0x03) << 6 | json[place + 3] & 0x3F
  }
}
