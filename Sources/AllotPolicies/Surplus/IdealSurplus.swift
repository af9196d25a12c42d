public import Allot

/// What tenants would ideally hold of what is in use and wanted: see ``IdealAssignment``.
///
/// A tenant's entitlement is its guarantee, its `cap` its maximum; a leaf that does not yield keeps
/// what it holds. Jobs that are of none of the tenants with an entitlement below a tenant are in a
/// queue of their own without guarantee. Offers are made whole upwards, by the dominant resource
/// calculator that clusters with devices need.
///
/// Source: apache/hadoop trunk, the Capacity Scheduler's preemption.
public struct IdealSurplus: SurplusPart {
  /// The ideal assignment.
  public init() {}

  /// `ideal-assignment`.
  public var name: String { "ideal-assignment" }
  /// Who holds more than its guarantee keeps more than who waits without one.
  public var readsHoldings: Bool { true }
  /// Who has no guarantee gets nothing beyond what it holds.
  public var mayLeaveNothing: Bool { true }

  /// The ideal assignment of each tenant.
  public func shares(of total: Int64, in tree: ShareTree) -> [Double] {
    var queues = tree.contenders.enumerated().map { node, contender in
      let demand = Int64(contender.demand)
      let held = Int64(contender.held)
      return IdealAssignment.Queue(
        parent: tree.parents[node],
        guaranteed: node == 0 ? total : Int64(contender.quota),
        maximum: min(total, contender.limit == .infinity ? total : Int64(contender.limit)),
        used: held,
        pending: max(0, demand - held),
        isProtected: contender.isProtected
      )
    }
    for node in tree.children.indices where !tree.children[node].isEmpty {
      var rest = queues[node]
      rest.parent = node
      rest.guaranteed = 0
      for child in tree.children[node] {
        rest.used -= queues[child].used
        rest.pending -= queues[child].pending
      }
      rest.pending = max(0, rest.pending)
      queues.append(rest)
    }
    return IdealAssignment(queues, rounding: .up).ideal.prefix(tree.parents.count)
      .map { Double($0) }
  }
}
