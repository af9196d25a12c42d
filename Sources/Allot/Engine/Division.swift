/// What each tenant with an entitlement counts on of every device model, divided once a pass.
struct Division {
  /// What is wrong with what the part divided.
  struct Fault: Error {
    var message: String
  }

  private let part: any SurplusPart
  private let readsHoldings: Bool
  private let models: Int
  /// Where a tenant's amounts begin is a multiple of it.
  private let columns: Int
  private let totals: [Int64]
  /// The tenants of the tree, the root first.
  private let tenants: [Int]
  /// Who counts on what of each model; demand is as of the last division.
  private var trees: [ShareTree]
  /// True where some tenant may hold no more than a number.
  private let isLimited: Bool
  /// What tenants hold and wait for, by tenant and model.
  private var demand: [Int64]
  private var isStale: [Bool]
  /// The shares that the last division has changed, by tenant and model.
  private(set) var changed: [Int] = []

  init(
    part: any SurplusPart,
    world: World,
    nominal: [Int64?],
    weights: [Int64]
  ) {
    self.part = part
    readsHoldings = part.readsHoldings
    models = world.cluster.models.count
    totals = world.cluster.models.ids.map {
      world.entitlements.gpus(of: Tenants.root, model: $0)
    }
    let columns = world.resources.count
    self.columns = columns
    var nodes: [Int] = []
    var parents: [Int?] = []
    // The node of each tenant, or of the lowest above it that has one.
    var places: [Int?] = []
    for tenant in world.tenants.ids {
      let above = world.tenants.parent(of: tenant).flatMap { places[Int($0.index)] }
      guard tenant == Tenants.root || nominal[Int(tenant.index) * columns] != nil else {
        places.append(above)
        continue
      }
      places.append(nodes.count)
      nodes.append(Int(tenant.index))
      parents.append(above)
    }
    tenants = nodes
    trees = (0..<models).map { model in
      ShareTree(
        parents: parents,
        contenders: nodes.map { tenant in
          Contender(
            weight: Double(weights[tenant]),
            quota: Double(nominal[tenant * columns + model] ?? 0),
            limit: world.ceiling(of: ID(tenant), in: .devices(ID(model))).map { Double($0) }
              ?? .infinity,
            demand: 0,
            priority: world.tenants.priority(of: ID(tenant)),
            isProtected: !world.tenants.isReclaimable(ID(tenant))
          )
        }
      )
    }
    isLimited = trees.contains { $0.contenders.contains { $0.limit != .infinity } }
    demand = Array(repeating: 0, count: world.tenants.count * columns)
    isStale = Array(repeating: true, count: models)
  }

  /// Books that jobs of a tenant want more devices of some models, one bit each, or fewer.
  mutating func want(_ gpus: Int64, of tenant: Int, models bits: UInt64) {
    for model in 0..<models where bits >> UInt64(model) & 1 == 1 {
      demand[tenant * columns + model] += gpus
      isStale[model] = true
    }
  }

  /// Divides every model whose demand has changed into shares by tenant and model; true where a
  /// share has changed.
  ///
  /// `held` is by tenant and model, and read where holdings matter.
  /// - Throws: ``Fault`` for what is no division; shares divided before stay as they were.
  mutating func divide(into shares: inout [Double], held: [Int64]) throws(Fault) -> Bool {
    changed.removeAll(keepingCapacity: true)
    if shares.isEmpty { shares = Array(repeating: 0, count: demand.count) }
    for model in 0..<models where isStale[model] || readsHoldings {
      isStale[model] = false
      for (node, tenant) in tenants.enumerated() {
        trees[model].contenders[node].demand = Double(demand[tenant * columns + model])
        guard readsHoldings else { continue }
        trees[model].contenders[node].held = Double(held[tenant * columns + model])
      }
      if isLimited { trees[model].cutDemand() }
      let parts = part.shares(of: totals[model], in: trees[model])
      try check(parts)
      for (node, tenant) in tenants.enumerated().dropFirst() {
        let slot = tenant * columns + model
        let share = (parts[node] * Self.grain).rounded() / Self.grain
        guard shares[slot] != share else { continue }
        changed.append(slot)
        shares[slot] = share
      }
    }
    return !changed.isEmpty
  }

  /// Refuses anything but a share for each tenant, none of them below zero or no number; noise
  /// below the grain is zero.
  private func check(_ parts: [Double]) throws(Fault) {
    guard parts.count == tenants.count else {
      throw Fault(message: "gives \(parts.count) shares to \(tenants.count) tenants")
    }
    if let wrong = parts.first(where: { !($0.isFinite && ($0 * Self.grain).rounded() >= 0) }) {
      throw Fault(message: "gives a tenant a share of \(wrong)")
    }
  }

  /// Shares are kept in 2⁻²⁰ of a device, so that noise of real divisions decides nothing.
  private static let grain = 1_048_576.0
}
