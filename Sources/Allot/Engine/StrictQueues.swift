/// The queues whose blocked job keeps those behind it waiting.
///
/// A tenant that is promised something or has terms is a queue, with those below it that are none
/// of their own. A queue that is closed in a walk is open again in the next one.
struct StrictQueues {
  /// True where there is none.
  let isEmpty: Bool
  /// The queue of each tenant's jobs.
  private let queues: [Int]
  private let isStrict: [Bool]
  /// True for tenants with a queue somewhere below them; nowhere where none is strict.
  let hasQueueBelow: [Bool]
  /// True for tenants in a strict queue, and for those above one.
  private let isConcerned: [Bool]
  /// The last walk that closed each queue.
  private var closedIn: [Int32]

  /// The strict queues of a world under a policy that visits jobs one by one; parents have lower
  /// indices than their children.
  init(_ world: World, _ policy: Policy, parents: [Int]) {
    let isRead = policy.cycle == nil && policy.keepsStrictQueues
    isStrict = world.tenants.ids.map { isRead && world.tenants.terms(of: $0).isStrict }
    isEmpty = !isStrict.contains(true)
    guard !isEmpty else {
      (queues, hasQueueBelow, isConcerned, closedIn) = ([], isStrict, [], [])
      return
    }
    var isQueue: [Bool] = world.tenants.ids.map(world.hasQueue)
    isQueue[Int(Tenants.root.index)] = true
    var queues: [Int] = []
    for (tenant, parent) in parents.enumerated() {
      queues.append(isQueue[tenant] ? tenant : queues[parent])
    }
    self.queues = queues
    hasQueueBelow = Books.spread(isQueue, parents: parents, columns: 1)
    let hasStrictBelow = Books.spread(isStrict, parents: parents, columns: 1)
    isConcerned = parents.indices.map { [isStrict] in isStrict[queues[$0]] || hasStrictBelow[$0] }
    closedIn = isStrict.map { _ in -1 }
  }

  /// True for a tenant whose jobs are all visited, or of which some below are: whether they can
  /// start or not, they may close a queue.
  func concern(_ tenant: Int) -> Bool { !isEmpty && isConcerned[tenant] }

  /// True for a tenant below which a walk visits nobody any more; jobs are of tenants without
  /// queues below them.
  func isClosed(_ tenant: Int, in walk: Int32) -> Bool {
    !isEmpty && closedIn[queues[tenant]] == walk && !hasQueueBelow[tenant]
  }

  /// Closes a tenant's queue for the rest of a walk, if it is strict.
  mutating func close(_ tenant: Int, in walk: Int32) {
    guard !isEmpty, isStrict[queues[tenant]] else { return }
    closedIn[queues[tenant]] = walk
  }
}
