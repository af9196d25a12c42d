/// What each tenant with an entitlement counts on of every device model, divided once a pass.
struct Division {
  private let part: any SurplusPart
  private let bound: ShareBound
  private let models: Int
  private let totals: [Int64]
  /// The tenants of the tree, the root first.
  private let tenants: [Int]
  private let parents: [Int?]
  private let fixed: [Contender]
  /// What tenants hold and wait for, by tenant and model.
  private var demand: [Int64]
  /// What each tenant counts on, by tenant and model; as a limit, in whole devices.
  private var shares: [Double]
  private var limits: [Int64]
  private var isStale: [Bool]

  init(
    part: any SurplusPart,
    bound: ShareBound,
    world: World,
    nominal: [Int64?]
  ) {
    self.part = part
    self.bound = bound
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
    limits = Array(repeating: bound == .none ? .max : 0, count: demand.count)
    for tenant in world.tenants.ids where !nodes.dropFirst().contains(Int(tenant.index)) {
      for model in 0..<columns { limits[Int(tenant.index) * columns + model] = .max }
    }
    isStale = Array(repeating: true, count: columns)
  }

  /// What a tenant counts on, over all models.
  func total(of tenant: Int) -> Double {
    shares[tenant * models..<(tenant + 1) * models].reduce(0, +)
  }

  /// What a tenant that holds so much may hold.
  func limit(_ slot: Int, held: Int64) -> Int64 {
    switch bound {
    case .none: .max
    case .upTo: held == 0 && shares[slot] > 0 ? .max : limits[slot]
    case .until: held < limits[slot] ? .max : held
    }
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
        limits[slot] = Int64(share.rounded(bound == .until ? .up : .down))
      }
    }
    return hasChanged
  }

  /// Shares are kept in 2⁻²⁰ of a device, so that noise of real divisions decides nothing.
  private static let grain = 1_048_576.0
}
