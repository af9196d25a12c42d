/// What a node of a tree counts as holding when branches are compared by dominant shares.
///
/// A leaf holds what it holds. An inner node counts its saturated children as they are and the
/// others rescaled to the smallest dominant share among them, so that a child which can take no
/// more does not hold its siblings back; it is saturated when all are.
///
/// Source: Bhattacharya et al., Hierarchical Scheduling for Diverse Datacenter Workloads, SoCC
/// 2013, as volcano-sh/volcano at ed72c7c8 computes it.
public struct HierarchicalHolding: Sendable {
  /// The amount of each resource.
  public let amounts: [Double]
  /// The largest part of a resource that this is.
  public let share: Double
  /// True where the node can take no more.
  public let isSaturated: Bool

  /// A holding of a cluster with so much of each resource.
  ///
  /// Of what the cluster has nothing, any amount is all of it.
  public init(_ amounts: [Double], of capacity: [Double], isSaturated: Bool) {
    self.amounts = amounts
    self.isSaturated = isSaturated
    share = zip(amounts, capacity).reduce(0) { most, resource in
      resource.0 == 0 ? most : max(most, resource.1 == 0 ? 1 : resource.0 / resource.1)
    }
  }

  /// What an inner node with these children counts as holding.
  public init(gathering children: [HierarchicalHolding], of capacity: [Double]) {
    let counted = children.filter { $0.share != 0 }
    let least = counted.reduce(1) { $1.isSaturated ? $0 : min($0, $1.share) }
    self.init(
      capacity.indices.map { resource in
        counted.reduce(0) { sum, child in
          sum + child.amounts[resource] * (child.isSaturated ? 1 : least / child.share)
        }
      },
      of: capacity,
      isSaturated: children.allSatisfy(\.isSaturated)
    )
  }
}
