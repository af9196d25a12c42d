internal import Allot

/// The order in which ``FairReclaim`` looks at queues: down from the root, the largest share first.
///
/// Queues that borrow nothing or have no candidates left, and inner nodes that borrow nothing, are
/// left out for good; the claimant's own queue and the nodes above it only once nothing is left
/// below.
struct FairQueueOrder {
  private let claimant: Int
  private let path: [Int]
  private var jobs: [[Int]]
  private var isDone: [Bool]

  /// `path` has the claimant's queue and the nodes above it.
  init(path: [Int], candidates: [Int], _ state: QuotaState) {
    self.path = path
    claimant = path[0]
    jobs = Array(repeating: [], count: state.tree.count)
    isDone = Array(repeating: false, count: state.tree.count)
    for candidate in candidates { jobs[state.holdings[candidate].node].append(candidate) }
    for node in jobs.indices { jobs[node].reverse() }
  }

  func hasJobs(_ queue: Int) -> Bool { !jobs[queue].isEmpty }

  /// Takes the next candidate of a queue that has one.
  mutating func pop(_ queue: Int) -> Int { jobs[queue].removeLast() }

  /// Leaves a queue out from now on.
  mutating func drop(_ queue: Int) { isDone[queue] = true }

  /// The next queue, or nil where none is left.
  mutating func next(_ state: QuotaState) -> Int? {
    guard let root = path.last, root != claimant else {
      return hasJobs(claimant) && !isDone[claimant] ? claimant : nil
    }
    while !isDone[root] {
      if let queue = next(below: root, state) { return queue }
    }
    return nil
  }

  private mutating func next(below node: Int, _ state: QuotaState) -> Int? {
    var best: (node: Int, share: DominantShare)?
    for child in state.tree.children[node] where !isDone[child] {
      let share = state.share(of: child)
      let isInner = !state.tree.children[child].isEmpty
      let isKept = share.isZero && path.contains(child)
      if (share.isZero && !isKept) || (!isInner && !hasJobs(child)) {
        isDone[child] = true
      } else if let found = best {
        if precedes(child, share, found.node, found.share, state) { best = (child, share) }
      } else {
        best = (child, share)
      }
    }
    guard let best else {
      isDone[node] = true
      return nil
    }
    return state.tree.children[best.node].isEmpty ? best.node : next(below: best.node, state)
  }

  private func precedes(
    _ a: Int,
    _ aShare: DominantShare,
    _ b: Int,
    _ bShare: DominantShare,
    _ state: QuotaState
  ) -> Bool {
    let order = DominantShare.compare(aShare, bShare)
    if order != 0 { return order > 0 }
    let isInner = !state.tree.children[a].isEmpty
    if isInner != !state.tree.children[b].isEmpty { return isInner }
    guard !isInner, let first = jobs[a].last, let second = jobs[b].last else { return false }
    return state.precedes(first, second, claimant: claimant)
  }
}
