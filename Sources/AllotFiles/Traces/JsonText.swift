internal import Allot

/// A text of a JSON file as it stands between its quotes.
struct JsonText {
  /// The bytes as they stand in the file.
  let bytes: UnsafeRawBufferPointer
  /// Whether a backslash is among them.
  let hasEscapes: Bool

  /// Whether nothing is said.
  var isEmpty: Bool { bytes.isEmpty }

  /// Whether the bytes are those of an ASCII text.
  func equals(_ text: StaticString) -> Bool { Cell(bytes).equals(text) }

  /// The text that is meant; an escape that means nothing stands for itself.
  var text: String {
    guard hasEscapes else { return Cell(bytes).text }
    var plain: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      guard byte == 0x5C, position < bytes.count else {
        plain.append(byte)
        continue
      }
      let escaped = bytes[position]
      position += 1
      switch escaped {
      case 0x6E: plain.append(0x0A)
      case 0x74: plain.append(0x09)
      case 0x72: plain.append(0x0D)
      case 0x62: plain.append(0x08)
      case 0x66: plain.append(0x0C)
      case 0x75: plain += scalar(&position).utf8
      default: plain.append(escaped)
      }
    }
    return KeptBytes.text(plain)
  }

  /// The character of `\u0041`, or of a pair of them; � where it is none.
  private func scalar(_ position: inout Int) -> String {
    guard let high = unit(position) else { return "\u{FFFD}" }
    position += 4
    var value = high
    if (0xD800..<0xDC00).contains(high), position + 1 < bytes.count, bytes[position] == 0x5C,
      bytes[position + 1] == 0x75, let low = unit(position + 2), (0xDC00..<0xE000).contains(low)
    {
      position += 6
      value = 0x1_0000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }
    return Unicode.Scalar(value).map { String(Character($0)) } ?? "\u{FFFD}"
  }

  /// The value of four hexadecimal digits.
  private func unit(_ position: Int) -> UInt32? {
    guard position + 4 <= bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[position..<(position + 4)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 + UInt32(digit)
    }
    return value
  }
}

/// Numbers of JSON, which may have an exponent.
enum JsonNumber {
  /// Whether a byte may stand in a number.
  static func mayHave(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x2D, 0x2B, 0x2E, 0x65, 0x45: true
    default: false
    }
  }

  /// The parts of a number; an exponent moves its point, so that nothing is rounded.
  static func parts(_ bytes: UnsafeRawBufferPointer) throws(NumberText.Fault) -> NumberText.Parts {
    guard let mark = bytes.firstIndex(where: { $0 == 0x65 || $0 == 0x45 }) else {
      return try NumberText.Parts(bytes)
    }
    let exponent = try exponent(bytes[(mark + 1)...])
    let isNegative = bytes.first == 0x2D
    let mantissa = bytes[(isNegative ? 1 : 0)..<mark]
    let halves = mantissa.split(separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = halves.first, !whole.isEmpty else { throw .malformed }
    var digits = Array(whole) + (halves.count > 1 ? Array(halves[1]) : [])
    var point = whole.count + exponent
    if point < 1 {
      digits.insert(contentsOf: [UInt8](repeating: 0x30, count: 1 - point), at: 0)
      point = 1
    }
    if point > digits.count {
      digits += [UInt8](repeating: 0x30, count: point - digits.count)
    }
    digits.insert(0x2E, at: point)
    if isNegative { digits.insert(0x2D, at: 0) }
    // A closure can not say which error it throws.
    let parts = digits.withUnsafeBytes { bytes in
      Result<NumberText.Parts, NumberText.Fault> { () throws(NumberText.Fault) in
        try NumberText.Parts(bytes)
      }
    }
    return try parts.get()
  }

  private static func exponent(_ bytes: Slice<UnsafeRawBufferPointer>) throws(NumberText.Fault)
    -> Int
  {
    let isNegative = bytes.first == 0x2D
    let digits = isNegative || bytes.first == 0x2B ? bytes.dropFirst() : bytes
    guard !digits.isEmpty else { throw .malformed }
    var value = 0
    for byte in digits {
      guard let digit = NumberText.digit(byte) else { throw .malformed }
      value = min(value * 10 + Int(digit), 100)
    }
    return isNegative ? -value : value
  }
}
