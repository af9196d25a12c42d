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
    /// The groups of its jobs, where those of its tenant are told apart by the limits of groups.
    var limits: ID<LimitSet>?
    /// True for a node below its tenant's own, which has no key: jobs of all such siblings are
    /// merged.
    var isPart = false
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

  var nodes: [Node]
  /// The node whose leaf takes the jobs of a tenant, and of a set of groups: see ``QueueLayout``.
  private let nodeOfTenant: [Int32]
  private let nodeOfSet: [Int32]
  private let tenantCount: Int
  private let setCount: Int
  /// True where some tenant's jobs are told apart by limits of groups.
  let hasParts: Bool
  let pools: Int
  let walk: Walk
  /// True when keys read the first waiting job of a tenant.
  let readsHead: Bool
  /// One summary for each node and pool, and for each group of siblings and pool.
  private(set) var demands: [Demand]
  private(set) var groupDemands: [Demand]
  var blocks: JobBlocks
  /// The least keys of size classes, where keys are added up; as many as there are summaries.
  var leastKeys: [LeastKeys] = []
  var groupLeastKeys: [LeastKeys] = []
  /// The least key of a leaf's jobs in each class, without their tenant's.
  var leastKeysOfJobs: [SIMD16<Double>] = []
  /// What tenants' keys may have fallen by since the beginning.
  var drift = 0.0
  /// True when they may have fallen by more.
  var keysAreForgotten = true
  /// The top of the tree of those, or a number that no node has.
  let agedNode: Int
  /// Bounds of groups and siblings that a search has yet to look at, level by level.
  var bounds: [LeastKeys.Bound] = []
  var boundsTop = 0
  /// The jobs before this position of the trace have keys that fall no more.
  var agedJobs: Int32 = 0
  /// What the keys of those stand below the others' at this instant, in milliseconds.
  var agedShift = 0.0
  /// Filters by level of the tree and pool, narrower from level to level; the first ones are the
  /// caller's.
  var filters: [DemandFilter]
  /// Moves whenever keys may change without an event on the path, such as a tick of a ledger.
  var epoch = 0
  var counters = VisitCounters()
  /// A tenant to whom the order gives a key that can not be compared; nil while there is none.
  var tenantWithoutKey: ID<Tenant>?

  /// The tree of a policy, in which nobody waits.
  init(
    layout: consuming QueueLayout,
    pools: Int,
    boundsCores: Bool,
    walk: Walk,
    readsHead: Bool
  ) {
    (nodeOfTenant, nodeOfSet) = (layout.nodeOfTenant, layout.nodeOfSet)
    (tenantCount, setCount) = (layout.tenants, layout.sets)
    self.pools = pools
    self.walk = walk
    self.readsHead = readsHead
    nodes = layout.nodes
    hasParts = nodes.contains { $0.isPart }
    blocks = JobBlocks(pools: pools, boundsCores: boundsCores)
    agedNode = layout.ages ? 2 : -1
    demands = Array(repeating: Demand(), count: nodes.count * pools)
    groupDemands = Array(repeating: Demand(), count: layout.groupCount * pools)
    filters = Array(repeating: DemandFilter(), count: layout.depth * pools)
    guard walk == .sum else { return }
    let most = nodes.reduce(0) { max($0, Int($1.childCount)) } / Int(Self.groupSize) + 1
    bounds = Array(repeating: .infinity, count: layout.depth * (most + Int(Self.groupSize)))
    leastKeys = Array(repeating: LeastKeys(), count: demands.count)
    groupLeastKeys = Array(repeating: LeastKeys(), count: groupDemands.count)
    leastKeysOfJobs = Array(repeating: SIMD16(repeating: .infinity), count: demands.count)
    for node in nodes.indices { nodes[node].key = -.infinity }
  }

  /// The node whose leaf takes a job of a tenant under the limits of some groups.
  @inline(__always)
  func leaf(of job: ID<Job>, _ tenant: ID<Tenant>, _ limits: ID<LimitSet>?) -> Int {
    let isAged = job.index < agedJobs
    if let limits, setCount > 0 {
      return Int(nodeOfSet[(isAged ? setCount : 0) + Int(limits.index)])
    }
    return Int(nodeOfTenant[(isAged ? tenantCount : 0) + Int(tenant.index)])
  }

  /// True for a part of a tenant's leaf.
  @inline(__always)
  func isPart(_ node: Int) -> Bool { hasParts && nodes[node].isPart }

  /// True for the leaf of a tree of one leaf: nobody needs a summary of it beside its blocks' own.
  func isTestedByBlocks(_ node: Int) -> Bool { nodes[node].isLeaf && nodes[node].parent < 0 }

  /// What cores allow in each pool, where the tree was made to look at them; else empty.
  var coreBounds: [CoreBounds] {
    get { blocks.coreBounds }
    _modify { yield &blocks.coreBounds }
  }

  /// What jobs of one node may ask for, where the tree was made to look at cores.
  var corePlaces: CorePlaces {
    get { blocks.corePlaces }
    _modify { yield &blocks.corePlaces }
  }

  /// Waiting jobs of the whole tree.
  var count: Int { nodes[0].count }

  /// Who waits, by id.
  var jobs: [ID<Job>] {
    let leaves = nodes.lazy.filter { $0.root != JobBlocks.none }
    return leaves.flatMap { blocks.all(of: $0.root) }.map(\.job).sorted()
  }

  /// Adds a waiting job below a tenant, under the limits of some groups.
  mutating func insert(_ waiting: WaitingJob, tenant: ID<Tenant>, limits: ID<LimitSet>?) {
    var job = waiting
    let leaf = leaf(of: job.job, tenant, limits)
    job.leafNode = Int32(leaf)
    blocks.insert(job, root: &nodes[leaf].root)
    nodes[leaf].cursor = min(nodes[leaf].cursor, job.rank)
    if walk == .sum { offerKey(of: job) }
    var node = leaf
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
  mutating func remove(_ job: WaitingJob, tenant: ID<Tenant>, limits: ID<LimitSet>?) {
    var node = leaf(of: job.job, tenant, limits)
    blocks.remove(job, root: &nodes[node].root)
    if walk == .sum { narrowKeys(of: node, without: job) }
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
    guard walk != .sum else { return }
    var node = nodeOfTenant[Int(tenant.index)]
    while node >= 0 {
      touch(Int(node))
      node = nodes[Int(node)].parent
    }
  }

  /// Says that keys may have changed anywhere.
  mutating func touchAll() {
    epoch += 1
    keysAreForgotten = true
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
    // Sums go by keys that are kept from tick to tick.
    guard walk != .sum else { return }
    nodes[node].keyEpoch = -1
    nodes[node].headEpoch = -1
  }

  // MARK: Summaries

  /// The group of summaries that a node's own goes into.
  @inline(__always)
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
    let siblings = members(of: group, of: Int(nodes[node].parent))
    var hasChanged = false
    for pool in 0..<pools {
      var demand = Demand()
      for sibling in siblings where nodes[sibling].count > 0 {
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
  @inline(__always)
  func groups(of node: Int) -> Range<Int> {
    let first = Int(nodes[node].firstGroup)
    return first..<first + Int((nodes[node].childCount + Self.groupSize - 1) / Self.groupSize)
  }

  /// The children of a node that a group of its groups sums up.
  @inline(__always)
  func members(of group: Int, of node: Int) -> Range<Int> {
    let children = children(of: node)
    let place = group - Int(nodes[node].firstGroup)
    let first = children.lowerBound + place * Int(Self.groupSize)
    return first..<min(first + Int(Self.groupSize), children.upperBound)
  }

  /// The children of a node.
  @inline(__always)
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
