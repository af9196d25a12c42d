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
  package func mayPass(_ filter: DemandFilter) -> Bool { mayPass(filter, filter.tenant) }

  /// The same for the jobs of a tenant with bounds of its own.
  func mayPass(_ filter: borrowing DemandFilter, _ tenant: TenantBounds) -> Bool {
    if count == 0 { return false }
    if sizes[0] <= min(filter.isOpen ? .max : tenant.claim, tenant.cap) { return true }
    if largest > tenant.openAbove && sizes[0] <= tenant.cap { return true }
    let now = sizes .<= Lanes(repeating: min(filter.now, tenant.cap))
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

  /// Becomes another summary; true if it was different.
  mutating func become(_ other: Demand) -> Bool {
    if self == other { return false }
    self = other
    return true
  }

  /// Adds the jobs of a summary by classes.
  mutating func merge(_ other: SizeClasses) {
    for index in 0..<SizeClasses.Row.scalarCount where other.sizes[index] != .max {
      insert(size: other.sizes[index], limit: other.limits[index])
    }
    largest = max(largest, other.largest)
  }

  /// Adds one job.
  package mutating func insert(size: Int32, limit: Int32) {
    largest = max(largest, size)
    let smaller = sizes .<= Lanes(repeating: size)
    if any(smaller .& (limits .<= Lanes(repeating: limit))) { return }
    // Sizes ascend, limits descend, so that counting lanes finds places; unused lanes are longest.
    var at = Self.number(of: smaller)
    // The new corner goes before `at`, but an equal size with a longer limit gives way, and so does
    // every larger corner that is not shorter.
    if at > 0 && sizes[at - 1] == size { at -= 1 }
    let longer = Self.number(of: limits .>= Lanes(repeating: limit)) - (Lanes.scalarCount - count)
    let end = max(at, longer)
    replace(at..<end, size: size, limit: limit)
  }

  private static func number(of mask: SIMDMask<Lanes>) -> Int {
    let ones = Lanes.zero.replacing(with: Lanes(repeating: 1), where: mask)
    let pairs = ones.lowHalf &+ ones.highHalf
    let sums = pairs.lowHalf &+ pairs.highHalf
    return Int(sums.x &+ sums.y)
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
