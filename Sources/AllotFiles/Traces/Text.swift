public import Allot
internal import Glibc

/// The subject of ids into a ``TextTable``.
public enum Text {}

/// Interned texts: each different text is kept once.
///
/// Texts are told apart by their bytes: strings that Unicode holds equal, such as those with a
/// letter in one part or in two, are two names in a log. A log may have a name for every job, so
/// that texts lie one behind the other, without an allocation for each.
public struct TextTable: Sendable {
  /// The id of the empty text, which stands for "not said".
  public static let none = ID<Text>(0)

  private var bytes: [UInt8] = []
  /// Where the bytes of each text begin, and last where all end.
  private var bounds = [0, 0]
  /// A hash table with open addressing, never more than half full: the upper half of a hash before
  /// the index of its text.
  private var slots = [UInt64](repeating: Self.free, count: 64)
  private static let free = UInt64.max
  private static let upperHalf: UInt64 = 0xFFFF_FFFF_0000_0000

  /// A table that holds only the empty text.
  public init() {}

  /// The number of different texts, the empty one included.
  public var count: Int { bounds.count - 1 }

  /// The text of an id.
  public subscript(id: ID<Text>) -> String {
    let index = Int(id.index)
    return String(decoding: bytes[bounds[index]..<bounds[index + 1]], as: UTF8.self)
  }

  /// The id of a text, new or known.
  public mutating func id(of text: String) -> ID<Text> {
    var text = text
    return text.withUTF8 { id(ofCharacters: UnsafeRawBufferPointer($0)) }
  }

  /// The id of the text of bytes, which are kept where they are no UTF-8.
  mutating func id(of bytes: UnsafeRawBufferPointer) -> ID<Text> {
    // Of all other bytes the text may be another; see ``KeptBytes``.
    Self.isASCII(bytes) ? id(ofCharacters: bytes) : id(of: KeptBytes.text(bytes))
  }

  private mutating func id(ofCharacters text: UnsafeRawBufferPointer) -> ID<Text> {
    if text.isEmpty { return Self.none }
    let hash = Self.hash(text)
    var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[slot] != Self.free {
      let known = slots[slot]
      if known & Self.upperHalf == hash & Self.upperHalf {
        let index = Int(UInt32(truncatingIfNeeded: known))
        if isText(index, text) { return ID(index) }
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let index = count
    precondition(index < Int32.max, "a log has too many different texts")
    bytes.append(contentsOf: text)
    bounds.append(bytes.count)
    slots[slot] = hash & Self.upperHalf | UInt64(index)
    if count * 2 > slots.count { grow() }
    return ID(index)
  }

  private func isText(_ index: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    let range = bounds[index]..<bounds[index + 1]
    guard range.count == text.count, let start = text.baseAddress else { return false }
    return bytes.withUnsafeBytes { all in
      all.baseAddress.map { memcmp($0 + range.lowerBound, start, text.count) == 0 } ?? false
    }
  }

  private mutating func grow() {
    slots = [UInt64](repeating: Self.free, count: slots.count * 4)
    bytes.withUnsafeBytes { all in
      for index in 1..<count {
        let text = UnsafeRawBufferPointer(rebasing: all[bounds[index]..<bounds[index + 1]])
        let hash = Self.hash(text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != Self.free { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = hash & Self.upperHalf | UInt64(index)
      }
    }
  }

  /// A hash of bytes, eight at a time; the order of slots is never visible, so any would serve.
  private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var hash = UInt64(truncatingIfNeeded: bytes.count)
    func mix(_ word: UInt64) {
      let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
      hash = product.high ^ product.low
    }
    var position = 0
    while position + 8 <= bytes.count {
      mix(bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    var last: UInt64 = 0
    while position < bytes.count {
      last = last << 8 | UInt64(bytes[position])
      position += 1
    }
    mix(last)
    mix(0xD1B5_4A32_D192_ED03)
    return hash
  }

  private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    while position + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { return false }
      position += 8
    }
    while position < bytes.count {
      if bytes[position] & 0x80 != 0 { return false }
      position += 1
    }
    return true
  }
}

extension TextTable {
  /// The id of a cell's text; an empty cell is "not said".
  mutating func id(of cell: Cell?) -> ID<Text> {
    guard let cell else { return Self.none }
    return cell.isEscaped ? id(of: cell.text) : id(of: cell.bytes)
  }

  /// The id of a text of a JSON file; an empty one is "not said".
  mutating func id(of text: JsonText?) -> ID<Text> {
    guard let text else { return Self.none }
    return text.hasEscapes ? id(of: text.text) : id(of: text.bytes)
  }
}
