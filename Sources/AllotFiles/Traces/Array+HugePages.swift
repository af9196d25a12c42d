internal import Glibc

extension Array {
  /// Makes room for elements that are appended soon, on huge pages where the system has them.
  ///
  /// Room that is never touched costs no memory. Small pages would cost one fault for each 4 KiB,
  /// a third of the time of reading a large log.
  mutating func reserveHugePages(_ count: Int) {
    reserveCapacity(count)
    let room = capacity * MemoryLayout<Element>.stride
    withUnsafeMutableBufferPointer { elements in
      guard let start = UnsafeMutableRawPointer(elements.baseAddress) else { return }
      // Advice concerns whole pages; it changes no content and may fail without harm.
      let first = start.alignedUp(toMultipleOf: Self.hugePage)
      let end = (start + room).alignedDown(toMultipleOf: Self.hugePage)
      if first < end { _ = madvise(first, end - first, MADV_HUGEPAGE) }
    }
  }

  private static var hugePage: Int { 1 << 21 }
}
