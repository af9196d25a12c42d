/// What holds from an instant on, until the next ones: how much of the machine there is, and what
/// tenants are given of it.
///
/// The tree is that of the beginning, and so are the pools: who belongs to whom does not change,
/// nor what a node is.
public struct DatedTerms: Sendable, Equatable {
  /// From when on.
  public var time: SimTime
  /// The nodes that are commissioned.
  public var cluster: Cluster
  /// The whole tree with its terms.
  public var tenants: Tenants

  /// What holds from an instant on.
  public init(at time: SimTime, on cluster: Cluster, _ tenants: Tenants) {
    self.time = time
    self.cluster = cluster
    self.tenants = tenants
  }

  /// True where nothing differs but the instant.
  func isSame(as other: DatedTerms) -> Bool {
    cluster == other.cluster && tenants == other.tenants
  }

  /// The different terms among some, each with the last instant at which it comes to be.
  package static func distinct(_ changes: [DatedTerms]) -> [DatedTerms] {
    var terms: [DatedTerms] = []
    for change in changes {
      if let known = terms.firstIndex(where: { $0.isSame(as: change) }) {
        terms[known].time = change.time
      } else {
        terms.append(change)
      }
    }
    return terms
  }
}

extension Tenants {
  /// True for another tree of the same tenants, whatever their terms.
  func isTree(of other: Tenants) -> Bool {
    count == other.count
      && ids.allSatisfy {
        parent(of: $0) == other.parent(of: $0) && self[$0].name == other[$0].name
      }
  }
}
