internal import Allot

/// Which node of the modelled machine stands for each node that a log names.
///
/// The cluster's nodes have no names: a name stands for the next node that no other one stands for,
/// in the first pool of a model that the log says of it whose nodes could hold what the first job
/// on it asks for there. So jobs that shared a node share one, and jobs on different nodes lie on
/// different ones.
struct LogNodes {
  private let cluster: Cluster
  private var nodes: [String: (pool: ID<Pool>, node: Int32)] = [:]
  /// The models of nodes of which the log says one.
  private var models: [String: AcceptedModels] = [:]
  /// How many nodes of each pool stand for some name.
  private var taken: [Int]

  /// A machine of which no node stands for anything.
  init(_ cluster: Cluster) {
    self.cluster = cluster
    taken = cluster.pools.elements.map { _ in 0 }
  }

  /// Says that the nodes of a list have devices of some models, unless that is known.
  mutating func note(_ models: AcceptedModels, of list: String) {
    for name in NodeList.names(in: list) ?? [] where self.models[name] == nil {
      self.models[name] = models
    }
  }

  /// The place of a job, or of a component of one, that ran on a list of nodes; nil where the list
  /// says none, or too many or too few of them for the modelled nodes, or they stand for nodes of
  /// different pools or of others than the job accepts.
  mutating func place(of job: Job, on list: String) -> WarmStart.Place? {
    guard let names = NodeList.names(in: list) else { return nil }
    let known = names.compactMap { nodes[$0]?.pool }
    for (id, pool) in zip(cluster.pools.ids, cluster.pools.elements) {
      guard known.allSatisfy({ $0 == id }), job.models.contains(pool.kind.model),
        !NodeCapacity(pool.kind).isCount,
        names.allSatisfy({ models[$0]?.contains(pool.kind.model) ?? true }),
        GangShape(of: job, on: NodeCapacity(pool.kind))?.nodes == names.count,
        taken[Int(id.index)] + names.count - known.count <= pool.nodes
      else { continue }
      return WarmStart.Place(pool: id, nodes: names.map { node(named: $0, in: id) })
    }
    return nil
  }

  private mutating func node(named name: String, in pool: ID<Pool>) -> Int32 {
    if let known = nodes[name] { return known.node }
    let next = Int32(taken[Int(pool.index)])
    taken[Int(pool.index)] += 1
    nodes[name] = (pool, next)
    return next
  }
}
