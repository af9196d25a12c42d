/// New keys for jobs that wait, where an order reads how long they have waited.
extension JobBlocks {
  /// Gives every job of a tree a new key.
  package mutating func rekey(_ root: inout Int32, _ key: (ID<Job>) -> Int64) {
    var last = WaitingJob.Rank.first
    if renew(Int(root), key, &last) { return }
    var all: [WaitingJob] = []
    drain(root, into: &all)
    all.sort(by: <)
    root = Self.none
    for job in all { insert(job, root: &root) }
  }

  /// Writes the new keys below a block; false if the jobs are no longer in order.
  private mutating func renew(
    _ block: Int,
    _ key: (ID<Job>) -> Int64,
    _ last: inout WaitingJob.Rank
  ) -> Bool {
    let base = block * Self.width
    var isOrdered = true
    for slot in base..<base + Int(counts[block]) {
      if heights[block] > 0 {
        if !renew(Int(children[slot]), key, &last) { isOrdered = false }
      } else {
        jobs[slot].key = key(jobs[slot].job)
        if jobs[slot].rank < last { isOrdered = false }
        last = jobs[slot].rank
      }
    }
    lows[block] = heights[block] == 0 ? jobs[base].rank : lows[Int(children[base])]
    return isOrdered
  }

  /// Takes a tree apart.
  private mutating func drain(_ block: Int32, into all: inout [WaitingJob]) {
    let base = Int(block) * Self.width
    for slot in base..<base + Int(counts[Int(block)]) {
      if heights[Int(block)] > 0 {
        drain(children[slot], into: &all)
      } else {
        all.append(jobs[slot])
      }
    }
    discard(block)
  }
}
