/// What each tenant may count on in each pool, in whole nodes.
///
/// A parent's nodes are rounded to whole nodes among its children by largest remainder; what shares
/// that sum to less than everything leave over is a last, unnamed row. Each row is then apportioned
/// to the pools so that every row and every column adds up and no cell is a whole node off its
/// exact value (controlled rounding). Ties go to the earlier tenant of the file, then to the
/// earlier pool. The same holds again below every child. The root is entitled to everything; a
/// tenant without a share, or below one without, to nothing.
public struct Entitlements: Sendable, Equatable {
  private let pools: Table<Pool, Pool>
  private let models: Int
  /// Nodes by tenant, then by pool.
  private var cells: [Int]
  private var entitled: Table<Tenant, Bool>

  /// The entitlements of every tenant to a cluster.
  ///
  /// - Complexity: O(tenants × pools), times the logarithm of a family's cells for their sorting.
  /// - Precondition: the shares of siblings sum to at most everything.
  public init(cluster: Cluster, tenants: Tenants) {
    pools = cluster.pools
    models = cluster.models.count
    cells = Array(repeating: 0, count: tenants.count * pools.count)
    entitled = Table(repeating: false, count: tenants.count)
    entitled[Tenants.root] = true
    for pool in pools.ids {
      cells[Int(pool.index)] = pools[pool].nodes
    }
    // Parents come before their children, so that one pass settles the whole tree.
    for parent in tenants.ids where entitled[parent] {
      apportion(parent, of: tenants)
    }
  }

  /// True where shares lead from the tenant up to the root, also where they round to no node.
  public func isEntitled(_ tenant: ID<Tenant>) -> Bool { entitled[tenant] }

  /// Whole nodes of one pool.
  public func nodes(of tenant: ID<Tenant>, in pool: ID<Pool>) -> Int {
    cells[cell(tenant, pool)]
  }

  /// Whole nodes of all pools together.
  public func nodes(of tenant: ID<Tenant>) -> Int {
    pools.ids.reduce(0) { $0 + nodes(of: tenant, in: $1) }
  }

  /// Devices of one pool.
  public func gpus(of tenant: ID<Tenant>, in pool: ID<Pool>) -> Int64 {
    Int64(nodes(of: tenant, in: pool)) * Int64(pools[pool].kind.gpus)
  }

  /// Devices of one model, over all pools that have it.
  public func gpus(of tenant: ID<Tenant>, model: ID<DeviceModel>) -> Int64 {
    pools.ids.reduce(0) { sum, pool in
      pools[pool].kind.model == model ? sum + gpus(of: tenant, in: pool) : sum
    }
  }

  /// Devices of all pools together.
  public func gpus(of tenant: ID<Tenant>) -> Int64 {
    pools.ids.reduce(0) { $0 + gpus(of: tenant, in: $1) }
  }

  private func cell(_ tenant: ID<Tenant>, _ pool: ID<Pool>) -> Int {
    Int(tenant.index) * pools.count + Int(pool.index)
  }

  private mutating func apportion(_ parent: ID<Tenant>, of tenants: Tenants) {
    let heirs = tenants[parent].children.filter { tenants[$0].share != nil }
    guard !heirs.isEmpty else { return }
    var parts = heirs.map { tenants[$0].share?.millionths ?? 0 }
    let rest = Share.whole.millionths - parts.reduce(0, +)
    precondition(rest >= 0, "the shares of siblings sum to more than everything")
    parts.append(rest)
    let columns = pools.elements.indices.map { nodes(of: parent, in: ID($0)) }
    let rows = LargestRemainder.apportion(columns.reduce(0, +), to: parts)
    let table = ControlledRounding(rows: rows, columns: columns).cells
    for (row, heir) in heirs.enumerated() {
      entitled[heir] = true
      for pool in pools.ids {
        cells[cell(heir, pool)] = table[row * columns.count + Int(pool.index)]
      }
    }
  }
}
