/// What tenants hold of devices, cores and memory, where an order compares it.
struct ResourceHoldings {
  private let parents: [Int]
  private let children: [[Int]]
  /// What the cluster has of each.
  private let totals: SIMD4<Double>
  private var held: [SIMD4<Double>]
  /// The jobs that wait for each leaf.
  private var waiting: [Int32]

  /// Nothing is held.
  init(cluster: Cluster, parents: [Int]) {
    self.parents = parents
    children = parents.map { $0 < 0 ? nil : $0 }.children()
    waiting = Array(repeating: 0, count: parents.count)
    totals = cluster.pools.elements.reduce(SIMD4(repeating: 0)) { sum, pool in
      sum + Double(pool.nodes)
        * SIMD4(Double(pool.kind.gpus), Double(pool.kind.cores), Double(pool.kind.memory), 0)
    }
    held = Array(repeating: SIMD4(repeating: 0), count: parents.count)
  }

  /// Books what a job asks for as held, or with the sign −1 as given back.
  mutating func change(_ job: Job, sign: Double) {
    let amount = sign * SIMD4(Double(job.gpus), Double(job.cores), Double(job.memory), 0)
    var tenant = Int(job.tenant.index)
    while tenant >= 0 {
      held[tenant] += amount
      tenant = parents[tenant]
    }
  }

  /// Books that jobs more, or fewer, wait for a leaf.
  mutating func want(_ leaf: ID<Tenant>, _ jobs: Int32) { waiting[Int(leaf.index)] += jobs }

  /// The hierarchical dominant share of a tenant; see ``HierarchicalHolding``.
  ///
  /// - Complexity: O(tenants below it).
  func hierarchicalShare(of tenant: Int) -> Double {
    // What the cluster does not model counts for nothing.
    let resources = (0..<3).filter { totals[$0] != 0 }
    return (holding(of: tenant, resources).share * Self.grain).rounded() / Self.grain
  }

  /// Shares are kept in 2⁻³⁰ of everything, so that noise of rescaling decides nothing.
  private static let grain = 1_073_741_824.0

  private func holding(of tenant: Int, _ resources: [Int]) -> HierarchicalHolding {
    let capacity = resources.map { totals[$0] }
    guard children[tenant].isEmpty else {
      return HierarchicalHolding(
        gathering: children[tenant].map { holding(of: $0, resources) },
        of: capacity
      )
    }
    return HierarchicalHolding(
      resources.map { held[tenant][$0] },
      of: capacity,
      isSaturated: waiting[tenant] == 0
    )
  }

  /// The part that a tenant holds of the resource of which it holds the largest part.
  ///
  /// What the cluster does not model counts for nothing.
  func share(of tenant: Int) -> Double {
    let parts = held[tenant] / totals
    return parts.replacing(with: 0, where: totals .== 0).max()
  }
}
