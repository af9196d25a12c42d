/// New keys for jobs that wait, where an order reads how long they have waited.
extension JobBlocks {
  /// Gives every job of a tree a new key.
  package mutating func rekey(_ root: inout Int32, _ key: (ID<Job>) -> Int64) {
    var last = WaitingJob.Rank.first
    if renew(Int(root), key, &last) { return }
    var all = self.all(of: root)
    discardAll(root)
    all.sort(by: <)
    root = Self.none
    for job in all { insert(job, root: &root) }
  }

  /// Writes the new keys below a block; false if its blocks are no longer in order.
  private mutating func renew(
    _ block: Int,
    _ key: (ID<Job>) -> Int64,
    _ last: inout WaitingJob.Rank
  ) -> Bool {
    let base = block * Self.width
    var isOrdered = true
    if heights[block] > 0 {
      for slot in base..<base + Int(counts[block]) where !renew(Int(children[slot]), key, &last) {
        isOrdered = false
      }
      lows[block] = lows[Int(children[base])]
      return isOrdered
    }
    var low = WaitingJob.Rank.end
    var high = WaitingJob.Rank.first
    var lanes = used[block]
    while lanes != 0 {
      let slot = base + lanes.trailingZeroBitCount
      lanes &= lanes - 1
      jobs[slot].key = key(jobs[slot].job)
      low = min(low, jobs[slot].rank)
      high = max(high, jobs[slot].rank)
    }
    isOrdered = last < low
    lows[block] = low
    last = high
    return isOrdered
  }

  /// The jobs of a tree, block by block.
  func all(of root: Int32) -> [WaitingJob] {
    let base = Int(root) * Self.width
    if heights[Int(root)] > 0 {
      return children[base..<base + Int(counts[Int(root)])].flatMap { all(of: $0) }
    }
    var jobs: [WaitingJob] = []
    forEachSlot(of: Int(root)) { jobs.append(self.jobs[$0]) }
    return jobs
  }

  /// Takes a tree apart.
  private mutating func discardAll(_ block: Int32) {
    let base = Int(block) * Self.width
    if heights[Int(block)] > 0 {
      for slot in base..<base + Int(counts[Int(block)]) { discardAll(children[slot]) }
    }
    discard(block)
  }
}
