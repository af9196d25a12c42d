/// What one running job holds on one node.
public struct NodeSlot: Sendable, Equatable {
  /// The node's position in its pool of the cluster.
  public var node: Int32
  /// The resources that the job holds there.
  public var chunk: GangShape.Chunk

  /// A hold on a node.
  public init(node: Int32, chunk: GangShape.Chunk) {
    self.node = node
    self.chunk = chunk
  }

  /// What is held of each node by some holds and others together.
  static func joined(_ slots: [NodeSlot], _ others: [NodeSlot]) -> [NodeSlot] {
    var joined = slots
    for other in others {
      if let own = joined.firstIndex(where: { $0.node == other.node }) {
        joined[own].chunk.gpus += other.chunk.gpus
        joined[own].chunk.cores += other.chunk.cores
        joined[own].chunk.memory += other.chunk.memory
      } else {
        joined.append(other)
      }
    }
    return joined
  }
}
