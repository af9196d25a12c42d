/// What a waiting job must be to be worth a visit, in one pool.
package struct DemandFilter: Equatable {
  /// What the tenant's limits and entitlement say.
  var tenant = TenantBounds()
  /// True when tenants' limits do not lower ``cap``.
  package var ignoresLimits = false
  /// True when every job within ``cap`` is visited, because the first one that does not fit
  /// reserves.
  package var isOpen = true
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
    tenant = TenantBounds(cap: cap, claim: claim, openAbove: openAbove)
    self.ignoresLimits = ignoresLimits
    self.isOpen = isOpen
    self.now = now
    self.slack = slack
    self.beside = beside
  }

  /// The filter that nothing passes.
  package static let closed = DemandFilter(cap: -1, isOpen: false, now: -1, slack: -1, beside: -1)

  /// The exact form of ``Demand/mayPass(_:)`` for one job.
  package func passes(size: Int32, limit: Int32) -> Bool {
    size <= tenant.cap
      && (isOpen || size <= tenant.claim || size > tenant.openAbove
        || (size <= now && (limit <= slack || fitsBeside(size))))
  }

  private func fitsBeside(_ size: Int32) -> Bool {
    size <= beside && (nodeSize == 0 || size <= besideByRest[Int(size % nodeSize)])
  }

  /// The same where cores are bounded as well.
  func passes(
    _ job: WaitingJob,
    _ bounds: borrowing CoreBounds,
    _ places: borrowing CorePlaces
  ) -> Bool {
    let own = SizeClasses.index(of: job.gpus)
    guard passes(size: job.gpus, limit: job.limitSeconds) else { return false }
    if isOpen || job.gpus <= tenant.claim || job.gpus > tenant.openAbove { return true }
    if job.cores > bounds.now[own] { return false }
    let ends = job.limitSeconds <= slack
    let most = ends ? Int32.max : bounds.beside[own]
    guard job.cores <= most else { return false }
    return places.allows(gpus: job.gpus, cores: job.cores, ends: ends)
  }

  /// Sixteen jobs side by side.
  package typealias Row = SIMD16<Int32>

  /// ``passes(size:limit:)`` for sixteen jobs at once.
  ///
  /// Where ``isExactForRows`` is false it may say yes wrongly.
  @inline(__always)
  func passing(_ sizes: Row, _ limits: Row) -> SIMDMask<Row> {
    var pass = sizes .<= Row(repeating: min(isOpen ? .max : tenant.claim, tenant.cap))
    if !isOpen {
      let ends = limits .<= Row(repeating: slack)
      let fits = sizes .<= Row(repeating: beside)
      pass .|= (sizes .<= Row(repeating: min(now, tenant.cap))) .& (ends .| fits)
      if tenant.openAbove != .max {
        let isOver = sizes .> Row(repeating: tenant.openAbove)
        pass .|= isOver .& (sizes .<= Row(repeating: tenant.cap))
      }
    }
    return pass
  }

  /// The same for the least sizes, limits and cores of each class of sizes.
  @inline(__always)
  func passing(
    _ sizes: Row,
    _ limits: Row,
    _ cores: Row,
    _ bounds: borrowing CoreBounds
  ) -> SIMDMask<Row> {
    let pass = passing(sizes, limits)
    if isOpen || tenant.claim >= 0 || tenant.openAbove != .max { return pass }
    let ends = limits .<= Row(repeating: slack)
    return pass .& (cores .<= bounds.now) .& (ends .| (cores .<= bounds.beside))
  }

  /// True where nothing passes but what could start now.
  var isPlain: Bool {
    !isOpen && tenant.claim < 0 && tenant.openAbove == .max
      && min(now, slack, beside, tenant.cap) >= -1
  }

  /// True where ``passing(_:_:)`` is exact.
  var isExactForRows: Bool { nodeSize == 0 }

  /// One bit for each lane of a mask.
  static func bits(of mask: SIMDMask<Row>) -> UInt16 {
    let bitOfLane = Row(
      1,
      2,
      4,
      8,
      16,
      32,
      64,
      128,
      256,
      512,
      1_024,
      2_048,
      4_096,
      8_192,
      16_384,
      32_768
    )
    let bits = Row.zero.replacing(with: bitOfLane, where: mask)
    let eight = bits.lowHalf | bits.highHalf
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return UInt16(truncatingIfNeeded: two.x | two.y)
  }
}
