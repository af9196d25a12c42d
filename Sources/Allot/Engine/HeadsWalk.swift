/// What a walk over heads keeps from cycle to cycle: the queues, and who holds what quota.
struct HeadsWalk {
  private(set) var state: QuotaState
  /// The node of the quota tree at which each tenant's jobs wait and hold.
  let nodes: [Int]
  var queues: [HeadQueue]
  /// The jobs that were preempted in this pass, which wait for the next one.
  var barred: [ID<Job>] = []
  private var places: [Int32]

  init(world: World, books: Books) {
    let tenants = Array(world.tenants.ids.map { Int($0.index) })
    let entitled = Array(
      tenants.filter { $0 == 0 || books.nominal[$0 * books.models] != nil }
    )
    var nodes = Array(repeating: 0, count: tenants.count)
    for tenant in tenants.dropFirst() {
      nodes[tenant] = entitled.firstIndex(of: tenant) ?? nodes[books.parents[tenant]]
    }
    self.nodes = nodes
    let parents = entitled.map { $0 == 0 ? nil : Optional(nodes[books.parents[$0]]) }
    let whole = entitled.map { tenant in
      world.cluster.models.ids.map { model in
        tenant == 0
          ? Self.devices(of: model, in: world.cluster)
          : books.nominal[tenant * books.models + Int(model.index)] ?? 0
      }
    }
    // What a tenant has beside its children's is its own.
    var quotas = whole.map { Array($0) }
    for (node, parent) in parents.enumerated() {
      guard let parent else { continue }
      for (model, part) in whole[node].enumerated() { quotas[parent][model] -= part }
    }
    let limited = entitled.indices.map { node in
      world.cluster.models.ids.map { model in
        let tenant = ID<Tenant>(entitled[node])
        let ceiling = world.ceiling(of: tenant, model: model)
        return Optional(
          QuotaTree.Quota(
            nominal: quotas[node][Int(model.index)],
            borrowing: ceiling.map { max(0, $0 - Array(whole[node])[Int(model.index)]) },
            lending: world.lendable(by: tenant, model: model)
          )
        )
      }
    }
    let tree = QuotaTree(parents: parents, quotas: limited.map { Array($0) })
    state = QuotaState(
      tree: tree,
      weights: entitled.map { Double(books.weights[$0]) / Double(Share.whole.millionths) },
      resources: Array(repeating: 0, count: books.models)
    )
    queues = Array(repeating: HeadQueue(), count: entitled.count)
    places = Array(repeating: -1, count: world.jobs.count)
  }

  private static func devices(of model: ID<DeviceModel>, in cluster: Cluster) -> Int64 {
    cluster.pools.elements.reduce(0) { sum, pool in
      pool.kind.model == model ? sum + Int64(pool.nodes * pool.kind.gpus) : sum
    }
  }

  /// True where a job's queue could hold its devices of a model if nobody held anything.
  func couldEverHold(_ job: Job, model: Int) -> Bool {
    let node = nodes[Int(job.tenant.index)]
    return Int64(job.gpus) <= state.tree.potentiallyAvailable(to: node, model)
  }

  /// Books what a job holds.
  mutating func admit(_ holding: Holding) {
    places[holding.rank] = Int32(state.admit(holding))
  }

  /// Books that a job holds nothing any more, and takes back all that was put aside.
  mutating func discharge(_ job: ID<Job>) {
    state.discharge(Int(places[Int(job.index)]))
    for queue in queues.indices { queues[queue].takeBack() }
  }

  /// Makes room for so many jobs more.
  mutating func makeRoom(forJobs more: Int) {
    places += repeatElement(-1, count: more)
  }
}
