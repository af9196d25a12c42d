internal import Glibc

/// Bytes of a file in memory, mapped or allocated, given back to the system with the last
/// reference.
final class ByteStorage {
  /// The bytes; valid as long as the storage lives.
  private(set) var bytes: UnsafeRawBufferPointer
  private let isMapped: Bool

  /// Takes over a memory map, or an allocation of `malloc`, whose first bytes are in use.
  init(takingOver bytes: UnsafeRawBufferPointer, isMapped: Bool) {
    self.bytes = bytes
    self.isMapped = isMapped
  }

  deinit {
    guard let start = UnsafeMutableRawPointer(mutating: bytes.baseAddress) else { return }
    if isMapped {
      munmap(start, bytes.count)
    } else {
      free(start)
    }
  }
}

/// An allocation that grows by doubling until it becomes a ``ByteStorage``.
struct GrowingBytes: ~Copyable {
  private var start: UnsafeMutableRawPointer
  private var capacity: Int
  private(set) var count = 0

  /// An empty allocation with room for some bytes.
  init(capacity: Int) {
    self.capacity = capacity + 4_096
    start = Self.checked(malloc(self.capacity))
  }

  deinit { free(start) }

  /// A copy of bytes.
  static func copy(of bytes: [UInt8]) -> ByteStorage {
    var copy = GrowingBytes(capacity: bytes.count)
    copy.room().copyBytes(from: bytes)
    copy.use(bytes.count)
    return copy.finish()
  }

  /// The room behind the used bytes; at least one page.
  mutating func room() -> UnsafeMutableRawBufferPointer {
    if capacity - count < 4_096 {
      capacity *= 2
      start = Self.checked(realloc(start, capacity))
    }
    return UnsafeMutableRawBufferPointer(start: start + count, count: capacity - count)
  }

  /// Counts bytes that were written into the room as used.
  mutating func use(_ more: Int) {
    precondition(more <= capacity - count, "more bytes used than there is room for")
    count += more
  }

  /// Hands the bytes over.
  consuming func finish() -> ByteStorage {
    let storage = ByteStorage(
      takingOver: UnsafeRawBufferPointer(start: start, count: count),
      isMapped: false
    )
    discard self
    return storage
  }

  private static func checked(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer {
    guard let pointer else { preconditionFailure("the system has no memory left") }
    return pointer
  }
}
