/// What each tenant with an entitlement counts on of every device model, divided once a pass.
struct Division {
  private let part: any SurplusPart
  private let models: Int
  private let totals: [Int64]
  /// The tenants of the tree, the root first.
  private let tenants: [Int]
  private let parents: [Int?]
  private let fixed: [Contender]
  /// What tenants hold and wait for, by tenant and model.
  private var demand: [Int64]
  /// What each tenant counts on, by tenant and model.
  private(set) var shares: [Double]
  private var isStale: [Bool]

  init(
    part: any SurplusPart,
    world: World,
    nominal: [Int64?]
  ) {
    self.part = part
    models = world.cluster.models.count
    totals = world.cluster.models.ids.map { model in
      world.cluster.pools.elements.reduce(0) { sum, pool in
        pool.kind.model == model ? sum + Int64(pool.nodes) * Int64(pool.kind.gpus) : sum
      }
    }
    let columns = models
    tenants = world.tenants.ids.map { Int($0.index) }
      .filter { $0 == 0 || nominal[$0 * columns] != nil }
    let nodes = tenants
    parents = nodes.map { tenant in
      var above = world.tenants.parent(of: ID(tenant))
      while let parent = above {
        if let node = nodes.firstIndex(of: Int(parent.index)) { return node }
        above = world.tenants.parent(of: parent)
      }
      return nil
    }
    // By node, then by model.
    fixed = nodes.flatMap { tenant in
      (0..<columns).map { model in
        Contender(
          weight: Double(world.tenants.weight(of: ID(tenant))),
          quota: Double(nominal[tenant * columns + model] ?? 0),
          demand: 0
        )
      }
    }
    demand = Array(repeating: 0, count: world.tenants.count * columns)
    shares = Array(repeating: 0, count: demand.count)
    isStale = Array(repeating: true, count: columns)
  }

  /// Books that jobs of a tenant want more devices of some models, one bit each, or fewer.
  mutating func want(_ gpus: Int64, of tenant: Int, models bits: UInt64) {
    for model in 0..<models where bits >> UInt64(model) & 1 == 1 {
      demand[tenant * models + model] += gpus
      isStale[model] = true
    }
  }

  /// Divides every model whose demand has changed; true where a share has.
  mutating func divide() -> Bool {
    var hasChanged = false
    for model in 0..<models where isStale[model] {
      isStale[model] = false
      var contenders: [Contender] = []
      contenders.reserveCapacity(tenants.count)
      for (node, tenant) in tenants.enumerated() {
        var contender = fixed[node * models + model]
        contender.demand = Double(demand[tenant * models + model])
        contenders.append(contender)
      }
      let tree = ShareTree(parents: parents, contenders: contenders)
      let parts = part.shares(of: totals[model], in: tree)
      for (node, tenant) in tenants.enumerated().dropFirst() {
        let slot = tenant * models + model
        let share = (parts[node] * Self.grain).rounded() / Self.grain
        guard shares[slot] != share else { continue }
        hasChanged = true
        shares[slot] = share
      }
    }
    return hasChanged
  }

  /// Shares are kept in 2⁻²⁰ of a device, so that noise of real divisions decides nothing.
  private static let grain = 1_048_576.0
}
