internal import Allot

/// The order in which ``HeadsCycle`` deals with the nominated heads.
///
/// Classical: the height up to which a head borrows, priority, submit time. Fair: from the root
/// down, at each node the child whose head does not make it borrow what is asked for, then the
/// child with the smaller dominant share with its head included, then priority and submit time;
/// trees one after the other in the order of their roots. What is left settles the rank.
struct HeadsOrder {
  private let heads: [Holding]
  /// The heads that are left in classical order, the next one last.
  private var left: [Int] = []
  /// In fair order the head that is left of each node's own queue; else empty.
  private var own: [Int?] = []
  /// In fair order who wins below each node.
  private var winners: [Winner?] = []
  /// Where the head that was dealt with last is from: shares above it may have changed.
  private var last: Int?

  /// A head, and how the node that it has won stands with it.
  private struct Winner {
    var head: Int
    var share: DominantShare
    /// True where the node borrows something that the head asks for.
    var borrows: Bool
  }

  init(_ heads: [Holding], _ nominations: [Nomination], isFair: Bool, in state: inout QuotaState) {
    self.heads = heads
    let open = heads.indices.filter { nominations[$0].mode != .never }
    guard isFair else {
      left = open.sorted { a, b in
        let (x, y) = (nominations[a].borrowing, nominations[b].borrowing)
        return x != y ? x > y : heads[b].isMoreUrgent(than: heads[a])
      }
      return
    }
    own = Array(repeating: nil, count: state.tree.count)
    winners = Array(repeating: nil, count: state.tree.count)
    for head in open { own[heads[head].node] = head }
    for node in state.tree.childrenFirst { settle(node, &state) }
  }

  /// The head to deal with on the state as it is now, or nil where none is left.
  ///
  /// Since the last call the state has changed at the last head's node alone.
  mutating func next(_ state: inout QuotaState) -> Int? {
    guard !own.isEmpty else { return left.popLast() }
    while let node = last {
      settle(node, &state)
      last = state.tree.parents[node]
    }
    for root in state.tree.parents.indices where state.tree.parents[root] == nil {
      guard let winner = winners[root] else { continue }
      last = heads[winner.head].node
      own[heads[winner.head].node] = nil
      return winner.head
    }
    return nil
  }

  /// Finds out who wins below a node from who wins below its children.
  private mutating func settle(_ node: Int, _ state: inout QuotaState) {
    var best = own[node]
    if best == nil {
      var found: Winner?
      for child in state.tree.children[node] {
        guard let winner = winners[child] else { continue }
        if found.map({ wins(winner, over: $0) }) ?? true { found = winner }
      }
      best = found?.head
    }
    guard let best else {
      winners[node] = nil
      return
    }
    let head = heads[best]
    state.take(head)
    let borrows = head.amounts.contains {
      state.tree.isGoverned(node, $0.column) && state.tree.borrows(node, $0.column)
    }
    winners[node] = Winner(head: best, share: state.share(of: node), borrows: borrows)
    state.giveBack(head)
  }

  private func wins(_ a: Winner, over b: Winner) -> Bool {
    if a.borrows != b.borrows { return !a.borrows }
    let order = DominantShare.compare(a.share, b.share)
    return order != 0 ? order < 0 : heads[a.head].isMoreUrgent(than: heads[b.head])
  }
}
