/// What could start where best fit puts it, by devices and cores, where jobs ask for nothing else.
///
/// Best fit looks at devices first, so that the cores that a head can spare on one node are no
/// range: more cores may go to another node, which it can spare.
package struct CorePlaces {
  /// The most cores of a job that could start now, by its devices; empty where nothing is known.
  package var most: [Int32] = []
  /// One bit for each number of cores with which a job of one node could start now and stay beside
  /// the reservation, some words for each number of devices; empty where nothing is reserved.
  package var staying: [UInt64] = []
  /// The most whole nodes of a gang that may stay, by its cores on each; empty likewise.
  package var wholeNodes: [Int32] = []

  /// Nothing is known.
  package init() {}

  /// False only if a job of that many devices and cores could not start, or would have to end
  /// before the reservation and does not.
  package func allows(gpus: Int32, cores: Int32, ends: Bool) -> Bool {
    guard !most.isEmpty else { return true }
    let onNode = Int32(most.count - 1)
    guard gpus <= onNode else {
      return ends || wholeNodes.isEmpty || gpus / onNode <= wholeNodes[Int(cores)]
    }
    if cores > most[Int(gpus)] { return false }
    if ends || staying.isEmpty { return true }
    let bit = Int(cores)
    return staying[Int(gpus) * staying.count / most.count + bit >> 6] >> UInt64(bit & 63) & 1 == 1
  }

  /// The most cores with which a job of that many devices on one node could stay, or −1.
  func mostStaying(gpus: Int) -> Int32 {
    let words = staying.count / most.count
    for word in (0..<words).reversed() where staying[gpus * words + word] != 0 {
      return Int32(word * 64 + 63 - staying[gpus * words + word].leadingZeroBitCount)
    }
    return -1
  }
}
