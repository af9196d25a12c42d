internal import Allot
internal import Glibc

/// Ids of texts by their bytes, without making a text for a known one.
///
/// It keeps pointers to the first occurrence of each text, so it must not outlive the input.
struct ByteTexts {
  private var slots = [Int32](repeating: -1, count: 64)
  private var entries: [(bytes: UnsafeRawBufferPointer, id: ID<Text>)] = []

  /// The id of a cell's text; an empty cell is "not said".
  mutating func id(of cell: Cell?, in texts: inout TextTable) -> ID<Text> {
    guard let cell, !cell.isEmpty else { return TextTable.none }
    // An escaped text has other bytes than the same text without escapes.
    if cell.isEscaped { return texts.id(of: cell.text) }
    let bytes = cell.bytes
    var slot = self.slot(of: bytes)
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.bytes.count == bytes.count, let known = entry.bytes.baseAddress,
        let new = bytes.baseAddress, memcmp(known, new, bytes.count) == 0
      {
        return entry.id
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let id = texts.id(of: cell.text)
    slots[slot] = Int32(entries.count)
    entries.append((bytes, id))
    if entries.count * 2 > slots.count { grow() }
    return id
  }

  private func slot(of bytes: UnsafeRawBufferPointer) -> Int {
    // FNV-1a; the order of slots is never visible, so any hash serves.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for position in entries.indices {
      var slot = self.slot(of: entries[position].bytes)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(position)
    }
  }
}
