/// What each tenant may count on in devices of each model, and the whole nodes that walls would
/// give it.
///
/// Shares: a parent's devices of each model are apportioned among its children by largest
/// remainder; what shares that sum to less than everything leave over is a last, unnamed row. Ties
/// go to the earlier tenant of the file. The same holds again below every child.
///
/// Quotas are numbers of devices of each model, whatever their sum.
///
/// Nodes serve walls alone, and need not hold as many devices. A parent's nodes are rounded to
/// whole ones among children with shares by largest remainder; each row is then apportioned to the
/// pools so that every row and every column adds up and no cell is a whole node off its exact value
/// (controlled rounding), ties to the earlier tenant, then to the earlier pool. The nodes of a
/// quota are the whole ones that it fills, pool by pool, as far as siblings before it have left
/// them.
///
/// The root is entitled to everything; who has neither share nor quota, or is below such a tenant,
/// to nothing.
public struct Entitlements: Sendable, Equatable {
  private let pools: Table<Pool, Pool>
  private let models: Table<DeviceModel, DeviceModel>
  /// Nodes by tenant, then by pool.
  private var cells: [Int]
  /// Devices by tenant, then by model.
  private var devices: [Int64]
  private var entitled: Table<Tenant, Bool>

  /// The entitlements of every tenant to a cluster.
  ///
  /// - Complexity: O(tenants × pools), times the logarithm of a family's cells for their sorting.
  /// - Precondition: the shares of siblings sum to at most everything.
  public init(cluster: Cluster, tenants: Tenants) {
    pools = cluster.pools
    models = cluster.models
    cells = Array(repeating: 0, count: tenants.count * pools.count)
    devices = Array(repeating: 0, count: tenants.count * models.count)
    entitled = Table(repeating: false, count: tenants.count)
    entitled[Tenants.root] = true
    for pool in pools.ids {
      cells[Int(pool.index)] = pools[pool].nodes
    }
    for pool in pools.ids {
      devices[Int(pools[pool].kind.model.index)] += gpus(of: Tenants.root, in: pool)
    }
    // Parents come before their children, so that one pass settles all.
    for parent in tenants.ids where entitled[parent] {
      let heirs = tenants[parent].children.filter { tenants[$0].share != nil }
      let parts = heirs.map { tenants[$0].share?.millionths ?? 0 }
      if !heirs.isEmpty { apportion(parent, among: heirs, parts) }
      for child in tenants[parent].children {
        guard let quota = tenants.terms(of: child).quota else { continue }
        give(quota, to: child, beside: tenants[parent].children, below: parent)
      }
    }
  }

  /// True where shares and quotas lead from the tenant up to the root, also where they are zero.
  public func isEntitled(_ tenant: ID<Tenant>) -> Bool { entitled[tenant] }

  /// Whole nodes of one pool.
  public func nodes(of tenant: ID<Tenant>, in pool: ID<Pool>) -> Int {
    cells[cell(tenant, pool)]
  }

  /// Whole nodes of all pools together.
  public func nodes(of tenant: ID<Tenant>) -> Int {
    pools.ids.reduce(0) { $0 + nodes(of: tenant, in: $1) }
  }

  /// Devices of the whole nodes of one pool.
  public func gpus(of tenant: ID<Tenant>, in pool: ID<Pool>) -> Int64 {
    Int64(nodes(of: tenant, in: pool)) * Int64(pools[pool].kind.gpus)
  }

  /// Devices of one model.
  public func gpus(of tenant: ID<Tenant>, model: ID<DeviceModel>) -> Int64 {
    devices[Int(tenant.index) * models.count + Int(model.index)]
  }

  /// Devices of all models together.
  public func gpus(of tenant: ID<Tenant>) -> Int64 {
    models.ids.reduce(0) { $0 + gpus(of: tenant, model: $1) }
  }

  private func cell(_ tenant: ID<Tenant>, _ pool: ID<Pool>) -> Int {
    Int(tenant.index) * pools.count + Int(pool.index)
  }

  private mutating func apportion(
    _ parent: ID<Tenant>,
    among heirs: [ID<Tenant>],
    _ given: [Int64]
  ) {
    let rest = Share.whole.millionths - given.reduce(0, +)
    precondition(rest >= 0, "the shares of siblings sum to more than everything")
    let parts = given + [rest]
    let columns = pools.elements.indices.map { nodes(of: parent, in: ID($0)) }
    let rows = LargestRemainder.apportion(columns.reduce(0, +), to: parts)
    let table = ControlledRounding(rows: rows, columns: columns).cells
    for (row, heir) in heirs.enumerated() {
      entitled[heir] = true
      for pool in pools.ids {
        cells[cell(heir, pool)] = table[row * columns.count + Int(pool.index)]
      }
    }
    for model in models.ids {
      let counts = LargestRemainder.apportion(Int(gpus(of: parent, model: model)), to: parts)
      for (row, heir) in heirs.enumerated() {
        devices[Int(heir.index) * models.count + Int(model.index)] = Int64(counts[row])
      }
    }
  }

  private mutating func give(
    _ quota: Allowance,
    to heir: ID<Tenant>,
    beside siblings: [ID<Tenant>],
    below parent: ID<Tenant>
  ) {
    entitled[heir] = true
    for model in models.ids {
      let given = quota.given(of: .devices(model), named: models[model].name)
      let count = given?.units(of: gpus(of: Tenants.root, model: model)) ?? 0
      devices[Int(heir.index) * models.count + Int(model.index)] = count
      var left = count
      for pool in pools.ids where pools[pool].kind.model == model && pools[pool].kind.gpus > 0 {
        let free = siblings.reduce(nodes(of: parent, in: pool)) { $0 - nodes(of: $1, in: pool) }
        let filled = min(free, Int(left) / pools[pool].kind.gpus)
        cells[cell(heir, pool)] = filled
        left -= Int64(filled * pools[pool].kind.gpus)
      }
    }
  }
}
