/// A summary of waiting jobs as a staircase of at most eight (size, limit) corners.
///
/// A corner stands for jobs at least as large and at least as long. Corners are in ascending size
/// and descending limit; jobs that another one dominates leave no trace. When a ninth corner comes,
/// the closest pair merges into a corner below both, so that a summary only ever proves *no*.
package struct Demand: Equatable {
  package typealias Lanes = SIMD8<Int32>

  /// The devices of each corner; `Int32.max` in unused lanes.
  package private(set) var sizes = Lanes(repeating: .max)
  /// The shortest limit of each corner in whole seconds, rounded down; `Int32.max` in unused lanes.
  package private(set) var limits = Lanes(repeating: .max)
  package private(set) var count = 0
  /// The devices of the largest job; exact, not a corner.
  package private(set) var largest: Int32 = -1

  /// The summary of no job.
  package init() {}

  /// False only if no summarised job passes the filter.
  package func mayPass(_ filter: DemandFilter) -> Bool {
    if count == 0 { return false }
    if sizes[0] <= min(filter.isOpen ? .max : filter.claim, filter.cap) { return true }
    if largest > filter.openAbove && sizes[0] <= filter.cap { return true }
    let now = sizes .<= Lanes(repeating: min(filter.now, filter.cap))
    let ends = limits .<= Lanes(repeating: filter.slack)
    let beside = sizes .<= Lanes(repeating: filter.beside)
    return any(now .& (ends .| beside))
  }

  /// True unless removing one job of these sizes can not change the summary: it is no corner.
  package func leans(onSize size: Int32, limit: Int32) -> Bool {
    size == largest
      || any(
        (sizes .== Lanes(repeating: size)) .& (limits .== Lanes(repeating: limit))
      ) || count == Lanes.scalarCount
  }

  /// Adds the jobs of another summary.
  package mutating func merge(_ other: Demand) {
    for corner in 0..<other.count {
      insert(size: other.sizes[corner], limit: other.limits[corner])
    }
    largest = max(largest, other.largest)
  }

  /// Adds one job.
  package mutating func insert(size: Int32, limit: Int32) {
    largest = max(largest, size)
    let smaller = sizes .<= Lanes(repeating: size)
    if any(smaller .& (limits .<= Lanes(repeating: limit))) { return }
    var at = 0
    while at < count && sizes[at] <= size { at += 1 }
    // The new corner goes before `at`, but an equal size with a longer limit gives way, and so does
    // every larger corner that is not shorter.
    if at > 0 && sizes[at - 1] == size { at -= 1 }
    var end = at
    while end < count && limits[end] >= limit { end += 1 }
    replace(at..<end, size: size, limit: limit)
  }

  private mutating func replace(_ range: Range<Int>, size: Int32, limit: Int32) {
    if range.isEmpty && count == Lanes.scalarCount {
      insertByMerging(at: range.lowerBound, size: size, limit: limit)
      return
    }
    let shift = 1 - range.count
    if shift == 1 {
      var lane = count
      while lane > range.lowerBound {
        sizes[lane] = sizes[lane - 1]
        limits[lane] = limits[lane - 1]
        lane -= 1
      }
    } else if shift < 0 {
      for lane in (range.lowerBound + 1)..<Lanes.scalarCount {
        let source = lane - shift
        sizes[lane] = source < count ? sizes[source] : .max
        limits[lane] = source < count ? limits[source] : .max
      }
    }
    sizes[range.lowerBound] = size
    limits[range.lowerBound] = limit
    count += shift
  }

  /// Nine corners become eight: the pair with the smallest relative growth of size merges.
  private mutating func insertByMerging(at position: Int, size: Int32, limit: Int32) {
    var nine: [(size: Int32, limit: Int32)] = (0..<count).map { (sizes[$0], limits[$0]) }
    nine.insert((size, limit), at: position)
    var best = 1
    var bestCost = Int64.max
    for corner in 1..<nine.count {
      let growth = Int64(nine[corner].size - nine[corner - 1].size) << 20
      let cost = growth / Int64(max(nine[corner].size, 1))
      if cost < bestCost {
        bestCost = cost
        best = corner
      }
    }
    nine[best - 1].limit = nine[best].limit
    nine.remove(at: best)
    for lane in 0..<Lanes.scalarCount {
      sizes[lane] = nine[lane].size
      limits[lane] = nine[lane].limit
    }
  }
}

/// What a waiting job must be to be worth a visit, in one pool.
package struct DemandFilter: Equatable {
  /// Jobs larger than this are skipped whatever else holds: their tenants' limits stop them.
  package var cap: Int32 = .max
  /// True when tenants' limits do not lower ``cap``.
  package var ignoresLimits = false
  /// True when every job within ``cap`` is visited, because the first one that does not fit
  /// reserves.
  package var isOpen = true
  /// Jobs of at most this size are visited because they might claim what others borrowed.
  package var claim: Int32 = -1
  /// Jobs above this size are visited because their tenant's limit stops them: they reserve there.
  package var openAbove: Int32 = .max
  /// The largest job that could start now: an upper bound.
  package var now: Int32 = .max
  /// Whole seconds until the reservation; a job that ends within them does not touch it.
  package var slack: Int32 = .max
  /// The largest job that fits beside the reservation: an upper bound.
  package var beside: Int32 = .max
  /// The same for each rest of a packed gang on its last node, where ``nodeSize`` is not zero.
  package var besideByRest = SIMD8<Int32>(repeating: .max)
  /// The devices of a node, where the bound depends on what a gang leaves for its last one.
  package var nodeSize: Int32 = 0

  /// The filter that lets every job pass, or one with the given bounds.
  package init(
    cap: Int32 = .max,
    ignoresLimits: Bool = false,
    isOpen: Bool = true,
    claim: Int32 = -1,
    openAbove: Int32 = .max,
    now: Int32 = .max,
    slack: Int32 = .max,
    beside: Int32 = .max
  ) {
    self.cap = cap
    self.ignoresLimits = ignoresLimits
    self.isOpen = isOpen
    self.claim = claim
    self.openAbove = openAbove
    self.now = now
    self.slack = slack
    self.beside = beside
  }

  /// The filter that nothing passes.
  package static let closed = DemandFilter(cap: -1, isOpen: false, now: -1, slack: -1, beside: -1)

  /// The exact form of ``Demand/mayPass(_:)`` for one job.
  package func passes(size: Int32, limit: Int32) -> Bool {
    size <= cap
      && (isOpen || size <= claim || size > openAbove
        || (size <= now && (limit <= slack || fitsBeside(size))))
  }

  private func fitsBeside(_ size: Int32) -> Bool {
    size <= beside && (nodeSize == 0 || size <= besideByRest[Int(size % nodeSize)])
  }
}
