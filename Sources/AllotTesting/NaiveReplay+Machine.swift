import Allot

/// Places by definition: nodes are listed, and each part of a gang takes the fullest one that fits.
extension NaiveReplay {
  /// Pools as the policy sees them: (pool of the cluster, class behind walls), in that order.
  var machine: [(pool: Int, owner: Int?, nodes: Range<Int>)] {
    var machine: [(pool: Int, owner: Int?, nodes: Range<Int>)] = []
    for pool in 0..<world.cluster.pools.count {
      guard case .walls = policy.quota else {
        machine.append((pool, nil, 0..<world.machine.machine.pools[ID(pool)].nodes))
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

  /// One-device nodes without cores and memory.
  func isPlain(_ pool: Int) -> Bool {
    kind(pool).gpus == 1 && kind(pool).cores == 0 && kind(pool).memory == 0
  }

  /// Where such nodes are always there it does not matter which are taken.
  func isCount(_ pool: Int) -> Bool {
    isPlain(pool) && !world.closures.contains { $0.pool == clusterPool(pool) }
  }

  /// What one component asks for, and the pools that it could lie in on an empty machine.
  struct Component {
    var work: Job
    var pools: [Int]
  }

  /// True for a job that lies in one pool.
  func isOrdinary(_ job: Int) -> Bool { world.jobs[job].components == nil }

  /// The components of a job; an ordinary one is its only one.
  func components(_ job: Int) -> [Component] {
    works(job).map { work in
      Component(work: work, pools: machine.indices.filter { couldEverStart([work], in: [$0]) })
    }
  }

  /// Every pool that a job, or some component of it, could lie in.
  func pools(_ job: Int) -> [Int] { components(job).flatMap(\.pools) }

  /// The ways to give each component a pool, in order; none where no way would do for all of them
  /// on an empty machine.
  func assignments(_ job: Int) -> [Assignment] {
    let components = components(job)
    let all = components.reduce([[]]) { (heads: [Assignment], component) in
      heads.flatMap { head in component.pools.map { head + [$0] } }
    }
    let works = components.map(\.work)
    return works.count == 1 || all.contains { couldEverStart(works, in: $0) } ? all : []
  }

  /// The pools in which an ordinary job could start if nothing else ran.
  func poolsEver(_ job: Int) -> [Int] { pools(job) }

  func works(_ job: Int) -> [Job] {
    guard let own = world.jobs[job].components else { return [world.jobs[job]] }
    return world.components[own].list.map { world.jobs[job].part($0) }
  }

  /// Whether parts of a job could start in some pools on an empty machine.
  private func couldEverStart(_ works: [Job], in pools: Assignment) -> Bool {
    for (work, pool) in zip(works, pools) {
      if !work.models.contains(ID(model(of: pool))) { return false }
      if let owner = machine[pool].owner, !lineage(Int(work.tenant.index)).contains(owner) {
        return false
      }
      if policy.cycle != nil && !isLendable(to: work, model: model(of: pool)) { return false }
    }
    let isEverStopped = lineage(Int(works[0].tenant.index)).contains { tenant in
      columns(pools).contains { column in
        let limits = [
          limit(tenant, column), quota(of: tenant, column, boundFor: works[0]),
        ]
        let asked = amount(works, column, in: pools)
        return asked > 0 && limits.contains { $0.map { $0 < asked } ?? false }
      }
    }
    if isEverStopped || !couldEverBeWithinGroups(works, in: pools) { return false }
    return places(for: works, in: pools, among: [], at: nil, until: 0) != nil
      && leavesReserves(works, in: pools, among: [])
  }

  /// The parts of a gang, one for each node.
  func parts(of work: Job, in pool: Int) -> [Place] {
    let kind = kind(pool)
    let whole = work.gpus > 0 ? Int(work.gpus) : Int(work.cores)
    var perNode = work.gpus > 0 ? kind.gpus : kind.cores
    if work.gpus > 0 && work.gpusPerNode > 0 && !isPlain(pool) { perNode = Int(work.gpusPerNode) }
    if work.gpus == 0 && kind.cores == 0 { perNode = max(whole, 1) }
    var parts: [Place] = []
    var left = max(whole, 1)
    let total = left
    while left > 0 {
      let part = min(left, perNode)
      if part == 0 { return [Place(pool: pool, node: -1, gpus: Int.max, cores: 0, memory: 0)] }
      func portion(_ amount: Int32) -> Int { (Int(amount) * part + total - 1) / total }
      parts.append(
        Place(
          pool: pool,
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

  /// Where best fit would put a job beside others, now or at a later time, for whenever it starts
  /// until another; or nil.
  func places(
    for job: Int,
    in pools: Assignment,
    among others: [Held],
    at time: Int64? = nil,
    startingBy start: Int64? = nil
  ) -> [Place]? {
    let time = time ?? now
    let end = (start ?? time) + limitLeft(job)
    return places(for: works(job), in: pools, among: others, at: time, until: end)
  }

  /// The same for parts of a job that may run until some time; with no time, on what is
  /// commissioned.
  private func places(
    for works: [Job],
    in pools: Assignment,
    among others: [Held],
    at time: Int64?,
    until end: Int64
  ) -> [Place]? {
    var free: [Int: [Int: Place]] = [:]
    for pool in Set(pools) { free[pool] = empty(pool, at: time, until: end) }
    for held in others where !held.isGone {
      for place in held.places { Self.take(place, from: &free) }
    }
    return places(for: works, in: pools, free: free)
  }

  /// The nodes of a pool that are there from one time until another with all that they have; with
  /// no time, as many as are commissioned, whichever these are.
  func empty(_ pool: Int, at time: Int64?, until end: Int64) -> [Int: Place] {
    var free: [Int: Place] = [:]
    let kind = kind(pool)
    let absent =
      world.machine.machine.pools[clusterPool(pool)].nodes
      - world.cluster.pools[clusterPool(pool)].nodes
    let nodes = time == nil ? machine[pool].nodes.dropLast(absent) : machine[pool].nodes
    for node in nodes where !isOut(node, of: pool, from: time, until: end) {
      free[node] = Place(
        pool: pool,
        node: node,
        gpus: kind.gpus,
        cores: kind.cores,
        memory: kind.memory
      )
    }
    return free
  }

  static func take(_ place: Place, from free: inout [Int: [Int: Place]]) {
    free[place.pool]?[place.node]?.gpus -= place.gpus
    free[place.pool]?[place.node]?.cores -= place.cores
    free[place.pool]?[place.node]?.memory -= place.memory
  }

  /// Where best fit would put components one behind the other, or nil.
  func places(
    for works: [Job],
    in pools: Assignment,
    free: [Int: [Int: Place]]
  ) -> [Place]? {
    var free = free
    var all: [Place] = []
    for (work, pool) in zip(works, pools) {
      guard let places = places(for: work, in: pool, free: free[pool] ?? [:]) else { return nil }
      for place in places { Self.take(place, from: &free) }
      all += places
    }
    return all
  }

  private func places(for work: Job, in pool: Int, free: [Int: Place]) -> [Place]? {
    let kind = kind(pool)
    var free = free
    var places: [Place] = []
    for part in parts(of: work, in: pool) {
      let fitting = machine[pool].nodes.filter { node in
        guard let place = free[node] else { return false }
        return place.gpus >= part.gpus && (kind.cores == 0 || place.cores >= part.cores)
          && (kind.memory == 0 || place.memory >= part.memory)
      }
      let best = fitting.min { ((free[$0]?.gpus ?? 0), $0) < ((free[$1]?.gpus ?? 0), $1) }
      guard let best else { return nil }
      free[best] = nil
      var place = part
      place.node = best
      places.append(place)
    }
    return places
  }
}
