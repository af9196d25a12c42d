/// The running jobs of a pool in the order of a time: when their limits end, or when they started.
///
/// A shadow is a scan from the front of the ends, and a search for victims one from the back of the
/// starts. The order is kept in blocks, so that insert and remove move a few dozen entries however
/// many jobs run.
package struct TimedJobs: BidirectionalCollection, Sendable {
  /// A running job and its time.
  package struct Entry: Sendable, Equatable {
    /// The time that orders it.
    package var time: SimTime
    /// The job.
    package var job: ID<Job>
    /// Its devices.
    package var gpus: Int32

    static func < (a: Entry, b: Entry) -> Bool {
      a.time != b.time ? a.time < b.time : a.job < b.job
    }
  }

  private static let width = 32

  /// The blocks one behind the other, earliest time first, ties by trace position; each begins at a
  /// multiple of the width and has room for that many entries.
  private var slots: [Entry] = []
  /// The entries of each block, at least one.
  private var counts: [Int] = []

  /// No running jobs.
  package init() {}

  // MARK: A collection whose indices are slots

  package var startIndex: Int { 0 }
  package var endIndex: Int { slots.count }
  package subscript(slot: Int) -> Entry { slots[slot] }

  package func index(after slot: Int) -> Int {
    let next = slot + 1
    return next % Self.width < counts[slot / Self.width] && next % Self.width > 0
      ? next : (slot / Self.width + 1) * Self.width
  }

  package func index(before slot: Int) -> Int {
    guard slot % Self.width == 0 else { return slot - 1 }
    return slot - Self.width + counts[slot / Self.width - 1] - 1
  }

  /// The first entry that is not before a time.
  package func firstIndex(from time: SimTime) -> Int {
    let entry = Entry(time: time, job: ID(0), gpus: 0)
    guard let block = block(of: entry) else { return endIndex }
    let slot = self.slot(of: entry, in: block)
    return slot < block * Self.width + counts[block] ? slot : (block + 1) * Self.width
  }

  // MARK: Changes

  /// Adds a job that starts.
  package mutating func insert(_ job: ID<Job>, at time: SimTime, gpus: Int32) {
    let entry = Entry(time: time, job: job, gpus: gpus)
    guard var block = block(of: entry) else {
      slots = Array(repeating: entry, count: Self.width)
      counts = [1]
      return
    }
    if counts[block] == Self.width {
      split(block)
      if slots[(block + 1) * Self.width] < entry { block += 1 }
    }
    let own = slot(of: entry, in: block)
    var slot = block * Self.width + counts[block]
    while slot > own {
      slots[slot] = slots[slot - 1]
      slot -= 1
    }
    slots[own] = entry
    counts[block] += 1
  }

  /// Removes a job that ends or is evicted.
  package mutating func remove(_ job: ID<Job>, at time: SimTime) {
    let own = slot(of: job, at: time)
    let block = own / Self.width
    counts[block] -= 1
    for slot in own..<block * Self.width + counts[block] { slots[slot] = slots[slot + 1] }
    if counts[block] == 0 {
      discard(block)
    } else if block + 1 < counts.count && counts[block] + counts[block + 1] <= Self.width / 2 {
      let (from, to) = ((block + 1) * Self.width, block * Self.width + counts[block])
      for place in 0..<counts[block + 1] { slots[to + place] = slots[from + place] }
      counts[block] += counts[block + 1]
      discard(block + 1)
    }
  }

  /// Changes the devices that a job gives back.
  package mutating func change(_ job: ID<Job>, at time: SimTime, gpus: Int32) {
    slots[slot(of: job, at: time)].gpus = gpus
  }

  /// Moves the second half of a full block into a new one behind it.
  private mutating func split(_ block: Int) {
    let (half, next) = (Self.width / 2, (block + 1) * Self.width)
    let filler = slots[next - half..<next]
    slots.insert(contentsOf: filler + filler, at: next)
    counts[block] = half
    counts.insert(half, at: block + 1)
  }

  private mutating func discard(_ block: Int) {
    slots.removeSubrange(block * Self.width..<(block + 1) * Self.width)
    counts.remove(at: block)
  }

  // MARK: Places

  /// The last block that does not begin behind an entry, or the first one; nil where nothing runs.
  private func block(of entry: Entry) -> Int? {
    guard !counts.isEmpty else { return nil }
    var (low, high) = (0, counts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if entry < slots[middle * Self.width] { high = middle - 1 } else { low = middle }
    }
    return low
  }

  /// The slot in a block before which everything is before an entry.
  private func slot(of entry: Entry, in block: Int) -> Int {
    var low = block * Self.width
    var high = low + counts[block]
    while low < high {
      let middle = (low + high) / 2
      if slots[middle] < entry { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func slot(of job: ID<Job>, at time: SimTime) -> Int {
    let entry = Entry(time: time, job: job, gpus: 0)
    if let block = block(of: entry) {
      let slot = self.slot(of: entry, in: block)
      if slot < block * Self.width + counts[block] && slots[slot].job == job { return slot }
    }
    preconditionFailure("only a running job can be removed or changed")
  }
}
