/// What one cycle over the waiting jobs has reserved and closed so far, and room that is kept from
/// cycle to cycle to spare allocations.
struct Cycle {
  /// The pools whose plans are reservations of this cycle, one bit each.
  private(set) var reservedPools: UInt64 = 0
  /// The pools in which nothing more may start in this cycle, one bit each.
  private(set) var closedPools: UInt64 = 0
  /// The headrooms that this cycle's reservations need.
  var guards: [HeadroomGuard] = []
  /// Who may claim, in the policy order of the last walk.
  private(set) var claimants: [WaitingJob] = []
  /// True once nothing behind the last visited job may start.
  private(set) var isOver = false
  /// The place that was found for the last job that was visited.
  var candidate: [NodeSlot] = []
  /// Filters without reservations.
  var nowFilters: [DemandFilter]

  /// No cycle yet, on so many pools.
  init(pools: Int) {
    let nothing = DemandFilter(isOpen: false, slack: .max, beside: .max)
    nowFilters = Array(repeating: nothing, count: pools)
  }

  /// Begins with nothing reserved, and nobody visited.
  mutating func begin() {
    isOver = false
    forgetReservations()
  }

  /// Nothing is reserved or closed any more.
  mutating func forgetReservations() {
    reservedPools = 0
    closedPools = 0
    guards.removeAll(keepingCapacity: true)
  }

  /// Says that the plan of a pool is a reservation.
  mutating func reserve(_ pool: Int) { reservedPools |= 1 << UInt64(pool) }

  /// True for a pool whose plan is a reservation.
  func hasReserved(_ pool: Int) -> Bool { reservedPools >> UInt64(pool) & 1 == 1 }

  /// Lets nothing more start in some pools, one bit each.
  mutating func close(_ pools: UInt64) { closedPools |= pools }

  /// Lets nothing behind the job that is visited start.
  mutating func end() { isOver = true }

  /// Lets a blocked job claim, behind those before it.
  mutating func claim(_ job: WaitingJob) { claimants.append(job) }

  /// Begins another walk: claimants stand in the order of the last one.
  mutating func forgetClaimants() { claimants.removeAll(keepingCapacity: true) }
}
