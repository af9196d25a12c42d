/// A summary of waiting jobs by sixteen classes of sizes: the least size, the least limit and the
/// least cores of each.
///
/// Classes begin at powers of two, the last one is open. It is wider than ``Demand``, but blocks of
/// blocks merge it lane by lane, and a removal changes one class. It only ever proves *no*.
struct SizeClasses {
  typealias Row = DemandFilter.Row

  /// The least size in each class; `Int32.max` in empty ones.
  private(set) var sizes = Row(repeating: .max)
  /// The shortest limit in each class; `Int32.max` in empty ones.
  private(set) var limits = Row(repeating: .max)
  /// The fewest cores on a node in each class.
  private(set) var cores = Row(repeating: .max)
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

  /// The same where cores are bounded as well.
  func mayPass(_ filter: borrowing DemandFilter, _ bounds: borrowing CoreBounds) -> Bool {
    if largest > filter.tenant.openAbove { return true }
    return any(filter.passing(sizes, limits, cores, bounds))
  }

  /// Adds one job.
  mutating func insert(_ job: WaitingJob) {
    largest = max(largest, job.gpus)
    insert(job, ofClass: Self.index(of: job.gpus))
  }

  /// Adds one job where it is of a class, else only counts it as the largest one.
  mutating func insert(_ job: WaitingJob, ifOf own: Int) {
    largest = max(largest, job.gpus)
    if Self.index(of: job.gpus) == own { insert(job, ofClass: own) }
  }

  private mutating func insert(_ job: WaitingJob, ofClass own: Int) {
    if job.gpus < sizes[own] { sizes[own] = job.gpus }
    if job.limitSeconds < limits[own] { limits[own] = job.limitSeconds }
    if job.cores < cores[own] { cores[own] = job.cores }
  }

  /// Adds the jobs of another summary.
  mutating func merge(_ other: SizeClasses) {
    sizes.replace(with: other.sizes, where: other.sizes .< sizes)
    limits.replace(with: other.limits, where: other.limits .< limits)
    cores.replace(with: other.cores, where: other.cores .< cores)
    largest = max(largest, other.largest)
  }

  /// False only if removing the job changes nothing.
  func leans(on job: WaitingJob) -> Bool {
    let own = Self.index(of: job.gpus)
    return sizes[own] == job.gpus || limits[own] == job.limitSeconds
      || (cores[own] == job.cores && job.cores > 0) || largest == job.gpus
  }

  /// Empties the class of a size, to be filled again from what is left; forgets the largest job.
  mutating func clear(classOf size: Int32) {
    let own = Self.index(of: size)
    sizes[own] = .max
    limits[own] = .max
    cores[own] = .max
    largest = -1
  }

  /// Adds one class of another summary, and its largest job.
  mutating func merge(classOf size: Int32, from other: SizeClasses) {
    let own = Self.index(of: size)
    if other.sizes[own] < sizes[own] { sizes[own] = other.sizes[own] }
    if other.limits[own] < limits[own] { limits[own] = other.limits[own] }
    if other.cores[own] < cores[own] { cores[own] = other.cores[own] }
    largest = max(largest, other.largest)
  }
}
