/// How tenants stand, and who is above whom.
extension Books {
  /// How a tenant stands in a model, by what it keeps; nil where it has no entitlement.
  func standing(_ slot: Int, kept: [Int64]) -> TenantStanding? {
    nominal[slot].map { nominal in
      TenantStanding(
        held: kept[slot],
        nominal: nominal,
        share: shares.isEmpty ? 0 : shares[slot],
        isLeaf: isLeaf[slot / columns],
        heldAtFirst: keptAtFirst.isEmpty ? kept[slot] : keptAtFirst[slot]
      )
    }
  }

  /// Whether tenants below each one may claim otherwise than it.
  static func hasNominalBelow(
    _ nominal: [Int64?],
    _ policy: Policy,
    parents: [Int],
    columns: Int
  ) -> [Bool] {
    // Where tenants above queues claim for them, too, a queue's own room says nothing.
    if policy.reclaim?.scope.asksAbove == true { return parents.map { _ in true } }
    return spread(nominal.map { $0 != nil }, parents: parents, columns: columns)
  }

  /// The queue of a leaf in a model: the lowest tenant at or above it with an entitlement.
  func queue(of leaf: ID<Tenant>, model: Int) -> Int? {
    var tenant = Int(leaf.index)
    while tenant > 0 {
      if nominal[tenant * columns + model] != nil { return tenant }
      tenant = parents[tenant]
    }
    return nil
  }

  /// True where all of some tenants hold so much that they may be taken from, but for those without
  /// an entitlement.
  func mayTake(
    _ part: any ReclaimPart,
    fromAll tenants: some Sequence<Int>,
    model: Int,
    kept: [Int64]
  ) -> Bool {
    for tenant in tenants {
      let standing = standing(tenant * columns + model, kept: kept)
      if let standing, !part.mayTake(standing) { return false }
    }
    return true
  }

  /// A tenant and those above it, at most so many of these, without the root.
  func heights(above tenant: Int, _ most: Int) -> [Int] {
    var tenants: [Int] = []
    var at = tenant
    while at > 0 && tenants.count <= most {
      tenants.append(at)
      at = parents[at]
    }
    return tenants
  }
}
