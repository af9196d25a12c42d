/// Some nodes of a pool, by their positions.
struct NodeSet {
  private var words: [UInt64]

  /// None of so many nodes.
  init(nodes: Int) { words = Array(repeating: 0, count: (nodes + 63) / 64) }

  /// True for a node that is one of them.
  func contains(_ node: Int32) -> Bool { words[Int(node >> 6)] >> UInt64(node & 63) & 1 == 1 }

  /// Adds a node.
  mutating func insert(_ node: Int32) { words[Int(node >> 6)] |= 1 << UInt64(node & 63) }
}
