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
}
