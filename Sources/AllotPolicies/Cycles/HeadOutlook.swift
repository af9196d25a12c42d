internal import Allot

/// What a head of ``HeadsCycle`` may hope for on a state, told before any victims are sought.
struct HeadOutlook {
  private let head: Holding
  private let isFair: Bool
  private let rights: PreemptionRights

  /// The state is no part of it: who keeps one copies it.
  init(_ head: Holding, isFair: Bool, _ rights: PreemptionRights) {
    self.head = head
    self.isFair = isFair
    self.rights = rights
  }

  /// False where no victims free enough of a column for the head, which contests it alone or with
  /// others; then it is false for more units, too.
  func mayHave(
    _ amount: Holding.Amount,
    isAlone: Bool,
    in state: QuotaState,
    _ reclaimable: Reclaimable
  ) -> Bool {
    var missing = amount.units - state.tree.available(to: head.node, amount.column)
    if missing <= 0 { return true }
    let ownVictims = mostOfOwn(amount.column, state)
    missing -= ownVictims
    if missing <= 0 { return true }
    guard rights.otherQueues != .never else { return false }
    return missing
      <= mostOfOthers(amount, isAlone: isAlone, besides: ownVictims, in: state, reclaimable)
  }

  /// The most that its own queue may lose to the head.
  private func mostOfOwn(_ column: Int, _ state: QuotaState) -> Int64 {
    let lowest = state.lowestPriority(at: head.node)
    let mayTake =
      switch rights.ownQueue {
      case .never: false
      case .lowerPriority: lowest < head.priority
      case .lowerOrNewerEqual: lowest <= head.priority
      case .any: true
      }
    return mayTake ? state.tree.usage(of: head.node, column) : 0
  }

  /// The most that other queues may lose to the head, from its parent's children up to the root's.
  private func mostOfOthers(
    _ amount: Holding.Amount,
    isAlone: Bool,
    besides ownVictims: Int64,
    in state: QuotaState,
    _ reclaimable: Reclaimable
  ) -> Int64 {
    let (tree, column) = (state.tree, amount.column)
    let borrows = tree.borrows(head.node, column, with: amount.units)
    let search = search(isAlone: isAlone, columns: tree.columns)
    var rest = amount.units
    var (at, sum) = (head.node, Int64(0))
    // While it borrows itself, only what is nearer than the quota that covers it is taken, unless
    // its rights say otherwise. It may not borrow any more once victims of its own queue have left.
    let borrowsAtLeast = tree.borrows(head.node, column, with: amount.units - ownVictims)
    var isNearer = !isAlone || isFair || rights.whileBorrowing != nil || !borrowsAtLeast
    while let parent = tree.parents[at] {
      isNearer = isNearer || !tree.borrows(at, column, with: rest)
      let most = reclaimable.most(below: parent, except: at, column, search)
      if isNearer && most > 0 {
        sum +=
          isFair && isAlone && borrows
          ? reclaimable.most(
            beside: at,
            parent,
            column,
            with: rest - sum - ownVictims,
            search,
            in: state
          ) : most
      }
      rest = max(0, rest - tree.keptAndFree(at: at, column))
      at = parent
    }
    return sum
  }

  private func search(isAlone: Bool, columns: Int) -> Reclaimable.Search {
    // The fair search goes on with who borrows of any column.
    guard isAlone, !isFair || columns == 1 else { return .ofBorrowers }
    guard rights.otherQueues == .any else { return .downToQuota }
    return isFair || rights.whileBorrowing != nil ? .downToQuota : .inOrder
  }
}

extension Reclaimable {
  /// The most that a fair search frees below the siblings of a node above the head that holds so
  /// much more: a strategy takes only from those whose share is at least the node's.
  fileprivate func most(
    beside node: Int,
    _ parent: Int,
    _ column: Int,
    with rest: Int64,
    _ search: Search,
    in state: QuotaState
  ) -> Int64 {
    let tree = state.tree
    var more = Array(repeating: Int64(0), count: tree.columns)
    more[column] = rest
    let own = tree.dominantShare(
      of: node,
      weight: state.weights[node],
      resources: state.resources,
      with: more
    )
    var sum: Int64 = 0
    for other in tree.children[parent] where other != node {
      let most = most(of: other, column, search)
      guard most > 0, DominantShare.compare(own, state.share(of: other)) <= 0 else { continue }
      sum += tree.columns == 1 ? self.most(of: other, downTo: own, in: state) : most
    }
    return sum
  }
}
