/// A summary of waiting jobs by sixteen classes of sizes: the least size and the least limit of
/// each.
///
/// Classes begin at powers of two, the last one is open. It is wider than ``Demand``, but blocks of
/// blocks merge it lane by lane, and a removal changes one class. It only ever proves *no*.
struct SizeClasses {
  typealias Row = DemandFilter.Row

  /// The least size in each class; `Int32.max` in empty ones.
  private(set) var sizes = Row(repeating: .max)
  /// The shortest limit in each class; `Int32.max` in empty ones.
  private(set) var limits = Row(repeating: .max)
  /// The devices of the largest job.
  private(set) var largest: Int32 = -1

  /// The class of a size.
  static func index(of size: Int32) -> Int {
    min(31 - max(size, 1).leadingZeroBitCount, Row.scalarCount - 1)
  }

  /// False only if no summarised job passes the filter.
  func mayPass(_ filter: borrowing DemandFilter) -> Bool {
    if largest > filter.tenant.openAbove { return true }
    return any(filter.passing(sizes, limits))
  }

  /// Adds one job.
  mutating func insert(size: Int32, limit: Int32) {
    let own = Self.index(of: size)
    if size < sizes[own] { sizes[own] = size }
    if limit < limits[own] { limits[own] = limit }
    largest = max(largest, size)
  }

  /// Adds one job where it is of a class, else only counts it as the largest one.
  mutating func insert(size: Int32, limit: Int32, ifOf own: Int) {
    largest = max(largest, size)
    guard Self.index(of: size) == own else { return }
    if size < sizes[own] { sizes[own] = size }
    if limit < limits[own] { limits[own] = limit }
  }

  /// Adds the jobs of another summary.
  mutating func merge(_ other: SizeClasses) {
    sizes.replace(with: other.sizes, where: other.sizes .< sizes)
    limits.replace(with: other.limits, where: other.limits .< limits)
    largest = max(largest, other.largest)
  }

  /// False only if removing one such job changes nothing.
  func leans(onSize size: Int32, limit: Int32) -> Bool {
    let own = Self.index(of: size)
    return sizes[own] == size || limits[own] == limit || largest == size
  }

  /// Empties the class of a size, to be filled again from what is left, and forgets the largest job.
  mutating func clear(classOf size: Int32) {
    let own = Self.index(of: size)
    sizes[own] = .max
    limits[own] = .max
    largest = -1
  }

  /// Adds one class of another summary, and its largest job.
  mutating func merge(classOf size: Int32, from other: SizeClasses) {
    let own = Self.index(of: size)
    if other.sizes[own] < sizes[own] { sizes[own] = other.sizes[own] }
    if other.limits[own] < limits[own] { limits[own] = other.limits[own] }
    largest = max(largest, other.largest)
  }
}
