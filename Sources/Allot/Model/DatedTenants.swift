/// The terms that all tenants have from an instant on, until the next ones.
///
/// The tree is that of the beginning: who belongs to whom does not change.
public struct DatedTenants: Sendable, Equatable {
  /// From when on.
  public var time: SimTime
  /// The whole tree with its terms.
  public var tenants: Tenants

  /// The terms from an instant on.
  public init(at time: SimTime, _ tenants: Tenants) {
    self.time = time
    self.tenants = tenants
  }

  /// The different terms among some, each with the last instant at which it comes to be.
  package static func distinct(_ changes: [DatedTenants]) -> [DatedTenants] {
    var terms: [DatedTenants] = []
    for change in changes {
      if let known = terms.firstIndex(where: { $0.tenants == change.tenants }) {
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
