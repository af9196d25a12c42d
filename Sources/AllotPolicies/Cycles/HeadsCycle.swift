public import Allot

/// One round of decisions about the first waiting job of every queue, as Kueue makes them.
///
/// Every head is nominated on the state at the start: it fits, or fits once victims have left, or
/// does not. Then heads are dealt with one after the other on a state that each of them changes:
///
/// - what fits is admitted, what fits without its victims preempts them, and both hold their
///   request for the rest of the cycle;
/// - what would fit only without victims of an earlier head looks for others;
/// - what finds no victims reserves what is free of its quota (or may still be borrowed) for the
///   rest of the cycle, unless its queue may take back its quota from anybody at any time.
///
/// Source: kubernetes-sigs/kueue at ff69552e, the scheduler's cycle for workloads with one flavor.
///
/// In replays rights are the same for every queue that has none of its own.
public struct HeadsCycle: CyclePart {
  /// In which order heads are dealt with, and how victims are chosen.
  public enum Rule: Sendable {
    /// By how far up the tree a head has to borrow, then priority, then submit time.
    case classical(ClassicalReclaim)
    /// By tournaments of dominant shares, begun anew after each head.
    case fair(FairReclaim)

    var rights: PreemptionRights.Table {
      switch self {
      case .classical(let reclaim): reclaim.rights
      case .fair(let reclaim): reclaim.rights
      }
    }

    var isFair: Bool {
      if case .fair = self { return true }
      return false
    }

    /// The rights of a node: its own, or the rule's.
    func rights(of node: Int, _ state: QuotaState) -> PreemptionRights {
      (state.rights.isEmpty ? nil : state.rights[node]) ?? rights[node]
    }

    /// The rule in which nodes that have rights of their own have those.
    func with(_ own: [PreemptionRights?]) -> Rule {
      switch self {
      case .classical(var reclaim):
        reclaim.rights = reclaim.rights.with(own)
        return .classical(reclaim)
      case .fair(var reclaim):
        reclaim.rights = reclaim.rights.with(own)
        return .fair(reclaim)
      }
    }
  }

  /// The order of heads and the choice of victims.
  public var rule: Rule
  /// The time between checkpoints, or nil where there are none.
  public var checkpoint: SimDuration?
  /// True where a head that has its quota holds it while it waits for nodes, as in Kueue without
  /// topology-aware scheduling.
  public var admitsByQuotaAlone: Bool

  /// A cycle under a rule.
  public init(_ rule: Rule, checkpoint: SimDuration? = nil, admitsByQuotaAlone: Bool = false) {
    self.rule = rule
    self.checkpoint = checkpoint
    self.admitsByQuotaAlone = admitsByQuotaAlone
  }

  /// `classical` or `fair`.
  public var name: String { rule.isFair ? "fair" : "classical" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    let rights = rule.rights[0]
    let usual = [
      PolicySetting("own_queue", .word(rights.ownQueue.word)),
      PolicySetting("other_queues", .word(rights.otherQueues.word)),
      PolicySetting("while_borrowing", rights.whileBorrowing.map { .word($0.word) }),
      PolicySetting("checkpoint", checkpoint.map { .duration($0) }),
      PolicySetting("admission", .word(admitsByQuotaAlone ? "quota" : "place")),
    ]
    guard case .fair(let reclaim) = rule else { return usual }
    return usual + [PolicySetting("strategies", .word(reclaim.strategiesWord))]
  }

  /// Decides about heads, one of each queue at most, in the order in which they are dealt with.
  ///
  /// Afterwards the state holds what was admitted, but not in `QuotaState.holdings`, and what was
  /// reserved: it serves for this cycle only.
  public func decide(
    _ heads: [Holding],
    in state: inout QuotaState,
    _ reclaimable: Reclaimable
  ) -> [HeadDecision] {
    guard state.rights.isEmpty else {
      return HeadsCycle(rule.with(state.rights)).decideByRule(heads, in: &state, reclaimable)
    }
    return decideByRule(heads, in: &state, reclaimable)
  }

  /// False where a head waits whatever becomes of the others; told before victims are sought.
  public func mayServe(
    _ head: Holding,
    in state: QuotaState,
    _ reclaimable: Reclaimable
  ) -> Bool {
    let outlook = outlook(of: head, state)
    let isAlone = head.amounts.count == 1
    return head.amounts.allSatisfy {
      outlook.mayHave($0, isAlone: isAlone, in: state, reclaimable)
    }
  }

  private func outlook(of head: Holding, _ state: QuotaState) -> HeadOutlook {
    HeadOutlook(head, isFair: rule.isFair, rule.rights(of: head.node, state))
  }

  /// True in the classical order, which compares heads one by one, for who reserves nothing.
  public func ignores(hopeless head: Holding, in state: QuotaState) -> Bool {
    !rule.isFair && rule.rights(of: head.node, state).otherQueues == .any
  }

  private func decideByRule(
    _ heads: [Holding],
    in state: inout QuotaState,
    _ reclaimable: Reclaimable
  ) -> [HeadDecision] {
    var nominations = heads.map { nominate($0, reclaimable, in: &state) }
    var order = HeadsOrder(heads, nominations, isFair: rule.isFair, in: &state)
    var decisions = nominations.indices.filter { nominations[$0].mode == .never }
      .map { HeadDecision(head: $0, .waits) }
    var leaving: [QuotaVictim] = []
    while let index = order.next(&state) {
      let outcome = process(heads[index], &nominations[index], &leaving, in: &state)
      decisions.append(HeadDecision(head: index, outcome))
    }
    return decisions
  }

  // MARK: Nomination

  /// What a head may expect on a state.
  ///
  /// `reclaimable` is a bound of the same state, or nil where it is not known.
  func nominate(
    _ head: Holding,
    _ reclaimable: Reclaimable?,
    in state: inout QuotaState
  ) -> Nomination {
    var nomination = Nomination()
    for amount in head.amounts {
      guard amount.units <= state.tree.potentiallyAvailable(to: head.node, amount.column) else {
        return Nomination(mode: .never)
      }
      let subtree = state.tree.lowestSubtree(covering: amount.units, at: head.node, amount.column)
      if amount.units <= state.tree.available(to: head.node, amount.column) {
        nomination.borrowing = max(nomination.borrowing, subtree.height)
        continue
      }
      let nominal = state.tree.quota(of: head.node, amount.column).nominal
      guard amount.units <= nominal || subtree.isPart || mayPreemptWhileBorrowing(head.node) else {
        return Nomination(mode: .never)
      }
      nomination.mode = .preempt
      nomination.contested.append(amount.column)
      var claim = head
      claim.amounts = [amount]
      let isPossible =
        reclaimable.map {
          outlook(of: head, state).mayHave(amount, isAlone: true, in: state, $0)
        } ?? true
      nomination.victims =
        isPossible ? victims(for: claim, contested: [amount.column], in: &state) : []
      // How far up it would borrow once victims for this column alone have left.
      let height =
        nomination.victims.isEmpty
        ? subtree.height
        : state.without(nomination.victims) { state in
          state.tree.lowestSubtree(covering: amount.units, at: head.node, amount.column).height
        }
      nomination.borrowing = max(nomination.borrowing, height)
    }
    if nomination.mode == .preempt && head.amounts.count > 1 {
      let isPossible = reclaimable.map { mayServe(head, in: state, $0) } ?? true
      nomination.victims =
        isPossible ? victims(for: head, contested: nomination.contested, in: &state) : []
    }
    return nomination
  }

  private func mayPreemptWhileBorrowing(_ node: Int) -> Bool {
    rule.rights[node].whileBorrowing != nil
      || (rule.isFair && rule.rights[node].otherQueues != .never)
  }

  private func victims(
    for claim: Holding,
    contested: [Int],
    in state: inout QuotaState
  ) -> [QuotaVictim] {
    switch rule {
    case .classical(let reclaim): reclaim.victims(for: claim, contested: contested, in: &state)
    case .fair(let reclaim): reclaim.victims(for: claim, contested: contested, in: &state)
    }
  }

  // MARK: Processing

  private func process(
    _ head: Holding,
    _ nomination: inout Nomination,
    _ leaving: inout [QuotaVictim],
    in state: inout QuotaState
  ) -> HeadDecision.Outcome {
    let isOverlapping = nomination.victims.contains { victim in
      leaving.contains { $0.holding == victim.holding }
    }
    if isOverlapping {
      nomination = state.without(leaving) { state in nominate(head, nil, in: &state) }
      if nomination.mode == .never { return .waits }
      if nomination.mode == .fits {
        state.take(head)
        return .deferred
      }
    }
    if nomination.mode == .preempt && nomination.victims.isEmpty {
      reserve(head, nomination, in: &state)
      return .waits
    }
    let fits = state.without(leaving + nomination.victims) { state in state.fits(head) }
    guard fits else { return .deferred }
    leaving += nomination.victims
    state.take(head)
    return nomination.mode == .fits ? .admitted : .preempts(nomination.victims)
  }

  private func reserve(_ head: Holding, _ nomination: Nomination, in state: inout QuotaState) {
    guard rule.rights[head.node].otherQueues != .any else { return }
    var reserved = head
    for index in head.amounts.indices {
      let amount = head.amounts[index]
      let quota = state.tree.quota(of: head.node, amount.column)
      let used = state.tree.usage(of: head.node, amount.column)
      if nomination.borrowing == 0 {
        reserved.amounts[index].units = max(0, min(amount.units, quota.nominal - used))
      } else if let borrowing = quota.borrowing {
        reserved.amounts[index].units = min(amount.units, quota.nominal + borrowing - used)
      }
    }
    state.take(reserved)
  }
}

/// What a head may expect on the state at the start of a cycle.
struct Nomination {
  enum Mode {
    case fits, preempt, never
  }

  var mode = Mode.fits
  /// The height of the lowest subtree whose quota covers the request; zero within its own quota.
  var borrowing = 0
  /// The columns of which there is not enough.
  var contested: [Int] = []
  var victims: [QuotaVictim] = []
}
