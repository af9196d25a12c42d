/// Tells of jobs that wait under a walk over heads whether any could be served as things stand.
///
/// Who asks for more of the same fails where one fails: a few questions settle all rows of a queue.
struct HopelessHeads {
  private let part: any CyclePart
  private let state: QuotaState
  private let reclaimable: Reclaimable
  private let columns: QuotaColumns
  private let modelOfPool: [Int]
  private let now: SimTime
  /// The queue that is asked about, and what is known of it.
  private var node = -1
  private var known: [Known] = []

  private struct Known {
    var pools: UInt64
    var priority: Int32
    /// The most devices that were not hopeless, and the fewest that were.
    var most: Int32
    var least: Int32
  }

  init(_ part: any CyclePart, _ walk: HeadsWalk, modelOfPool: [Int], now: SimTime) {
    self.part = part
    // Not the queues: they change while this is asked.
    state = walk.state
    reclaimable = walk.reclaimable
    columns = walk.columns
    self.modelOfPool = modelOfPool
    self.now = now
  }

  /// True where a job of a queue waits whatever becomes of the others.
  mutating func contain(_ likeness: HeadQueue.Likeness, at node: Int) -> Bool {
    if node != self.node {
      self.node = node
      known.removeAll(keepingCapacity: true)
    }
    // Cores and memory come in any proportion.
    guard columns.resources.count == columns.models else { return isHopeless(likeness) }
    var index = known.startIndex
    while index < known.endIndex
      && (known[index].pools != likeness.pools || known[index].priority != likeness.priority)
    {
      index += 1
    }
    if index == known.endIndex {
      known.append(
        Known(pools: likeness.pools, priority: likeness.priority, most: -1, least: .max)
      )
    }
    if likeness.gpus <= known[index].most { return false }
    if likeness.gpus >= known[index].least { return true }
    let isHopeless = isHopeless(likeness)
    if isHopeless {
      known[index].least = likeness.gpus
    } else {
      known[index].most = likeness.gpus
    }
    return isHopeless
  }

  private func isHopeless(_ likeness: HeadQueue.Likeness) -> Bool {
    var claim = Holding(
      node: node,
      priority: Int(likeness.priority),
      submit: now,
      start: now,
      rank: 0,
      amounts: []
    )
    var seen = -1
    var bits = likeness.pools
    while bits != 0 {
      let model = modelOfPool[bits.trailingZeroBitCount]
      bits &= bits - 1
      guard model != seen else { continue }
      seen = model
      claim.amounts = columns.amounts(model: model) { likeness.amount(of: $0) }
      if part.mayServe(claim, in: state, reclaimable) { return false }
    }
    return true
  }
}
