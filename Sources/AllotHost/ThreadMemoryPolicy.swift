internal import CNuma
internal import Glibc

/// The memory policy of a thread: from which NUMA nodes its first touches are served.
///
/// libnuma's own setters print to stderr when they are refused and can not restore every policy, so
/// that after asking `numa_available` its system call wrappers are used.
package struct ThreadMemoryPolicy: Hashable, Sendable {
  /// The most nodes that a Linux kernel can be built for.
  private static let nodeLimit = 1_024
  /// The kernel takes one bit less than it is told.
  private static let toldLimit = UInt(nodeLimit + 1)

  private var mode: Int32
  private var nodes: [UInt]

  /// Whether the kernel has NUMA calls and lets this process use them.
  package static var isAvailable: Bool { numa_available() >= 0 }

  /// The policy that prefers a node and falls back on the others when it is full.
  package init?(preferring node: Int) {
    guard node >= 0, node < Self.nodeLimit else { return nil }
    mode = MPOL_PREFERRED
    nodes = [UInt](repeating: 0, count: Self.nodeLimit / UInt.bitWidth)
    nodes[node / UInt.bitWidth] = 1 << UInt(node % UInt.bitWidth)
  }

  private init(mode: Int32, nodes: [UInt]) {
    self.mode = mode
    self.nodes = nodes
  }

  /// The policy of the calling thread; nil when it can not be read.
  package static func ofCallingThread() -> ThreadMemoryPolicy? {
    var mode: Int32 = 0
    var nodes = [UInt](repeating: 0, count: nodeLimit / UInt.bitWidth)
    guard get_mempolicy(&mode, &nodes, toldLimit, nil, 0) == 0 else { return nil }
    return ThreadMemoryPolicy(mode: mode, nodes: nodes)
  }

  /// Gives the calling thread this policy; the errno value of a refusal.
  package func applyToCallingThread() -> Int32? {
    set_mempolicy(mode, nodes, Self.toldLimit) == 0 ? nil : errno
  }
}
