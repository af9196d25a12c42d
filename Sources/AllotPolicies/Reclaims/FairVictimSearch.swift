internal import Allot

/// The search of ``FairReclaim`` for victims: which queue is next, and which of its jobs.
struct FairVictimSearch {
  let claim: Holding
  let contested: [Int]
  /// What is taken so far, in that order.
  private(set) var taken: [QuotaVictim] = []
  /// Candidates that the first strategy refused, in the order of their refusal.
  private var refused: [Int] = []
  private var waiting: [Int]
  /// The claimant's queue and the nodes above it.
  private let path: [Int]

  init(claim: Holding, contested: [Int], candidates: [Int], _ tree: QuotaTree) {
    path = [claim.node] + tree.ancestors(of: claim.node)
    self.claim = claim
    self.contested = contested
    waiting = candidates
  }

  /// Takes victims while the first strategy allows it; true once the request fits.
  mutating func takeByFirst(_ strategy: FairReclaim.Strategy, in state: inout QuotaState) -> Bool {
    var order = FairQueueOrder(path: path, candidates: waiting, state)
    let isWithinQuota = state.isWithinQuota(claim.node, contested)
    while let queue = order.next(state) {
      if queue == claim.node {
        if take(order.pop(queue), .inQueue, in: &state) { return true }
      } else if isWithinQuota {
        if take(order.pop(queue), .reclaimed, in: &state) { return true }
      } else {
        let (own, other) = nodesBelowCommon(queue, state.tree)
        let share = state.share(of: own)
        let before = state.share(of: other)
        while order.hasJobs(queue) {
          let job = order.pop(queue)
          guard allows(strategy, share, before: before, job, of: other, in: &state) else {
            refused.append(job)
            continue
          }
          if take(job, .fairSharing, in: &state) { return true }
          break
        }
      }
    }
    return false
  }

  /// Takes one more of each queue whose share is larger than the claimant's; true once the request
  /// fits.
  mutating func takeBySecond(in state: inout QuotaState) -> Bool {
    var order = FairQueueOrder(path: path, candidates: refused, state)
    while let queue = order.next(state) {
      let (own, other) = nodesBelowCommon(queue, state.tree)
      let isLess = DominantShare.compare(state.share(of: own), state.share(of: other)) < 0
      let job = order.pop(queue)
      if isLess && take(job, .fairSharing, in: &state) { return true }
      order.drop(queue)
    }
    return false
  }

  private func allows(
    _ strategy: FairReclaim.Strategy,
    _ share: DominantShare,
    before: DominantShare,
    _ job: Int,
    of other: Int,
    in state: inout QuotaState
  ) -> Bool {
    switch strategy {
    case .lessThanInitialShare: return DominantShare.compare(share, before) < 0
    case .atMostFinalShare:
      state.remove(job)
      let after = state.share(of: other)
      state.putBack(job)
      return DominantShare.compare(share, after) <= 0
    }
  }

  private mutating func take(
    _ job: Int,
    _ reason: QuotaVictim.Reason,
    in state: inout QuotaState
  ) -> Bool {
    state.remove(job)
    taken.append(QuotaVictim(holding: job, reason: reason))
    state.giveBack(claim)
    let fits = state.fits(claim)
    state.take(claim)
    return fits
  }

  /// The two nodes just below the lowest node that stands above both the claimant and a queue.
  private func nodesBelowCommon(_ queue: Int, _ tree: QuotaTree) -> (own: Int, other: Int) {
    var other = queue
    while let parent = tree.parents[other] {
      if let place = path.firstIndex(of: parent) { return (path[place - 1], other) }
      other = parent
    }
    preconditionFailure("candidates stand below the claimant's root")
  }
}
