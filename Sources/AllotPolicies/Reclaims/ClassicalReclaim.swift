public import Allot

/// Preemption for quota by nearness in the tree and urgency.
///
/// From the claimant's queue up to the root: what its request leaves over once each node's own
/// quota is used decides from where on the claimant has the nearer right to what others borrow
/// (such jobs may be taken whatever their priority allows), and where it has not. Jobs are taken
/// only from nodes that hold more than their quota of something contested, looked at again as
/// others go. Victims are taken in the order of `QuotaState.precedes` until the request fits, then
/// let stay, last first, as far as it still fits.
///
/// Source: kubernetes-sigs/kueue at ff69552e, classical preemption.
public struct ClassicalReclaim: Sendable {
  /// The rights of each node of the tree.
  public var rights: PreemptionRights.Table

  /// Reclaim under the rights of each node.
  public init(rights: PreemptionRights.Table) {
    self.rights = rights
  }

  private enum Variant {
    case inQueue, nearer, withoutBorrowing, whileBorrowing

    var reason: QuotaVictim.Reason {
      switch self {
      case .inQueue: .inQueue
      case .nearer, .withoutBorrowing: .reclaimed
      case .whileBorrowing: .reclaimedWhileBorrowing
      }
    }
  }

  private struct Candidate {
    var holding: Int
    var variant: Variant
    /// The lowest node above both the candidate's queue and the claimant's.
    var common: Int
  }

  /// The jobs that must leave so that a request fits; empty where no set does.
  ///
  /// `contested` are the columns of which there is not enough. The state is left as it was.
  public func victims(
    for claim: Holding,
    contested: [Int],
    in state: inout QuotaState
  ) -> [QuotaVictim] {
    let own = ownCandidates(claim, contested, state)
    let (nearer, others) = foreignCandidates(claim, contested, state)
    let all = [own, nearer, others].joined().lazy.map(\.holding)
    guard state.couldFit(claim, without: all) else { return [] }
    let lists = [nearer, others, own].map { list in
      list.sorted { state.precedes($0.holding, $1.holding, claimant: claim.node) }
    }
    let holdings = state.holdings
    let order =
      lists.flatMap { $0.filter { holdings[$0.holding].isLeaving } }
      + lists.flatMap { $0.filter { !holdings[$0.holding].isLeaving } }
    let mayBorrowFromOthers = rights[claim.node].whileBorrowing != nil
    let isUnderQuota = !contested.contains {
      state.tree.usage(of: claim.node, $0) >= state.tree.quota(of: claim.node, $0).nominal
    }
    let attempts: [Bool]
    if (nearer.isEmpty && others.isEmpty) || (!mayBorrowFromOthers && !isUnderQuota) {
      attempts = [true]
    } else if !mayBorrowFromOthers && nearer.isEmpty {
      attempts = [false, true]
    } else {
      attempts = [true, false]
    }
    for mayBorrow in attempts {
      let victims = attempt(order, claim, contested, mayBorrow: mayBorrow, in: &state)
      if !victims.isEmpty { return victims }
    }
    return []
  }

  private func attempt(
    _ candidates: [Candidate],
    _ claim: Holding,
    _ contested: [Int],
    mayBorrow: Bool,
    in state: inout QuotaState
  ) -> [QuotaVictim] {
    var taken: [QuotaVictim] = []
    for candidate in candidates
    where isStillTakeable(candidate, claim, contested, mayBorrow: mayBorrow, state) {
      state.remove(candidate.holding)
      taken.append(QuotaVictim(holding: candidate.holding, reason: candidate.variant.reason))
      if state.fits(claim, mayBorrow: mayBorrow) {
        return state.addingBack(taken, for: claim, mayBorrow: mayBorrow)
      }
    }
    state.restore(taken)
    return []
  }

  private func isStillTakeable(
    _ candidate: Candidate,
    _ claim: Holding,
    _ contested: [Int],
    mayBorrow: Bool,
    _ state: QuotaState
  ) -> Bool {
    if candidate.variant == .inQueue { return true }
    if mayBorrow && candidate.variant == .withoutBorrowing { return false }
    var at: Int? = state.holdings[candidate.holding].node
    while let node = at, node != candidate.common {
      if state.isWithinQuota(node, contested) { return false }
      at = state.tree.parents[node]
    }
    return true
  }

  private func ownCandidates(
    _ claim: Holding,
    _ contested: [Int],
    _ state: QuotaState
  ) -> [Candidate] {
    state.holdings(at: claim.node).filter {
      rights[claim.node].ownQueue.allows(state.holdings[$0], for: claim, contested: contested)
    }
    .map { Candidate(holding: $0, variant: .inQueue, common: claim.node) }
  }

  /// Jobs of other queues to which the claimant has the nearer right, and the others.
  private func foreignCandidates(
    _ claim: Holding,
    _ contested: [Int],
    _ state: QuotaState
  ) -> (nearer: [Candidate], others: [Candidate]) {
    guard rights[claim.node].otherQueues != .never else { return ([], []) }
    var nearer: [Candidate] = []
    var others: [Candidate] = []
    var rest = claim.amounts
    var isNearer = absorb(&rest, at: claim.node, state.tree)
    var below = claim.node
    for common in state.tree.ancestors(of: claim.node) {
      var found: [Int] = []
      collect(below: common, except: below, contested, state, into: &found)
      for holding in found {
        let job = state.holdings[holding]
        guard rights[claim.node].otherQueues.allows(job, for: claim, contested: contested)
        else { continue }
        let variant = isNearer ? Variant.nearer : variant(of: job, claim)
        let candidate = Candidate(holding: holding, variant: variant, common: common)
        if isNearer { nearer.append(candidate) } else { others.append(candidate) }
      }
      isNearer = absorb(&rest, at: common, state.tree) || isNearer
      below = common
    }
    return (nearer, others)
  }

  private func variant(of job: Holding, _ claim: Holding) -> Variant {
    guard let rule = rights[claim.node].whileBorrowing, job.priority < claim.priority else {
      return .withoutBorrowing
    }
    let isTooUrgent = rule.highestPriority.map { job.priority > $0 } ?? false
    return isTooUrgent ? .withoutBorrowing : .whileBorrowing
  }

  /// Takes from a request what a node keeps to itself; true where the node's quota covers all of
  /// it.
  private func absorb(_ rest: inout [Holding.Amount], at node: Int, _ tree: QuotaTree) -> Bool {
    let fits = rest.allSatisfy { !tree.borrows(node, $0.column, with: $0.units) }
    for index in rest.indices {
      let kept = tree.keptAndFree(at: node, rest[index].column)
      rest[index].units = max(0, rest[index].units - kept)
    }
    return fits
  }

  /// The jobs below a node in subtrees that hold more than their quota.
  private func collect(
    below node: Int,
    except skipped: Int,
    _ contested: [Int],
    _ state: QuotaState,
    into found: inout [Int]
  ) {
    for child in state.tree.children[node] where child != skipped {
      guard !state.isWithinQuota(child, contested) else { continue }
      found += state.holdings(at: child)
      collect(below: child, except: skipped, contested, state, into: &found)
    }
  }
}

extension PreemptionRights.Whom {
  /// True where a job may be preempted for a request that contests some of what it holds.
  func allows(_ job: Holding, for claim: Holding, contested: [Int]) -> Bool {
    guard job.uses(contested) else { return false }
    return switch self {
    case .never: false
    case .any: true
    case .lowerPriority: job.priority < claim.priority
    case .lowerOrNewerEqual:
      job.priority < claim.priority
        || (job.priority == claim.priority && claim.submit < job.submit)
    }
  }
}
