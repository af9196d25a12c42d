/// Waiting jobs in a tree that mirrors the tenants, with keys and demand summaries on every node.
///
/// The tree answers one question: *the first job in policy order, at this moment, that may start*.
/// It descends by key and skips every subtree in which nothing could start. Keys are recomputed
/// lazily when something that the order reads has changed; summaries follow every insert and
/// removal. Siblings lie side by side in groups of eight with a summary each, so that a change or a
/// search touches an eighth of them.
struct QueueTree {
  struct Node {
    let tenant: ID<Tenant>
    let parent: Int32
    /// The first child; children lie side by side.
    var firstChild: Int32 = 0
    var childCount: Int32 = 0
    /// The first group of the children's summaries.
    var firstGroup: Int32 = 0
    /// The jobs of a leaf, or ``JobBlocks/none``.
    var root = JobBlocks.none
    /// Waiting jobs below.
    var count = 0
    /// The oldest waiting job below.
    var oldest = ID<Job>(0)
    /// The first waiting job below in policy order; valid while `headEpoch` is the tree's.
    var head: WaitingJob?
    /// The key among the siblings; valid while `keyEpoch` is the tree's.
    var key = 0.0
    var keyEpoch = -1
    var headEpoch = -1
    /// Where the search of a leaf goes on within a walk: all jobs before it were visited or
    /// refused.
    var cursor = WaitingJob.Rank.first
    var cursorWalk: Int32 = -1
    /// The last walk in which nothing more was found below.
    var exhaustedWalk: Int32 = -1

    var isLeaf: Bool { childCount == 0 }
  }

  static let groupSize: Int32 = 8

  var nodes: [Node] = []
  /// The node whose leaf takes a tenant's jobs.
  private var nodeOfTenant: [Int32]
  let pools: Int
  let walk: Walk
  /// True when keys read the first waiting job of a tenant.
  let readsHead: Bool
  /// One summary for each node and pool, and for each group of siblings and pool.
  private(set) var demands: [Demand]
  private(set) var groupDemands: [Demand] = []
  private(set) var blocks: JobBlocks
  /// Filters by level of the tree and pool, narrower from level to level; the first ones are the
  /// caller's.
  var filters: [DemandFilter]
  /// Moves whenever keys may change without an event on the path, such as a tick of a ledger.
  private(set) var epoch = 0
  var counters = VisitCounters()

  /// The tree of a policy: a node for each tenant that is its own stem, where the jobs wait of all
  /// tenants with that stem.
  ///
  /// Levels that neither order nor quota uses are left out: a search of one leaf costs least.
  init(
    tenants: Tenants,
    stems: [ID<Tenant>],
    pools: Int,
    boundsCores: Bool,
    walk: Walk,
    readsHead: Bool
  ) {
    self.pools = pools
    self.walk = walk
    self.readsHead = readsHead
    blocks = JobBlocks(pools: pools, boundsCores: boundsCores)
    nodeOfTenant = Array(repeating: 0, count: tenants.count)
    nodes.append(Node(tenant: Tenants.root, parent: -1))
    var at = 0
    // Breadth first, so that siblings lie side by side.
    while at < nodes.count {
      let children = tenants[nodes[at].tenant].children.filter { stems[Int($0.index)] == $0 }
      nodes[at].firstChild = Int32(nodes.count)
      nodes[at].childCount = Int32(children.count)
      nodes[at].firstGroup = Int32(groupDemands.count / max(pools, 1))
      let groups = (children.count + Int(Self.groupSize) - 1) / Int(Self.groupSize)
      groupDemands.append(contentsOf: repeatElement(Demand(), count: groups * pools))
      for child in children {
        nodeOfTenant[Int(child.index)] = Int32(nodes.count)
        nodes.append(Node(tenant: child, parent: Int32(at)))
      }
      at += 1
    }
    for tenant in tenants.ids {
      nodeOfTenant[Int(tenant.index)] = nodeOfTenant[Int(stems[Int(tenant.index)].index)]
    }
    var depth = 1
    for node in nodes.indices {
      var height = 1
      var above = nodes[node].parent
      while above >= 0 {
        height += 1
        above = nodes[Int(above)].parent
      }
      depth = max(depth, height)
    }
    demands = Array(repeating: Demand(), count: nodes.count * pools)
    filters = Array(repeating: DemandFilter(), count: depth * pools)
  }

  /// True for the leaf of a tree of one leaf: nobody needs a summary of it beside its blocks' own.
  func isTestedByBlocks(_ node: Int) -> Bool { nodes[node].isLeaf && nodes[node].parent < 0 }

  /// What cores allow in each pool, where the tree was made to look at them; else empty.
  var coreBounds: [CoreBounds] {
    get { blocks.coreBounds }
    _modify { yield &blocks.coreBounds }
  }

  /// Waiting jobs of the whole tree.
  var count: Int { nodes[0].count }

  /// Adds a waiting job below a tenant.
  mutating func insert(_ waiting: WaitingJob, tenant: ID<Tenant>) {
    var job = waiting
    job.leafNode = nodeOfTenant[Int(tenant.index)]
    blocks.insert(job, root: &nodes[Int(job.leafNode)].root)
    let leaf = Int(job.leafNode)
    nodes[leaf].cursor = min(nodes[leaf].cursor, job.rank)
    var node = Int(job.leafNode)
    while true {
      if nodes[node].count == 0 || job.job < nodes[node].oldest { nodes[node].oldest = job.job }
      nodes[node].count += 1
      nodes[node].exhaustedWalk = -1
      touch(node)
      if isTestedByBlocks(node) { return }
      job.offer(to: &demands, at: node * pools)
      guard nodes[node].parent >= 0 else { return }
      job.offer(to: &groupDemands, at: group(of: node) * pools)
      node = Int(nodes[node].parent)
    }
  }

  /// Removes a waiting job.
  mutating func remove(_ job: WaitingJob, tenant: ID<Tenant>) {
    var node = Int(nodeOfTenant[Int(tenant.index)])
    blocks.remove(job, root: &nodes[node].root)
    // A summary that stays too wide still only proves no: nothing follows if nothing changed.
    var isNarrower = true
    while true {
      nodes[node].count -= 1
      if job.job == nodes[node].oldest { nodes[node].oldest = findOldest(below: node) }
      touch(node)
      let parent = Int(nodes[node].parent)
      guard parent >= 0 else { return }
      if isNarrower && nodes[node].isLeaf { isNarrower = narrowLeaf(node, without: job) }
      if isNarrower { isNarrower = narrowGroup(of: node, without: job) }
      if isNarrower { isNarrower = narrow(parent, without: job) }
      node = parent
    }
  }

  /// Says that something which keys read has changed for a tenant and so for all above it.
  mutating func touch(tenant: ID<Tenant>) {
    var node = nodeOfTenant[Int(tenant.index)]
    while node >= 0 {
      touch(Int(node))
      node = nodes[Int(node)].parent
    }
  }

  /// Says that keys may have changed anywhere.
  mutating func touchAll() {
    epoch += 1
  }

  /// Gives every waiting job a new key.
  ///
  /// - Complexity: `O(jobs)` while their order stays, `O(jobs log jobs)` where it changes.
  mutating func rekey(_ key: (ID<Job>) -> Int64) {
    for node in nodes.indices where nodes[node].root != JobBlocks.none {
      blocks.rekey(&nodes[node].root, key)
    }
    touchAll()
  }

  private mutating func touch(_ node: Int) {
    nodes[node].keyEpoch = -1
    nodes[node].headEpoch = -1
  }

  // MARK: Summaries

  /// The group of summaries that a node's own goes into.
  func group(of node: Int) -> Int {
    let parent = nodes[Int(nodes[node].parent)]
    return Int(parent.firstGroup + (Int32(node) - parent.firstChild) / Self.groupSize)
  }

  /// Takes over the summary of a leaf's jobs after one has left; true if it has changed.
  private mutating func narrowLeaf(_ node: Int, without job: WaitingJob) -> Bool {
    guard job.isCorner(of: demands, at: node * pools) else { return false }
    var hasChanged = false
    for pool in 0..<pools {
      let root = nodes[node].root
      let demand = root == JobBlocks.none ? Demand() : blocks.demand(of: root, in: pool)
      if demands[node * pools + pool].become(demand) { hasChanged = true }
    }
    return hasChanged
  }

  /// Computes the summary of a node's group again after a job has left; true if it has changed.
  private mutating func narrowGroup(of node: Int, without job: WaitingJob) -> Bool {
    let group = group(of: node)
    guard job.isCorner(of: groupDemands, at: group * pools) else { return false }
    let parent = nodes[Int(nodes[node].parent)]
    let first = node - Int((Int32(node) - parent.firstChild) % Self.groupSize)
    let end = min(first + Int(Self.groupSize), Int(parent.firstChild + parent.childCount))
    var hasChanged = false
    for pool in 0..<pools {
      var demand = Demand()
      for sibling in first..<end where nodes[sibling].count > 0 {
        demand.merge(demands[sibling * pools + pool])
      }
      if groupDemands[group * pools + pool].become(demand) { hasChanged = true }
    }
    return hasChanged
  }

  /// Computes a node's summary from its children's groups after a job has left; true if it has
  /// changed.
  private mutating func narrow(_ node: Int, without job: WaitingJob) -> Bool {
    guard job.isCorner(of: demands, at: node * pools) else { return false }
    var hasChanged = false
    for pool in 0..<pools {
      var demand = Demand()
      for group in groups(of: node) { demand.merge(groupDemands[group * pools + pool]) }
      if demands[node * pools + pool].become(demand) { hasChanged = true }
    }
    return hasChanged
  }

  /// The groups of a node's children.
  func groups(of node: Int) -> Range<Int> {
    let first = Int(nodes[node].firstGroup)
    return first..<first + Int((nodes[node].childCount + Self.groupSize - 1) / Self.groupSize)
  }

  /// The children of a node.
  func children(of node: Int) -> Range<Int> {
    let first = Int(nodes[node].firstChild)
    return first..<first + Int(nodes[node].childCount)
  }

  private func findOldest(below node: Int) -> ID<Job> {
    if nodes[node].isLeaf {
      return nodes[node].root == JobBlocks.none ? ID(0) : blocks.oldest(of: nodes[node].root)
    }
    var oldest: ID<Job>?
    for child in children(of: node) where nodes[child].count > 0 {
      oldest = min(oldest ?? nodes[child].oldest, nodes[child].oldest)
    }
    return oldest ?? ID(0)
  }
}
