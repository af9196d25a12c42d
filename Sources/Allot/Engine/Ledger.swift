/// What every tenant has used, weighted so that older use counts less.
///
/// Usage is the sum over jobs of devices × (P(end) − P(start)), where the potential P grows by the
/// current weight each millisecond and the weight grows by a factor at each tick. A tenant's figure
/// is posted at ticks and at job ends and is constant in between; a job that started after the last
/// tick counts from the next one on. The sequence of operations is part of the definition, so that
/// the doubles are the same on every machine and in every build.
package struct Ledger {
  package struct Account {
    /// Usage up to ``mark``, and of jobs that ended since.
    var posted = 0.0
    /// Devices of running jobs that started at or before ``mark``.
    var held: Int64 = 0
    /// The potential at the tick at which the account last changed.
    var mark = 0.0
    /// Which tick that was.
    var tick: Int64 = 0
    /// Devices of running jobs that started after that tick.
    var fresh: Int64 = 0
    /// Usage at that tick.
    var atTick = 0.0
    /// The charge from that tick to their starts, which they do not owe.
    var freshStart = 0.0

    /// The figure as of a tick not before the account's own.
    func usage(tick now: Int64, potential: Double) -> Double {
      let settled = posted + Double(held) * (potential - mark)
      guard now > tick else { return settled }
      return settled + (Double(fresh) * (potential - mark) - freshStart)
    }

    mutating func advance(to now: Int64, potential: Double) {
      guard now > tick else { return }
      posted = usage(tick: now, potential: potential)
      atTick = posted
      held += fresh
      fresh = 0
      freshStart = 0
      mark = potential
      tick = now
    }
  }

  private let tickLength: Int64
  private let growth: Double
  private(set) var accounts: [Account]
  /// The number of the last tick.
  private(set) var tick: Int64 = 0
  private var weight = 1.0
  private var potentialAtTick = 0.0

  /// The weight at which all figures are scaled down by an exact power of two.
  private static let renormalizeAbove = 0x1p400

  package init(part: any LedgerPart, tenants: Int) {
    tickLength = part.tick.milliseconds
    growth = part.growth
    accounts = Array(repeating: Account(), count: tenants)
  }

  /// Moves the ledger's clock on; true if a tick has passed, so that keys may have changed.
  package mutating func advance(to now: SimTime) -> Bool {
    let target = now.milliseconds / tickLength
    guard tick < target else { return false }
    while tick < target {
      tick += 1
      potentialAtTick += weight * Double(tickLength)
      weight *= growth
      if weight > Self.renormalizeAbove { scale(by: 1 / Self.renormalizeAbove) }
    }
    return true
  }

  private mutating func scale(by factor: Double) {
    weight *= factor
    potentialAtTick *= factor
    for index in accounts.indices {
      accounts[index].posted *= factor
      accounts[index].atTick *= factor
      accounts[index].mark *= factor
      accounts[index].freshStart *= factor
    }
  }

  /// A figure as of now in device-milliseconds, use at the last tick counted whole.
  package func decayed(_ usage: Double) -> Double { usage / weight }

  /// The potential at an instant since the last tick; a later tick may change its scale.
  package func potential(at now: SimTime) -> Double {
    potentialAtTick + weight * Double(now.milliseconds - tick * tickLength)
  }

  /// The posted figure of a tenant.
  package func usage(of tenant: Int) -> Double {
    accounts[tenant].usage(tick: tick, potential: potentialAtTick)
  }

  /// The figure of a tenant at the last tick; it only grows, but for the ledger's scale.
  package func usageAtTick(of tenant: Int) -> Double {
    let account = accounts[tenant]
    return account.tick == tick ? account.atTick : usage(of: tenant)
  }

  /// Books the start of a job of a tenant; its ancestors are booked by the caller likewise.
  package mutating func start(_ tenant: Int, gpus: Int64, at now: SimTime) {
    accounts[tenant].advance(to: tick, potential: potentialAtTick)
    accounts[tenant].fresh += gpus
    accounts[tenant].freshStart += Double(gpus) * (potential(at: now) - potentialAtTick)
  }

  /// Books the end of a job that started at an instant with the potential `started`, which counts
  /// only if no tick has passed since.
  package mutating func end(
    _ tenant: Int,
    gpus: Int64,
    at now: SimTime,
    startedAt start: SimTime,
    started: Double
  ) {
    accounts[tenant].advance(to: tick, potential: potentialAtTick)
    let end = potential(at: now)
    if start.milliseconds >= tick * tickLength {
      accounts[tenant].fresh -= gpus
      accounts[tenant].freshStart -= Double(gpus) * (started - potentialAtTick)
      accounts[tenant].posted += Double(gpus) * (end - started)
      if accounts[tenant].fresh == 0 { accounts[tenant].freshStart = 0 }
    } else {
      accounts[tenant].held -= gpus
      accounts[tenant].posted += Double(gpus) * (end - potentialAtTick)
    }
  }
}
