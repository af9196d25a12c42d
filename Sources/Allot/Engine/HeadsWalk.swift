/// What a walk over heads keeps from cycle to cycle: the queues, and who holds what quota.
struct HeadsWalk {
  private(set) var state: QuotaState
  /// The node of the quota tree at which each tenant's jobs wait and hold.
  let nodes: [Int]
  /// True for nodes whose first job keeps those behind it waiting.
  let isStrict: [Bool]
  var queues: [HeadQueue]
  /// The jobs that were preempted in this pass, which wait for the next one.
  var barred: [ID<Job>] = []
  private var places: [Int32]

  init(world: World, books: Books) {
    var owners: [Int] = []
    var nodes: [Int] = []
    var parents: [Int?] = []
    // Parents have lower ids than their children.
    for tenant in 0..<world.tenants.count {
      let parent = tenant == 0 ? nil : Optional(nodes[books.parents[tenant]])
      if tenant == 0 || world.hasQueue(ID(tenant)) {
        nodes.append(owners.count)
        owners.append(tenant)
        parents.append(parent)
      } else {
        nodes.append(nodes[books.parents[tenant]])
      }
    }
    var quotas = Self.quotas(of: owners, parents, world)
    var rights = owners.map { world.tenants.terms(of: ID($0)).rights }
    var isStrict = owners.map { world.tenants.terms(of: ID($0)).isStrict }
    var weights = owners.map { Double(books.weights[$0]) / Double(Share.whole.millionths) }
    // Jobs wait at leaves: those of a tenant with queues below it at a leaf of its own.
    for (node, below) in parents.children().enumerated() where !below.isEmpty {
      for tenant in nodes.indices where nodes[tenant] == node { nodes[tenant] = parents.count }
      parents.append(node)
      quotas.append(Array(repeating: QuotaTree.Quota(nominal: 0), count: books.models))
      weights.append(1)
      rights.append(rights[node])
      isStrict.append(isStrict[node])
    }
    self.nodes = nodes
    self.isStrict = isStrict
    state = QuotaState(
      tree: QuotaTree(parents: parents, quotas: quotas),
      weights: weights,
      resources: Array(repeating: 0, count: books.models),
      rights: rights.allSatisfy { $0 == nil } ? [] : rights
    )
    queues = Array(repeating: HeadQueue(), count: parents.count)
    places = Array(repeating: -1, count: world.jobs.count)
  }

  /// The quotas of tenants by model; what one has beside its children's is its own.
  ///
  /// A ceiling is a limit on borrowing, below zero where it is below the entitlement.
  private static func quotas(
    of owners: [Int],
    _ parents: [Int?],
    _ world: World
  ) -> [[QuotaTree.Quota?]] {
    let models = Array(world.cluster.models.ids)
    let whole = owners.map { tenant in
      models.map { world.nominal(of: ID(tenant), model: $0) ?? 0 }
    }
    var own = whole
    for (node, parent) in parents.enumerated() {
      guard let parent else { continue }
      for column in models.indices { own[parent][column] -= whole[node][column] }
    }
    return owners.enumerated().map { node, tenant in
      models.enumerated().map { column, model in
        QuotaTree.Quota(
          nominal: own[node][column],
          borrowing: world.ceiling(of: ID(tenant), model: model).map { $0 - whole[node][column] },
          lending: world.lendable(by: ID(tenant), model: model)
        )
      }
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
