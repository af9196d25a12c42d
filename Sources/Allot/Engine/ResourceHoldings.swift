/// What tenants hold of devices, cores and memory, where an order compares it.
struct ResourceHoldings {
  private let parents: [Int]
  /// What the cluster has of each.
  private let totals: SIMD4<Double>
  private var held: [SIMD4<Double>]

  /// Nothing is held.
  init(cluster: Cluster, parents: [Int]) {
    self.parents = parents
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

  /// The part that a tenant holds of the resource of which it holds the largest part.
  ///
  /// What the cluster does not model counts for nothing.
  func share(of tenant: Int) -> Double {
    let parts = held[tenant] / totals
    return parts.replacing(with: 0, where: totals .== 0).max()
  }
}
