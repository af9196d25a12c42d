internal import Allot

/// The order in which ``HeadsCycle`` deals with the nominated heads.
///
/// Classical: the height up to which a head borrows, priority, submit time. Fair: from the root
/// down, at each node the child whose head does not make it borrow what is asked for, then the
/// child with the smaller dominant share with its head included, then priority and submit time;
/// trees one after the other in the order of their roots. What is left settles the rank.
struct HeadsOrder {
  private let heads: [Holding]
  private let nominations: [Nomination]
  private let isFair: Bool
  /// The heads that are left; in classical order the next one is last.
  private var left: [Int]

  init(_ heads: [Holding], _ nominations: [Nomination], isFair: Bool) {
    self.heads = heads
    self.nominations = nominations
    self.isFair = isFair
    left = heads.indices.filter { nominations[$0].mode != .never }
    if !isFair {
      left.sort { a, b in
        let (x, y) = (nominations[a].borrowing, nominations[b].borrowing)
        return x != y ? x > y : heads[b].isMoreUrgent(than: heads[a])
      }
    }
  }

  /// The head to deal with on the state as it is now, or nil where none is left.
  mutating func next(_ state: QuotaState) -> Int? {
    guard isFair else { return left.popLast() }
    guard
      let root = state.tree.parents.indices.first(where: { node in
        state.tree.parents[node] == nil
          && left.contains { isBelow(heads[$0].node, node, state.tree) }
      })
    else { return nil }
    guard let winner = winner(below: root, state) else { return nil }
    left.removeAll { $0 == winner }
    return winner
  }

  private func isBelow(_ node: Int, _ root: Int, _ tree: QuotaTree) -> Bool {
    node == root || tree.ancestors(of: node).last == root
  }

  /// The head that wins the tournament below a node.
  private func winner(below node: Int, _ state: QuotaState) -> Int? {
    if let own = left.first(where: { heads[$0].node == node }) { return own }
    var best: (head: Int, share: DominantShare)?
    for child in state.tree.children[node] {
      guard let head = winner(below: child, state) else { continue }
      var with = state
      with.take(heads[head])
      let share = with.share(of: child)
      guard let found = best else {
        best = (head, share)
        continue
      }
      if wins(head, share, over: found.head, found.share) { best = (head, share) }
    }
    return best?.head
  }

  private func wins(
    _ a: Int,
    _ aShare: DominantShare,
    over b: Int,
    _ bShare: DominantShare
  ) -> Bool {
    let aBorrows = heads[a].uses(aShare.borrowed)
    if aBorrows != heads[b].uses(bShare.borrowed) { return !aBorrows }
    let order = DominantShare.compare(aShare, bShare)
    return order != 0 ? order < 0 : heads[a].isMoreUrgent(than: heads[b])
  }
}
