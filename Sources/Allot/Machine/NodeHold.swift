/// A time for which it is known that nobody may be on a node.
struct NodeHold {
  /// Its number in the machine pool.
  var node: Int
  var from: SimTime
  var until: SimTime

  /// True where somebody who has the node from one instant until another meets it.
  func meets(_ start: SimTime, _ end: SimTime) -> Bool { from < end && start < until }

  static func < (a: NodeHold, b: NodeHold) -> Bool {
    (a.from, a.node, a.until) < (b.from, b.node, b.until)
  }
}
