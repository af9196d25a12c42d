/// Which nodes a queue tree has, and whose jobs wait at which.
///
/// There is a node for each tenant that is its own stem, where the jobs wait of all tenants with
/// that stem; levels that neither order nor quota uses are left out, as a search of one leaf costs
/// least. Below a node whose jobs are under different limits of groups there is one part for each
/// set of groups, and one for jobs without any.
struct QueueLayout {
  private(set) var nodes: [QueueTree.Node] = [QueueTree.Node(tenant: Tenants.root, parent: -1)]
  /// The groups of siblings whose summaries are kept together.
  private(set) var groupCount = 0
  /// The levels of the tree.
  private(set) var depth = 1
  /// The node whose leaf takes a tenant's jobs; where keys fall with the wait, also the one whose
  /// leaf takes those of them that fall no more.
  private(set) var nodeOfTenant: [Int32]
  /// The same for the jobs of a set of groups.
  private(set) var nodeOfSet: [Int32]
  let tenants: Int
  let sets: Int
  /// True where jobs whose keys fall no more have a tree of their own.
  let ages: Bool

  /// The nodes for some tenants, jobs of which are under the limits of sets of groups.
  init(tenants: Tenants, stems: [ID<Tenant>], limits: Table<LimitSet, LimitSet>, ages: Bool) {
    self.tenants = tenants.count
    self.ages = ages
    sets = limits.count
    let sides = ages ? 2 : 1
    nodeOfTenant = Array(repeating: 0, count: tenants.count * sides)
    nodeOfSet = Array(repeating: 0, count: limits.count * sides)
    var setsOfStem: [[ID<LimitSet>]] = []
    if limits.count > 0 { setsOfStem = Array(repeating: [], count: tenants.count) }
    for id in limits.ids { setsOfStem[Int(stems[Int(limits[id].tenant.index)].index)].append(id) }
    // Jobs whose keys fall no more have a tree of their own beside that of the others.
    var isAged = [false]
    var levels = [1]
    var at = 0
    func add(_ tenant: ID<Tenant>, _ set: ID<LimitSet>? = nil, isPart: Bool, isAged aged: Bool) {
      let place = Int32(nodes.count)
      if let set {
        nodeOfSet[(aged ? sets : 0) + Int(set.index)] = place
      } else {
        nodeOfTenant[(aged ? self.tenants : 0) + Int(tenant.index)] = place
      }
      nodes.append(
        QueueTree.Node(tenant: tenant, parent: Int32(at), limits: set, isPart: isPart)
      )
      isAged.append(aged)
      levels.append(levels[at] + 1)
    }
    // Breadth first, so that siblings lie side by side.
    while at < nodes.count {
      let (tenant, first) = (nodes[at].tenant, nodes.count)
      if ages && at == 0 {
        for aged in [false, true] { add(Tenants.root, isPart: false, isAged: aged) }
      } else {
        for child in tenants[tenant].children where stems[Int(child.index)] == child {
          add(child, isPart: false, isAged: isAged[at])
        }
      }
      if first == nodes.count, !nodes[at].isPart, !setsOfStem.isEmpty,
        !setsOfStem[Int(tenant.index)].isEmpty
      {
        add(tenant, isPart: true, isAged: isAged[at])
        for set in setsOfStem[Int(tenant.index)] {
          add(tenant, set, isPart: true, isAged: isAged[at])
        }
      }
      let children = nodes.count - first
      nodes[at].firstChild = Int32(first)
      nodes[at].childCount = Int32(children)
      nodes[at].firstGroup = Int32(groupCount)
      groupCount += (children + Int(QueueTree.groupSize) - 1) / Int(QueueTree.groupSize)
      depth = max(depth, levels[at])
      at += 1
    }
    for place in nodeOfTenant.indices {
      let stem = Int(stems[place % tenants.count].index)
      nodeOfTenant[place] = nodeOfTenant[place - place % tenants.count + stem]
    }
  }
}
