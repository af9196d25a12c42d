internal import Foundation

/// JSON as every file and `--json` has it: sorted keys in snake case, two spaces, a final line end.
public enum JSONText {
  /// The bytes of a value.
  public static func bytes(_ value: any Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  }
}
