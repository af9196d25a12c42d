import Allot

/// Places by definition: nodes are listed, and each part of a gang takes the fullest one that fits.
extension NaiveReplay {
  /// Pools as the policy sees them: (pool of the cluster, class behind walls), in that order.
  var machine: [(pool: Int, owner: Int?, nodes: Range<Int>)] {
    var machine: [(pool: Int, owner: Int?, nodes: Range<Int>)] = []
    for pool in 0..<world.cluster.pools.count {
      guard case .walls = policy.quota else {
        machine.append((pool, nil, 0..<world.cluster.pools[ID(pool)].nodes))
        continue
      }
      var first = 0
      for owner in world.tenants[Tenants.root].children {
        let count = world.entitlements.nodes(of: owner, in: ID(pool))
        if count > 0 { machine.append((pool, Int(owner.index), first..<first + count)) }
        first += count
      }
    }
    return machine
  }

  func clusterPool(_ pool: Int) -> ID<Pool> { ID(machine[pool].pool) }

  func model(of pool: Int) -> Int { Int(kind(pool).model.index) }

  func kind(_ pool: Int) -> NodeKind { world.cluster.pools[clusterPool(pool)].kind }

  /// One-device nodes without cores and memory are alike, so that it does not matter which are
  /// taken.
  func isCount(_ pool: Int) -> Bool {
    kind(pool).gpus == 1 && kind(pool).cores == 0 && kind(pool).memory == 0
  }

  /// The pools in which a job could start if nothing else ran.
  func poolsEver(_ job: Int) -> [Int] {
    machine.indices.filter { pool in
      if let wanted = world.jobs[job].model, Int(wanted.index) != model(of: pool) { return false }
      if let owner = machine[pool].owner, !path(job).contains(owner) { return false }
      if policy.cycle != nil && !isLendable(to: job, model: model(of: pool)) { return false }
      let isEverStopped = path(job).contains { tenant in
        columns(model(of: pool)).contains { column in
          limit(tenant, column).map { $0 < amount(job, column) } ?? false
        }
      }
      if isEverStopped { return false }
      return places(for: job, in: pool, among: []) != nil
        && leavesReserves(job, model: model(of: pool), among: [])
    }
  }

  /// The parts of a gang, one for each node.
  private func parts(of job: Int, in pool: Int) -> [Place] {
    let work = world.jobs[job]
    let kind = kind(pool)
    let whole = work.gpus > 0 ? Int(work.gpus) : Int(work.cores)
    var perNode = work.gpus > 0 ? kind.gpus : kind.cores
    if work.gpus > 0 && work.gpusPerNode > 0 && !isCount(pool) { perNode = Int(work.gpusPerNode) }
    if work.gpus == 0 && kind.cores == 0 { perNode = max(whole, 1) }
    var parts: [Place] = []
    var left = max(whole, 1)
    let total = left
    while left > 0 {
      let part = min(left, perNode)
      if part == 0 { return [Place(node: -1, gpus: Int.max, cores: 0, memory: 0)] }
      func portion(_ amount: Int32) -> Int { (Int(amount) * part + total - 1) / total }
      parts.append(
        Place(
          node: -1,
          gpus: portion(work.gpus),
          cores: kind.cores > 0 ? portion(work.cores) : 0,
          memory: kind.memory > 0 ? portion(work.memory) : 0
        )
      )
      left -= part
    }
    return parts
  }

  /// Where best fit would put a job beside others, or nil.
  func places(for job: Int, in pool: Int, among others: [Held]) -> [Place]? {
    let kind = kind(pool)
    var free: [Int: Place] = [:]
    for node in machine[pool].nodes {
      free[node] = Place(node: node, gpus: kind.gpus, cores: kind.cores, memory: kind.memory)
    }
    for held in others where held.pool == pool && !held.isGone {
      for place in held.places {
        free[place.node]?.gpus -= place.gpus
        free[place.node]?.cores -= place.cores
        free[place.node]?.memory -= place.memory
      }
    }
    return places(for: job, in: pool, free: free)
  }

  /// Where best fit would put a job on nodes with so much free, or nil.
  func places(for job: Int, in pool: Int, free: [Int: Place]) -> [Place]? {
    let kind = kind(pool)
    var free = free
    var places: [Place] = []
    for part in parts(of: job, in: pool) {
      let fitting = machine[pool].nodes.filter { node in
        guard let place = free[node] else { return false }
        return place.gpus >= part.gpus && (kind.cores == 0 || place.cores >= part.cores)
          && (kind.memory == 0 || place.memory >= part.memory)
      }
      let best = fitting.min { ((free[$0]?.gpus ?? 0), $0) < ((free[$1]?.gpus ?? 0), $1) }
      guard let best else { return nil }
      free[best] = nil
      places.append(Place(node: best, gpus: part.gpus, cores: part.cores, memory: part.memory))
    }
    return places
  }
}
