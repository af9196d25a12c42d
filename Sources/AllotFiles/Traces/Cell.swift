internal import Allot

/// One cell of a delimited line: bytes of the text, without the quotes and blanks around them.
struct Cell {
  /// The bytes as they stand in the file.
  let bytes: UnsafeRawBufferPointer
  /// Whether a quote within stands twice.
  var isEscaped = false

  /// A cell without escapes.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// Whether nothing is said.
  var isEmpty: Bool { bytes.isEmpty }

  /// The text that is meant; bytes that are not UTF-8 are kept.
  var text: String {
    guard isEscaped else { return KeptBytes.text(bytes) }
    var plain: [UInt8] = []
    var isSecondQuote = false
    for byte in bytes {
      if byte == 0x22, isSecondQuote {
        isSecondQuote = false
        continue
      }
      isSecondQuote = byte == 0x22
      plain.append(byte)
    }
    return KeptBytes.text(plain)
  }

  /// The text in an error: what is too long to read is cut, before all of it becomes a text.
  var excerpt: String {
    bytes.count > 512
      ? String(decoding: bytes.prefix(240), as: UTF8.self).prefix(60) + "…"
      : Self.excerpt(of: text)
  }

  /// A text in an error: what is too long to read is cut.
  static func excerpt(of text: String) -> String {
    text.count > 60 ? text.prefix(60) + "…" : text
  }

  /// Whether the bytes are those of an ASCII text.
  func equals(_ text: StaticString) -> Bool {
    bytes.count == text.utf8CodeUnitCount
      && bytes.elementsEqual(
        UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
      )
  }
}
