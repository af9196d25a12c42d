/// Upper bounds of what preemption could free for a node of a quota tree from all others.
///
/// Jobs are taken from a subtree only as long as it holds more than its quota, so that the last one
/// may leave it below. The bounds say at once that no victims suffice, which is what most searches
/// for victims end with.
public struct Reclaimable: Sendable {
  /// What is known of a search for victims; each bound holds for those before it as well.
  public enum Search: Int, Sendable {
    /// Every job of a queue may be taken, in their order, while it holds too much of the column.
    case inOrder
    /// Some may be taken while it holds too much of the column.
    case downToQuota
    /// Some may be taken while it holds too much of anything.
    case ofBorrowers
  }

  private let columns: Int
  /// What a subtree may lose in each kind of search, by node and column.
  private var own: [SIMD4<Int64>]
  /// The same for the children of a node together.
  private var below: [SIMD4<Int64>]
  /// The most units that one job in a subtree holds, by node and column.
  private var largest: [Int64]

  /// The bounds of a state.
  ///
  /// - Complexity: O(nodes × columns), and the jobs that nodes hold beyond their quotas.
  public init(_ state: QuotaState) {
    let tree = state.tree
    columns = tree.columns
    own = Array(repeating: SIMD4(), count: tree.count * columns)
    below = own
    largest = Array(repeating: Int64(0), count: own.count)
    for node in tree.childrenFirst {
      let isBorrowing = (0..<columns).contains { tree.borrows(node, $0) }
      for column in 0..<columns {
        let cell = node * columns + column
        largest[cell] = max(largest[cell], state.largestJob(at: node, column))
        if isBorrowing { bound(node, column, state) }
        guard let parent = tree.parents[node] else { continue }
        let above = parent * columns + column
        largest[above] = max(largest[above], largest[cell])
        below[above] &+= own[cell]
      }
    }
  }

  private mutating func bound(_ node: Int, _ column: Int, _ state: QuotaState) {
    let cell = node * columns + column
    let used = state.tree.usage(of: node, column)
    let over = used - state.tree.subtreeQuota(of: node, column)
    let hasJobs = state.lowestPriority(at: node) != .max
    // By search: in order, down to the quota, of borrowers.
    var most = below[cell]
    guard over > 0 else {
      own[cell] = SIMD4(0, 0, most[2] + (hasJobs ? used : 0), 0)
      return
    }
    if hasJobs { most &+= SIMD4(state.surplus(of: node, column), used, used, 0) }
    let last = over + largest[cell] - 1
    own[cell] = pointwiseMin(most, SIMD4(last, last, .max, 0))
  }

  /// The most that is freed of the only column in a subtree as long as its dominant share, before
  /// each job that goes, is at least another one.
  public func most(of node: Int, downTo share: DominantShare, in state: QuotaState) -> Int64 {
    precondition(columns == 1, "shares are of one column")
    let most = most(of: node, 0, .downToQuota)
    guard most > 0, let parent = state.tree.parents[node] else { return 0 }
    let weight = state.weights[node]
    guard weight > 0, share.value < .infinity else { return most }
    let lendable = state.tree.potentiallyAvailable(to: parent, 0)
    // A millionth less, so that noise of the division never makes the bound too low.
    let borrowed = share.value * weight * Double(lendable) / 1_000
    let kept = Int64(max(0, borrowed - 1e-6 * max(1, borrowed)))
    let over = state.tree.usage(of: node, 0) - state.tree.subtreeQuota(of: node, 0)
    return min(most, max(0, over - kept + largest[node] - 1))
  }

  /// The most that a search frees of a column in a subtree.
  public func most(of node: Int, _ column: Int, _ search: Search) -> Int64 {
    own[node * columns + column][search.rawValue]
  }

  /// The most that a search frees of a column below a node but for one of its children.
  public func most(below node: Int, except child: Int, _ column: Int, _ search: Search) -> Int64 {
    below[node * columns + column][search.rawValue] - most(of: child, column, search)
  }
}
