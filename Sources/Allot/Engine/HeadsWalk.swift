/// What a walk over heads keeps from cycle to cycle: the queues, and who holds what quota.
struct HeadsWalk {
  private(set) var state: QuotaState
  /// What preemption could free at most as things stand.
  private(set) var reclaimable: Reclaimable
  private var isReclaimableStale = false
  /// What the columns of the tree are.
  let columns: QuotaColumns
  /// The node of the quota tree at which each tenant's jobs wait and hold.
  let nodes: [Int]
  /// The place of each model in the order in which each node's jobs try them, by node.
  let ranks: [[Int]]
  /// True for nodes whose first job keeps those behind it waiting.
  private let isStrict: [Bool]
  var queues: [HeadQueue]
  /// The jobs that were preempted in this look, which wait for the next one.
  var barred: [ID<Job>] = []
  /// Who holds quota and waits for nodes, in the order of admission.
  var admitted: [Holding] = []
  /// True where quota alone admits.
  let admitsByQuotaAlone: Bool
  private var places: [Int32]

  init(world: World, books: Books, part: any CyclePart) {
    var owners: [Int] = []
    var nodes: [Int] = []
    var parents: [Int?] = []
    // Who has a queue takes its quota from the next one above with one, also where it is a root.
    var givers: [Int?] = []
    // Parents have lower ids than their children.
    for tenant in 0..<world.tenants.count {
      let giver = tenant == 0 ? nil : Optional(nodes[books.parents[tenant]])
      if tenant == 0 || world.hasQueue(ID(tenant)) {
        nodes.append(owners.count)
        owners.append(tenant)
        givers.append(giver)
        parents.append(world.isRootOfQueues(ID(tenant)) ? nil : giver)
      } else {
        nodes.append(nodes[books.parents[tenant]])
      }
    }
    var quotas = Self.quotas(of: owners, givers, world)
    var ranks = owners.map { world.ranksOfModels(under: ID($0)) }
    var rights = owners.map { world.tenants.terms(of: ID($0)).rights }
    var isStrict = owners.map { world.tenants.terms(of: ID($0)).isStrict }
    var weights = owners.map { Double(books.weights[$0]) / Double(Share.whole.millionths) }
    // Jobs wait at leaves: those of a tenant with queues below it at a leaf of its own.
    for (node, below) in parents.children().enumerated() where !below.isEmpty {
      for tenant in nodes.indices where nodes[tenant] == node { nodes[tenant] = parents.count }
      parents.append(node)
      quotas.append(Array(repeating: QuotaTree.Quota(nominal: 0), count: books.columns))
      weights.append(1)
      rights.append(rights[node])
      ranks.append(ranks[node])
      isStrict.append(isStrict[node])
    }
    columns = QuotaColumns(resources: books.resources, models: books.models)
    admitsByQuotaAlone = part.admitsByQuotaAlone
    self.nodes = nodes
    self.ranks = ranks
    self.isStrict = books.traits.head == .close ? isStrict.map { _ in true } : isStrict
    state = QuotaState(
      tree: QuotaTree(parents: parents, quotas: quotas),
      weights: weights,
      resources: books.resources.indices.map { max(0, $0 - books.models + 1) },
      rights: rights.allSatisfy { $0 == nil } ? [] : rights
    )
    reclaimable = Reclaimable(state)
    queues = Array(repeating: HeadQueue(), count: parents.count)
    places = Array(repeating: -1, count: world.jobs.count)
  }

  /// The quotas of tenants by model; what one has beside its children's is its own.
  ///
  /// A ceiling is a limit on borrowing, below zero where it is below the entitlement.
  private static func quotas(
    of owners: [Int],
    _ givers: [Int?],
    _ world: World
  ) -> [[QuotaTree.Quota?]] {
    let resources = world.resources
    let whole = owners.map { tenant in
      resources.map { world.nominal(of: ID(tenant), in: $0) ?? 0 }
    }
    var own = whole
    for (node, giver) in givers.enumerated() {
      guard let giver else { continue }
      for column in resources.indices { own[giver][column] -= whole[node][column] }
    }
    return owners.enumerated().map { node, tenant in
      resources.enumerated().map { column, resource in
        QuotaTree.Quota(
          nominal: own[node][column],
          borrowing: world.ceiling(of: ID(tenant), in: resource).map { $0 - whole[node][column] },
          lending: world.lendable(by: ID(tenant), in: resource)
        )
      }
    }
  }

  /// True where a job's queue could hold what it asks for, devices of a model among it, if nobody
  /// held anything.
  func couldEverHold(_ job: Job, model: Int) -> Bool {
    let node = nodes[Int(job.tenant.index)]
    return columns.amounts(model: model) { job.amount(of: $0) }.allSatisfy {
      $0.units <= state.tree.potentiallyAvailable(to: node, $0.column)
    }
  }

  /// Puts aside whoever would be put aside in the next cycles, as long as every head of them is
  /// hopeless; gives the heads and the cycles.
  ///
  /// Nothing happens in such cycles but that each queue has its next head.
  mutating func skipCycles(_ hopeless: inout HopelessHeads) -> (heads: Int, cycles: Int) {
    var cycles = Int.max
    for node in queues.indices {
      guard let head = queues[node].head else { continue }
      if isStrict[node] || queues[node].preemptor != nil {
        // It is the next head as well if it is strict; else somebody has preempted for it.
        guard isStrict[node], hopeless.contain(head.likeness, at: node) else { return (0, 0) }
      } else if let ahead = queues[node].hopelessAhead({ hopeless.contain($0, at: node) }) {
        cycles = min(cycles, ahead)
      }
      guard cycles > 0 else { return (0, 0) }
    }
    var (heads, longest) = (0, 0)
    for node in queues.indices where queues[node].head != nil && !isStrict[node] {
      let count = queues[node].putAside(heads: cycles)
      heads += count
      longest = max(longest, count)
    }
    return (heads, longest)
  }

  /// True where a head fits the quotas; mutating, so that a caller who changes heads copies none.
  mutating func mayAdmit(_ claim: Holding) -> Bool { state.fits(claim) }

  /// Who holds quota, by id.
  var held: [Holding] {
    places.filter { $0 >= 0 }.map { state.holdings[Int($0)] }
  }

  /// Books what a job holds.
  mutating func admit(_ holding: Holding) {
    places[holding.rank] = Int32(state.admit(holding))
    isReclaimableStale = true
  }

  /// Takes its quota from a job that waits for nodes; false for one that does not.
  @discardableResult
  mutating func withdraw(_ job: ID<Job>) -> Bool {
    guard let index = admitted.firstIndex(where: { $0.rank == Int(job.index) }) else {
      return false
    }
    admitted.remove(at: index)
    discharge(job)
    return true
  }

  /// Books that a job holds nothing any more, and takes back all that was put aside.
  mutating func discharge(_ job: ID<Job>) {
    state.discharge(Int(places[Int(job.index)]))
    places[Int(job.index)] = -1
    isReclaimableStale = true
    takeBack()
  }

  /// Takes back all that was put aside.
  mutating func takeBack() {
    for queue in queues.indices { queues[queue].takeBack() }
  }

  /// Puts a head that can not be served aside, alone or with all that are like it; false in a queue
  /// that keeps its head.
  mutating func putAside(_ head: Holding, withAllLikeIt: Bool) -> Bool {
    guard !isStrict[head.node] else { return false }
    queues[head.node].putAside(ID(head.rank), withAllLikeIt: withAllLikeIt)
    return true
  }

  /// Makes a job that has preempted others the head until it is served or put aside.
  mutating func keepHead(_ head: Holding) {
    if !isStrict[head.node] { queues[head.node].keepHead(ID(head.rank)) }
  }

  /// Who is hopeless as things stand.
  mutating func survey(
    _ part: any CyclePart,
    modelOfPool: [Int],
    now: SimTime
  ) -> HopelessHeads {
    if isReclaimableStale { reclaimable = Reclaimable(state) }
    isReclaimableStale = false
    return HopelessHeads(part, self, modelOfPool: modelOfPool, now: now)
  }

  /// Makes room for so many jobs more.
  mutating func makeRoom(forJobs more: Int) {
    places += repeatElement(-1, count: more)
  }
}
