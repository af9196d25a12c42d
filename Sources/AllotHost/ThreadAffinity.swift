internal import CNuma
internal import Glibc

/// The CPU mask of a thread, kept as the kernel's own bits.
///
/// hwloc reads a mask only as far as its topology reaches, so that restoring through it could leave
/// a thread with fewer CPUs than before; these bits go back unseen. libnuma has the system calls
/// that the Swift overlay of the C library hides.
package struct ThreadAffinity: Hashable, Sendable {
  private var words: [UInt]

  /// The mask of the calling thread; nil when it can not be read.
  package static func ofCallingThread() -> ThreadAffinity? {
    // The kernel refuses masks shorter than its own, whose length it does not tell.
    var count = 16
    while count <= 1_024 {
      var words = [UInt](repeating: 0, count: count)
      let result = words.withUnsafeMutableBufferPointer { buffer in
        var mask = bitmask(size: UInt(count * UInt.bitWidth), maskp: buffer.baseAddress)
        return numa_sched_getaffinity(0, &mask)
      }
      if result >= 0 { return ThreadAffinity(words: words) }
      if errno != EINVAL { return nil }
      count *= 2
    }
    return nil
  }

  /// Gives the calling thread this mask; the errno value of a refusal.
  package func applyToCallingThread() -> Int32? {
    var words = words
    let result = words.withUnsafeMutableBufferPointer { buffer in
      var mask = bitmask(size: UInt(buffer.count * UInt.bitWidth), maskp: buffer.baseAddress)
      return numa_sched_setaffinity(0, &mask)
    }
    return result >= 0 ? nil : errno
  }

  /// The CPUs of the mask.
  package var processingUnits: CPUList {
    CPUList(
      words.indices.flatMap { word in
        (0..<UInt.bitWidth).filter { words[word] >> $0 & 1 == 1 }.map { word * UInt.bitWidth + $0 }
      }
    )
  }
}
