/// Which tenants need a node of their own in the queue tree.
extension Books {
  /// For each tenant whether one below it has a mark in some resource.
  static func spread(_ marks: [Bool], parents: [Int], columns: Int) -> [Bool] {
    var below = Array(repeating: false, count: parents.count)
    for tenant in parents.indices.dropFirst().reversed() {
      let isMarked = marks[tenant * columns..<(tenant + 1) * columns].contains(true)
      if isMarked || below[tenant] { below[parents[tenant]] = true }
    }
    return below
  }

  /// Jobs below a tenant wait in one queue where nothing tells those tenants apart: no limit, no
  /// strict queue, no entitlement that matters (`splits`), and the same key at all times.
  static func stems(
    of tenants: Tenants,
    order: any OrderPart,
    traits: PolicyTraits,
    weights: [Int64],
    splits: [[Bool]],
    hasWalls: Bool
  ) -> [ID<Tenant>] {
    var isSplit: [Bool] = tenants.ids.map { tenant in splits.contains { $0[Int(tenant.index)] } }
    // Behind walls each class waits for its own pools.
    if hasWalls { isSplit[Int(Tenants.root.index)] = true }
    let isMerged = traits.walk == .merge && traits.reads.ofTenants.isSubset(of: .excess)
    // Parents have lower ids than their children.
    for tenant in tenants.ids.reversed() {
      guard let parent = tenants.parent(of: tenant) else { continue }
      let view = TenantView(weight: weights[Int(tenant.index)])
      if !isMerged || isSplit[Int(tenant.index)] || order.key(of: view) != 0 {
        isSplit[Int(parent.index)] = true
      }
    }
    var stems: [ID<Tenant>] = []
    for tenant in tenants.ids {
      guard let parent = tenants.parent(of: tenant) else {
        stems.append(tenant)
        continue
      }
      stems.append(isSplit[Int(parent.index)] ? tenant : stems[Int(parent.index)])
    }
    return stems
  }
}

extension QueueLayout {
  /// The nodes that a policy's order and limits need in a world.
  init(_ world: World, _ books: Books, ages: Bool) {
    let limits = books.groups.isEmpty ? Table() : world.limitGroups.sets
    self.init(tenants: world.tenants, stems: books.stems, limits: limits, ages: ages)
  }
}
