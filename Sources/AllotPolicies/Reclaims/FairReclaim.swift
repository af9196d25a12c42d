public import Allot

/// Preemption for quota from whoever has the largest dominant share.
///
/// The claimant's request counts as held. Again and again the tree is gone down from the root to
/// the child with the largest share (at a tie to the inner node, then to the queue whose next job
/// is tried first). In the claimant's own queue the next job is taken. Elsewhere it is taken
/// without a test while the claimant's queue stays within its quota, else where a strategy allows
/// it; shares are compared at the two nodes just below the lowest one above both. What the first
/// strategy refuses is tried with the second, one job of each queue. In the end jobs are let stay,
/// last first, as far as the request still fits.
///
/// Source: kubernetes-sigs/kueue at ff69552e, fair preemption with its gates at their defaults.
public struct FairReclaim: Sendable {
  /// When a job of another queue may be taken.
  public enum Strategy: String, Sendable, CaseIterable {
    /// The claimant's share with the request is at most the other's without the job.
    case atMostFinalShare = "LessThanOrEqualToFinalShare"
    /// The claimant's share with the request is less than the other's with the job.
    case lessThanInitialShare = "LessThanInitialShare"
  }

  /// The strategies that may stand together, by their names in policy files.
  public static let choices: [(word: String, strategies: [Strategy])] = [
    ("final-then-initial-share", [.atMostFinalShare, .lessThanInitialShare]),
    ("final-share", [.atMostFinalShare]),
    ("initial-share", [.lessThanInitialShare]),
  ]

  /// The rights of each node of the tree.
  public var rights: PreemptionRights.Table
  /// The strategies, at most two; the second is always ``Strategy/lessThanInitialShare``.
  public var strategies: [Strategy]

  /// The name of the strategies in policy files.
  var strategiesWord: String {
    Self.choices.first { $0.strategies == strategies }?.word ?? ""
  }

  /// Reclaim under the rights of each node.
  public init(
    rights: PreemptionRights.Table,
    strategies: [Strategy] = choices[0].strategies
  ) {
    self.rights = rights
    self.strategies = strategies
  }

  /// The jobs that must leave so that a request fits; empty where no set does.
  ///
  /// `contested` are the columns of which there is not enough. The state is left as it was.
  public func victims(
    for claim: Holding,
    contested: [Int],
    in state: inout QuotaState
  ) -> [QuotaVictim] {
    let candidates = candidates(for: claim, contested, state)
    guard !candidates.isEmpty else { return [] }
    var search = FairVictimSearch(
      claim: claim,
      contested: contested,
      candidates: candidates,
      state.tree
    )
    state.take(claim)
    let suffices =
      search.takeByFirst(strategies[0], in: &state)
      || (strategies.count > 1 && search.takeBySecond(in: &state))
    state.giveBack(claim)
    guard suffices else {
      state.restore(search.taken)
      return []
    }
    return state.addingBack(search.taken, for: claim, mayBorrow: true)
  }

  /// Whom the claimant may take at all, of each queue in the order in which they are tried.
  private func candidates(
    for claim: Holding,
    _ contested: [Int],
    _ state: QuotaState
  ) -> [Int] {
    let own = rights[claim.node]
    var found: [Int] = []
    func add(_ node: Int, _ whom: PreemptionRights.Whom) {
      for holding in state.holdings(at: node).reversed()
      where whom.allows(state.holdings[holding], for: claim, contested: contested) {
        found.append(holding)
      }
    }
    add(claim.node, own.ownQueue)
    let root = state.tree.root(of: claim.node)
    for node in 0..<state.tree.count
    where node != claim.node && !state.isWithinQuota(node, contested)
      && state.tree.root(of: node) == root
    {
      add(node, own.otherQueues)
    }
    return state.couldFit(claim, without: found) ? found : []
  }
}
