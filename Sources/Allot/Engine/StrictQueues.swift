/// The tenants whose blocked job keeps those behind it, below the same tenant, waiting.
///
/// A queue that is closed in a walk is open again in the next one.
struct StrictQueues {
  /// True where there is none.
  let isEmpty: Bool
  private let isStrict: [Bool]
  /// True for tenants with a strict one somewhere below them.
  let hasStrictBelow: [Bool]
  /// True for strict tenants, and for those above or below one.
  private let isConcerned: [Bool]
  /// The last walk that closed each tenant.
  private var closedIn: [Int32]

  /// The strict queues of a world under a policy that visits jobs one by one; parents have lower
  /// indices than their children.
  init(_ world: World, _ policy: Policy, parents: [Int]) {
    let isRead = policy.cycle == nil && policy.keepsStrictQueues
    isStrict = world.tenants.ids.map { isRead && world.tenants.terms(of: $0).isStrict }
    isEmpty = !isStrict.contains(true)
    hasStrictBelow = Books.spread(isStrict, parents: parents, columns: 1)
    var isWithin = isStrict
    for (tenant, parent) in parents.enumerated() where parent >= 0 && isWithin[parent] {
      isWithin[tenant] = true
    }
    isConcerned = zip(isWithin, hasStrictBelow).map { $0 || $1 }
    closedIn = isStrict.map { _ in -1 }
  }

  /// True for a tenant whose jobs are all visited, or of which some below are: whether they can
  /// start or not, they may close a queue.
  func concern(_ tenant: Int) -> Bool { isConcerned[tenant] }

  /// True for a tenant below which a walk visits nobody any more.
  func isClosed(_ tenant: Int, in walk: Int32) -> Bool { closedIn[tenant] == walk }

  /// Closes a tenant for the rest of a walk, if it is strict.
  mutating func close(_ tenant: Int, in walk: Int32) {
    if isStrict[tenant] { closedIn[tenant] = walk }
  }
}
