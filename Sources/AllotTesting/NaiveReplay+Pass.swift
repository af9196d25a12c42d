import Allot

/// A pass by definition: cycles of visits until one changes nothing.
extension NaiveReplay {
  mutating func pass() {
    barred = []
    beginRound()
    divideSurplus()
    if let cycle = policy.cycle { return headsPass(cycle) }
    switch policy.fill {
    case .plan(let depth): return plan(depth: depth)
    case .conservative:
      improveSlots()
      giveSlots()
      if rule == .instant { keepSlots() }
      return
    default: break
    }
    // Who held before somebody was preempted, since victims were looked at again.
    var looks: [NaiveReplay]?
    while true {
      visited = []
      holds = []
      claimants = []
      let started = cycle()
      if policy.reclaims, let room = roomForClaimant() {
        if let first = looks?.first(where: { $0.holders == holders }) {
          self = first
          return
        }
        looks?.append(self)
        serve(room)
      } else if !started {
        guard !barred.isEmpty else { return }
        barred = []
        looks = looks ?? []
      }
    }
  }

  /// The jobs that hold devices, or quota alone.
  var holders: Set<Int> { Set(running.map(\.job) + admitted.map(\.job)) }

  /// Visits in policy order; after a start everybody is visited again, reservations kept.
  private mutating func cycle() -> Bool {
    var started = false
    while true {
      var turn = inPolicyOrder().filter {
        !visited.contains($0) && !barred.contains($0) && !isBehindAnother($0) && couldStart($0)
          && isEligible($0)
      }
      if case .easyShortest = policy.fill {
        turn = turn.filter { job in
          pools(job).contains { pool in !holds.contains { $0.pools.contains(pool) } }
        }
      }
      guard let job = turn.first else { break }
      switch visit(job) {
      case .started: started = true
      case .blocked: break
      case .stopped: return started
      }
    }
    guard case .easyShortest = policy.fill else { return started }
    while true {
      let rest = waiting.filter {
        !visited.contains($0) && !barred.contains($0) && couldStart($0) && isEligible($0)
      }
      guard let job = rest.min(by: { (limitLeft($0), $0) < (limitLeft($1), $1) }) else {
        return started
      }
      switch visit(job) {
      case .started: started = true
      case .blocked: break
      case .stopped: return started
      }
    }
  }

  private enum Visit {
    case started, blocked, stopped
  }

  private mutating func visit(_ job: Int) -> Visit {
    visited.insert(job)
    let allowed = assignments(job).filter { isEligible(job, in: $0) && stop(job, in: $0) == nil }
    var full: [Assignment] = []
    for pools in allowed {
      guard let places = places(for: job, in: pools, among: running),
        leavesReserves(job, in: pools, among: running)
      else {
        full.append(pools)
        continue
      }
      if isLegal(job, in: pools, places: places) {
        start(job, in: pools, places: places)
        visited = []
        claimants = []
        return .started
      }
    }
    // Who is stopped by a limit may claim as well: what victims below it free counts.
    if policy.reclaims && isOrdinary(job) { claimants.append(job) }
    if allowed.isEmpty && policy.stops { return .stopped }
    switch policy.fill {
    case .greedy, .plan, .conservative: break
    case .strict: close(job, full: full, isAllowed: !allowed.isEmpty)
    case .easy, .easyShortest: reserve(job, full: full, isAllowed: !allowed.isEmpty)
    }
    return .blocked
  }
}
