/// A time for which it is known that nobody may be on a node.
struct NodeHold {
  /// Its number in the machine pool.
  var node: Int
  var from: SimTime
  var until: SimTime
}

/// The times for which nodes of a pool are announced to be out.
struct NodeHolds {
  /// The first to begin first, ties by node.
  private(set) var byBegin: [NodeHold] = []
  /// The first to be over first, ties by node.
  private(set) var byEnd: [NodeHold] = []

  /// True where nothing is announced.
  var isEmpty: Bool { byBegin.isEmpty }

  /// Takes one more.
  mutating func insert(_ hold: NodeHold) {
    Self.insert(hold, into: &byBegin) { ($0.from, $0.node) < ($1.from, $1.node) }
    Self.insert(hold, into: &byEnd) { ($0.until, $0.node) < ($1.until, $1.node) }
  }

  /// Nodes of one announcement come one behind the other, so that most are appended.
  private static func insert(
    _ hold: NodeHold,
    into holds: inout [NodeHold],
    _ precedes: (NodeHold, NodeHold) -> Bool
  ) {
    guard let last = holds.last, precedes(hold, last) else { return holds.append(hold) }
    holds.insert(hold, at: holds.firstIndex { precedes(hold, $0) } ?? holds.count)
  }

  /// Forgets those that have begun by an instant.
  mutating func forget(until now: SimTime) {
    guard let first = byBegin.first, first.from <= now else { return }
    byBegin.removeFirst(count(before: now + SimDuration(milliseconds: 1)))
    byEnd.removeAll { $0.from <= now }
  }

  /// How many begin before an instant.
  func count(before end: SimTime) -> Int {
    var (low, high) = (0, byBegin.count)
    while low < high {
      let middle = (low + high) / 2
      if byBegin[middle].from < end { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Closes the nodes of those that somebody meets who is there from one instant until another.
  func close(_ free: inout FreeMap, from start: SimTime, until end: SimTime) {
    for hold in byBegin[..<count(before: end)] where start < hold.until { free.close(hold.node) }
  }
}
