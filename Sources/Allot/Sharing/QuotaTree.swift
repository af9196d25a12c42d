/// Quotas of tenants in a tree, and what the tenants hold, for any number of resources at once.
///
/// A column is one resource of one device model; amounts are whole numbers in the column's own
/// unit. With N the nominal quota of a node, L what it lends at most, B what it borrows at most,
/// S the quota of its subtree and U what counts against it:
///
/// - S of a node is its N and what its children lend: their S without what they keep;
/// - N may be below zero, where a node has less than its children may count on; that takes from
///   what they lend alone: S of a root is at least zero, so that what they keep is theirs;
/// - a node with L keeps max(0, S − L) to itself, others keep nothing;
/// - what a node holds beyond what it keeps counts as held by its parent.
///
/// Removing capacity below what is held makes availability negative; nothing is taken away.
///
/// Source: kubernetes-sigs/kueue at ff69552e, resource nodes of cluster queues and cohorts.
public struct QuotaTree: Sendable {
  /// What a node may hold in one column.
  public struct Quota: Sendable, Equatable {
    /// What it may count on.
    public var nominal: Int64
    /// What it may hold beyond that and its children's quota; nil for whatever others lend.
    public var borrowing: Int64?
    /// What it lends at most of its subtree's quota; nil for everything.
    public var lending: Int64?

    /// A quota with or without limits.
    public init(nominal: Int64, borrowing: Int64? = nil, lending: Int64? = nil) {
      self.nominal = nominal
      self.borrowing = borrowing
      self.lending = lending
    }
  }

  /// The number of nodes.
  public let count: Int
  /// The number of columns.
  public let columns: Int
  /// The parent of each node; nil for roots.
  public let parents: [Int?]
  /// The children of each node, in the order of the nodes.
  public let children: [[Int]]
  /// The edges on the longest way down from each node; zero for leaves.
  public let heights: [Int]
  /// The nodes in an order in which every child comes before its parent.
  public let childrenFirst: [Int]

  private let quotas: [Quota]
  private let governed: [Bool]
  private let subtree: [Int64]
  private let kept: [Int64]
  private let potential: [Int64]
  private var used: [Int64]

  /// A tree in which nothing is held.
  ///
  /// `quotas` has a row for each node with an entry for each column; nil where the node has no
  /// quota of its own.
  ///
  /// - Precondition: no node stands above itself.
  /// - Complexity: O(nodes × (depth + columns)).
  public init(parents: [Int?], quotas: [[Quota?]]) {
    count = parents.count
    columns = quotas.first?.count ?? 0
    self.parents = parents
    children = parents.children(parentsFirst: false)
    let rows = quotas.flatMap { $0 }
    self.quotas = rows.map { $0 ?? Quota(nominal: 0) }
    var heights = Array(repeating: 0, count: count)
    var governed = rows.map { $0 != nil }
    var subtree = self.quotas.map(\.nominal)
    var kept = Array(repeating: Int64(0), count: rows.count)
    let order = Self.childrenFirst(parents)
    childrenFirst = order
    for node in order {
      for column in 0..<columns {
        let cell = node * columns + column
        if let lending = self.quotas[cell].lending { kept[cell] = max(0, subtree[cell] - lending) }
        guard let parent = parents[node] else {
          subtree[cell] = max(0, subtree[cell])
          continue
        }
        subtree[parent * columns + column] += subtree[cell] - kept[cell]
        if governed[cell] { governed[parent * columns + column] = true }
      }
      if let parent = parents[node] { heights[parent] = max(heights[parent], heights[node] + 1) }
    }
    var potential = subtree
    for node in order.reversed() {
      guard let parent = parents[node] else { continue }
      for column in 0..<columns {
        let cell = node * columns + column
        potential[cell] = kept[cell] + potential[parent * columns + column]
        guard let borrowing = self.quotas[cell].borrowing else { continue }
        potential[cell] = min(subtree[cell] + borrowing, potential[cell])
      }
    }
    self.potential = potential
    self.heights = heights
    self.governed = governed
    self.subtree = subtree
    self.kept = kept
    used = Array(repeating: 0, count: rows.count)
  }

  private static func childrenFirst(_ parents: [Int?]) -> [Int] {
    let depths = parents.indices.map { node in
      var depth = 0
      var at = parents[node]
      while let parent = at {
        depth += 1
        precondition(depth < parents.count, "no node stands above itself")
        at = parents[parent]
      }
      return depth
    }
    return parents.indices.sorted { depths[$0] != depths[$1] ? depths[$0] > depths[$1] : $0 < $1 }
  }

  // MARK: What quotas say

  /// The quota of a node in a column; nothing where it has none of its own.
  public func quota(of node: Int, _ column: Int) -> Quota { quotas[node * columns + column] }

  /// True where a node or one below it has a quota in a column.
  public func isGoverned(_ node: Int, _ column: Int) -> Bool { governed[node * columns + column] }

  /// The quota of a node and of what its children lend it.
  public func subtreeQuota(of node: Int, _ column: Int) -> Int64 {
    subtree[node * columns + column]
  }

  /// What a node could hold if nobody held anything.
  public func potentiallyAvailable(to node: Int, _ column: Int) -> Int64 {
    potential[node * columns + column]
  }

  // MARK: What is held

  /// What counts against the quota of a node's subtree.
  public func usage(of node: Int, _ column: Int) -> Int64 { used[node * columns + column] }

  /// Books what a node takes; what it does not keep to itself counts for its parent too.
  public mutating func take(_ amount: Int64, at node: Int, _ column: Int) {
    let room = keptAndFree(at: node, column)
    used[node * columns + column] += amount
    if let parent = parents[node], amount > room { take(amount - room, at: parent, column) }
  }

  /// Books what a node gives back.
  public mutating func giveBack(_ amount: Int64, at node: Int, _ column: Int) {
    let cell = node * columns + column
    let above = used[cell] - kept[cell]
    used[cell] -= amount
    if let parent = parents[node], above > 0 { giveBack(min(amount, above), at: parent, column) }
  }

  /// What a node keeps to itself and does not hold yet.
  public func keptAndFree(at node: Int, _ column: Int) -> Int64 {
    let cell = node * columns + column
    return max(0, kept[cell] - used[cell])
  }

  /// What a node may still take; negative where more is held than there is.
  public func available(to node: Int, _ column: Int) -> Int64 {
    let cell = node * columns + column
    guard let parent = parents[node] else { return subtree[cell] - used[cell] }
    var fromParent = available(to: parent, column)
    if let borrowing = quotas[cell].borrowing {
      let inParent = subtree[cell] - kept[cell]
      let usedInParent = max(0, used[cell] - kept[cell])
      fromParent = min(fromParent, inParent - usedInParent + borrowing)
    }
    return keptAndFree(at: node, column) + fromParent
  }

  /// True where a node holds more than its subtree's quota, or would with so much more.
  public func borrows(_ node: Int, _ column: Int, with more: Int64 = 0) -> Bool {
    let cell = node * columns + column
    return used[cell] + more > subtree[cell]
  }

  // MARK: Subtrees

  /// The lowest subtree around a node whose quota covers so much more in a column.
  ///
  /// Its height is zero where the node's own quota does, and the whole tree's where nothing does;
  /// `isPart` says that it is less than the whole tree.
  public func lowestSubtree(
    covering amount: Int64,
    at node: Int,
    _ column: Int
  ) -> (height: Int, isPart: Bool) {
    guard var at = parents[node], borrows(node, column, with: amount) else {
      return (0, parents[node] != nil)
    }
    var rest = amount - keptAndFree(at: node, column)
    while borrows(at, column, with: rest), let parent = parents[at] {
      rest -= keptAndFree(at: at, column)
      at = parent
    }
    return (heights[at], parents[at] != nil)
  }

  /// The root of the tree that a node is in.
  public func root(of node: Int) -> Int {
    var at = node
    while let parent = parents[at] { at = parent }
    return at
  }

  /// The nodes above a node, its parent first.
  public func ancestors(of node: Int) -> [Int] {
    var path: [Int] = []
    var at = parents[node]
    while let parent = at {
      path.append(parent)
      at = parents[parent]
    }
    return path
  }
}
