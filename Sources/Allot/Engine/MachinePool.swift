/// A pool as a policy sees it: a pool of the cluster, or behind walls one class's nodes of it.
struct MachinePool {
  /// The pool of the cluster.
  let pool: ID<Pool>
  /// The class that has these nodes to itself, or nil where everybody may use them.
  let owner: ID<Tenant>?
  /// The model of its devices.
  let model: ID<DeviceModel>
  /// What each node can give.
  let kind: NodeCapacity
  /// How many nodes it has.
  let nodes: Int
  /// What is free now.
  var free: FreeMap
  /// Moves with every start and end in the pool.
  var version = 0
  /// The running jobs by the end of their limits.
  var ends = TimedJobs()
  /// The running jobs by their starts, kept only where they may be preempted.
  var starts = TimedJobs()

  /// Devices of the pool.
  var gpus: Int { nodes * kind.gpus }

  /// Splits a cluster into the pools of a policy.
  static func pools(of world: World, hasWalls: Bool) -> [MachinePool] {
    var pools: [MachinePool] = []
    for id in world.cluster.pools.ids {
      let pool = world.cluster.pools[id]
      guard hasWalls else {
        pools.append(MachinePool(id, owner: nil, first: 0, nodes: pool.nodes, kind: pool.kind))
        continue
      }
      var first = 0
      for owner in world.tenants[Tenants.root].children {
        let nodes = world.entitlements.nodes(of: owner, in: id)
        guard nodes > 0 else { continue }
        pools.append(MachinePool(id, owner: owner, first: first, nodes: nodes, kind: pool.kind))
        first += nodes
      }
    }
    return pools
  }

  private init(_ pool: ID<Pool>, owner: ID<Tenant>?, first: Int, nodes: Int, kind: NodeKind) {
    self.pool = pool
    self.owner = owner
    model = kind.model
    self.kind = NodeCapacity(kind)
    self.nodes = nodes
    free = FreeMap(nodes: nodes, firstNode: first, kind: self.kind)
  }

  /// What tells the shape of a job here.
  var frame: PoolFrame { PoolFrame(owner: owner, kind: kind, nodes: nodes, model: model) }
}

/// The fixed part of a pool that visits read: plain numbers, cheap to copy.
struct PoolFrame {
  let owner: ID<Tenant>?
  let kind: NodeCapacity
  let nodes: Int
  let model: ID<DeviceModel>

  /// The shape of a job here, or nil where it could not start even if the pool were empty.
  func shape(of job: Job) -> GangShape? {
    guard let shape = GangShape(of: job, on: kind) else { return nil }
    let needed = kind.isCount ? Int(shape.count) : shape.nodes
    return needed <= nodes ? shape : nil
  }

  /// What a job that could lie here asks for under the limits of its groups.
  ///
  /// A pool that is a mere count has no nodes.
  func need(of job: Job) -> GroupHoldings.Need {
    let nodes = kind.isCount ? 0 : shape(of: job)?.nodes ?? 0
    return GroupHoldings.Need(job, model: Int(model.index), nodes: nodes)
  }
}
