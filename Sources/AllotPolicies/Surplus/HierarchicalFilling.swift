internal import Allot

/// One task at a time to the queue of a tree whose branch has the smallest dominant share for its
/// weight.
///
/// A leaf holds what its tasks take, and is saturated once it holds all it wants of some resource,
/// or wants some that is used up; what inner nodes count as holding is `HierarchicalHolding`. From
/// the root down, branches that are not saturated go first, then smaller shares by weight; what
/// nothing tells apart goes by position.
///
/// Source: Bhattacharya et al., Hierarchical Scheduling for Diverse Datacenter Workloads, SoCC
/// 2013, as volcano-sh/volcano at ed72c7c8 computes it; weights below one count as one.
public struct HierarchicalFilling: Sendable {
  /// A node of the tree of queues.
  public struct Node: Sendable {
    /// The node above, which comes before it; nil for the root.
    public var parent: Int?
    /// The weight among its siblings.
    public var weight: Double
    /// What one task takes of each resource; empty for inner nodes.
    public var task: [Double]
    /// How many tasks there are.
    public var tasks: Int

    /// An inner node or a queue with tasks.
    public init(parent: Int?, weight: Double, task: [Double] = [], tasks: Int = 0) {
      self.parent = parent
      self.weight = weight
      self.task = task
      self.tasks = tasks
    }
  }

  private let nodes: [Node]
  private let children: [[Int]]
  private let capacity: [Double]
  private var started: [Int]
  private var holdings: [HierarchicalHolding]

  /// A tree in which nothing has started.
  ///
  /// - Precondition: the first node is the root, and parents come before their children.
  public init(capacity: [Double], nodes: [Node]) {
    self.capacity = capacity
    self.nodes = nodes
    children = nodes.map(\.parent).children()
    started = Array(repeating: 0, count: nodes.count)
    let nothing = HierarchicalHolding(capacity.map { _ in 0 }, of: capacity, isSaturated: false)
    holdings = Array(repeating: nothing, count: nodes.count)
    update()
  }

  /// How many tasks of each node start until nobody's next one fits.
  public mutating func fill() -> [Int] {
    var free = capacity
    var open = nodes.indices.filter { children[$0].isEmpty && nodes[$0].tasks > 0 }
    while var best = open.first {
      for other in open.dropFirst() where precedes(other, best) { best = other }
      let fits = zip(nodes[best].task, free).allSatisfy { $0 <= $1 }
      guard fits, started[best] < nodes[best].tasks else {
        open.removeAll { $0 == best }
        continue
      }
      for resource in free.indices { free[resource] -= nodes[best].task[resource] }
      started[best] += 1
      if started[best] == nodes[best].tasks { open.removeAll { $0 == best } }
      update()
    }
    return started
  }

  /// Computes shares and saturation anew, leaves first.
  private mutating func update() {
    let total = capacity.indices.map { resource in
      nodes.indices.reduce(0) {
        $0 + Double(started[$1]) * (nodes[$1].task.isEmpty ? 0 : nodes[$1].task[resource])
      }
    }
    for node in nodes.indices.reversed() {
      if children[node].isEmpty {
        let task = nodes[node].task.isEmpty ? capacity.map { _ in 0 } : nodes[node].task
        let held = task.map { $0 * Double(started[node]) }
        let isSaturated = isLeafSaturated(node, held, total)
        holdings[node] = HierarchicalHolding(held, of: capacity, isSaturated: isSaturated)
      } else {
        holdings[node] = HierarchicalHolding(
          gathering: children[node].map { holdings[$0] },
          of: capacity
        )
      }
    }
  }

  private func isLeafSaturated(_ node: Int, _ held: [Double], _ total: [Double]) -> Bool {
    capacity.indices.contains { resource in
      let wanted =
        nodes[node].task.isEmpty ? 0 : nodes[node].task[resource] * Double(nodes[node].tasks)
      guard wanted != 0 else { return false }
      return (held[resource] != 0 && held[resource] >= wanted)
        || total[resource] >= capacity[resource]
    }
  }

  private func path(_ node: Int) -> [Int] {
    var path = [node]
    while let parent = nodes[path[0]].parent { path.insert(parent, at: 0) }
    return path
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    for (x, y) in zip(path(a), path(b)) where x != y {
      let (p, q) = (holdings[x], holdings[y])
      if p.isSaturated != q.isSaturated { return q.isSaturated }
      let (r, s) = (p.share / max(1, nodes[x].weight), q.share / max(1, nodes[y].weight))
      if r != s { return r < s }
    }
    return false
  }
}
