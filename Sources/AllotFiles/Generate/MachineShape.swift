package import Allot

/// What the generator has to know of the machine: its GPUs, models, and largest gangs.
package struct MachineShape: Sendable, Equatable {
  /// One device model of the machine.
  package struct Model: Sendable, Equatable {
    /// The model's name, as a trace row demands it.
    var name: String
    /// Devices of all pools of that model.
    var gpus: Int
    /// Nodes of the largest pool of that model: a gang lies in one pool.
    var poolNodes: Int
    /// Devices of each node of that pool.
    var nodeGPUs: Int
  }

  /// All devices.
  package var gpus: Int
  /// The models in the order of their first pool.
  package var models: [Model] = []

  /// The shape of a cluster; pools without devices do not count.
  package init(_ cluster: Cluster) {
    gpus = cluster.gpus
    for pool in cluster.pools.elements where pool.gpus > 0 {
      let name = cluster.models[pool.kind.model].name
      guard let known = models.firstIndex(where: { $0.name == name }) else {
        models.append(
          Model(
            name: name,
            gpus: pool.gpus,
            poolNodes: pool.nodes,
            nodeGPUs: pool.kind.gpus
          )
        )
        continue
      }
      models[known].gpus += pool.gpus
      if pool.gpus > models[known].poolNodes * models[known].nodeGPUs {
        models[known].poolNodes = pool.nodes
        models[known].nodeGPUs = pool.kind.gpus
      }
    }
  }

  /// The model whose largest pool is the largest; the earlier one on ties.
  private var largest: Model {
    var best = models[0]
    for model in models where model.poolNodes * model.nodeGPUs > best.poolNodes * best.nodeGPUs {
      best = model
    }
    return best
  }

  /// Devices of a node that a gang of whole nodes counts on.
  package func nodeGPUs(model: Int?) -> Int {
    (model.map { models[$0] } ?? largest).nodeGPUs
  }

  /// The largest gang of a class: a power of two within the class's own whole nodes of one pool.
  ///
  /// So a machine that is cut into static partitions can still run every job: on 128 nodes of eight
  /// GPUs, 512 for half of it, 256 for 30 % and 128 for 20 %.
  package func cap(of tenant: TenantClass, model: Int?) -> Int {
    let pool = model.map { models[$0] } ?? largest
    let entitled = pool.poolNodes * tenant.entitlementPercent / 100 * pool.nodeGPUs
    var cap = 1
    while cap * 2 <= entitled {
      cap *= 2
    }
    return cap
  }
}
