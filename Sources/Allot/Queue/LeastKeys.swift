/// A lower bound of the keys of the waiting jobs below a node, by sixteen classes of sizes, with
/// the least size and the least limit of each class.
///
/// Where the keys of tenants and jobs are added up, no key of a tenant says who is next: the least
/// key among the classes that a filter lets pass is a lower bound of it.
struct LeastKeys {
  /// The least size in each class; `Int32.max` in empty ones.
  private(set) var sizes = DemandFilter.Row(repeating: .max)
  /// The shortest limit in each class.
  private(set) var limits = DemandFilter.Row(repeating: .max)
  /// The least key in each class, rounded down, as a ``Bound``; that of infinity in empty ones.
  private(set) var keys = none

  /// What the keys of empty classes are.
  static var none: DemandFilter.Row { DemandFilter.Row(repeating: Bound.infinity.bits) }

  /// A lower bound of a key: a `Float` as an integer in the same order, for integers are compared
  /// sixteen at a time.
  struct Bound: Comparable {
    var bits: Int32

    /// The largest bound that is not above a key.
    init(_ key: Double) {
      var near = Float(key)
      if Double(near) > key { near = near.nextDown }
      let own = Int32(bitPattern: near.bitPattern)
      bits = own ^ ((own >> 31) & .max)
    }

    init(bits: Int32) { self.bits = bits }

    /// The bound as a key.
    var key: Double { Double(Float(bitPattern: UInt32(bitPattern: bits ^ ((bits >> 31) & .max)))) }

    static var infinity: Bound { Bound(bits: 0x7f80_0000) }

    static func < (a: Bound, b: Bound) -> Bool { a.bits < b.bits }
  }

  /// A lower bound of the keys of jobs that pass a filter; infinity if none does.
  @inline(__always)
  func least(passing filter: borrowing DemandFilter) -> Bound {
    var mask = filter.passing(sizes, limits)
    if filter.tenant.openAbove != .max {
      // The least size of a class says nothing about its largest.
      mask .|= Self.largest .> DemandFilter.Row(repeating: filter.tenant.openAbove)
    }
    return Self.least(Self.none.replacing(with: keys, where: mask))
  }

  /// The same for a filter that ``DemandFilter/isPlain``, and of it the largest job that could
  /// start now, the seconds that are left and the largest job beside the reservation.
  ///
  /// Sixteen classes are tested by the signs of differences, for masks are slower; no difference
  /// overflows, because none of the numbers is below −1.
  @inline(__always)
  func least(now: DemandFilter.Row, slack: DemandFilter.Row, beside: DemandFilter.Row) -> Bound {
    let isOut = ((now &- sizes) | ((slack &- limits) & (beside &- sizes))) &>> 31
    return Self.least((keys & ~isOut) | (Self.none & isOut))
  }

  /// A lower bound of all keys.
  var least: Bound {
    @inline(__always) get { Self.least(keys) }
  }

  @inline(__always)
  private static func least(_ passing: DemandFilter.Row) -> Bound {
    let (a, b) = (passing.lowHalf, passing.highHalf)
    let eight = a.replacing(with: b, where: b .< a)
    let (c, d) = (eight.lowHalf, eight.highHalf)
    let four = c.replacing(with: d, where: d .< c)
    return Bound(bits: min(min(four.x, four.y), min(four.z, four.w)))
  }

  /// The largest size of each class.
  private static var largest: DemandFilter.Row {
    DemandFilter.Row(
      lowHalf: SIMD8(1, 3, 7, 15, 31, 63, 127, 255),
      highHalf: SIMD8(511, 1_023, 2_047, 4_095, 8_191, 16_383, 32_767, .max)
    )
  }

  /// Adds one job under a key.
  mutating func insert(_ job: WaitingJob, key: Bound) {
    let own = SizeClasses.index(of: job.gpus)
    if job.gpus < sizes[own] { sizes[own] = job.gpus }
    if job.limitSeconds < limits[own] { limits[own] = job.limitSeconds }
    if key.bits < keys[own] { keys[own] = key.bits }
  }

  /// Takes over the least keys of all classes; true if that changes one.
  @inline(__always)
  mutating func take(keys all: DemandFilter.Row) -> Bool {
    defer { keys = all }
    return any(keys .!= all)
  }

  /// Lowers other keys to these.
  @inline(__always)
  func lower(_ others: inout DemandFilter.Row) {
    others.replace(with: keys, where: keys .< others)
  }

  /// Adds one class of another summary.
  @inline(__always)
  mutating func merge(class own: Int, from other: LeastKeys) {
    if other.sizes[own] < sizes[own] { sizes[own] = other.sizes[own] }
    if other.limits[own] < limits[own] { limits[own] = other.limits[own] }
    if other.keys[own] < keys[own] { keys[own] = other.keys[own] }
  }

  /// Takes over one class from another summary; true if that changes it.
  mutating func take(class own: Int, from other: LeastKeys) -> Bool {
    guard
      sizes[own] != other.sizes[own] || limits[own] != other.limits[own]
        || keys[own] != other.keys[own]
    else { return false }
    sizes[own] = other.sizes[own]
    limits[own] = other.limits[own]
    keys[own] = other.keys[own]
    return true
  }

  /// Takes over one class of a leaf's own summary, with its least key.
  mutating func take(class own: Int, from other: SizeClasses?, key: Bound) {
    sizes[own] = other?.sizes[own] ?? .max
    limits[own] = other?.limits[own] ?? .max
    keys[own] = key.bits
  }

  /// Takes over the least keys of all classes.
  @inline(__always)
  mutating func take(keys all: SIMD16<Double>, plus number: Double) {
    for lane in 0..<SIMD16<Double>.scalarCount { keys[lane] = Bound(all[lane] + number).bits }
  }
}
