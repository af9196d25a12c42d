import Allot

/// The half-life ledger by definition: potentials in a table, one entry for each tick.
struct NaiveLedger {
  private struct Account {
    var posted = 0.0
    var held: Int64 = 0
    var tick = 0
    /// Usage at that tick.
    var atTick = 0.0
    var fresh: Int64 = 0
    var freshStart = 0.0
  }

  private let tick: Int64
  private let growth: Double
  private var weights = [1.0]
  private var potentials = [0.0]
  private var accounts: [Account]

  init(tenants: Int, halfLife: SimDuration, tick: SimDuration) {
    self.tick = tick.milliseconds
    growth = Elementary.exp2(Double(tick.milliseconds) / Double(halfLife.milliseconds))
    accounts = Array(repeating: Account(), count: tenants)
  }

  private mutating func extend(to time: Int64) {
    while Int64(weights.count) * tick <= time {
      potentials.append(
        potentials[potentials.count - 1] + weights[weights.count - 1] * Double(tick)
      )
      weights.append(weights[weights.count - 1] * growth)
      precondition(potentials[weights.count - 1] < 0x1p1000, "the twin's ledger does not scale")
    }
  }

  private func potential(_ time: Int64) -> Double {
    let index = Int(time / tick)
    return potentials[index] + weights[index] * Double(time - Int64(index) * tick)
  }

  mutating func usage(_ tenant: Int, now: Int64) -> Double {
    extend(to: now)
    return usage(accounts[tenant], tick: Int(now / tick))
  }

  /// The figure at the last tick, without what has ended since.
  mutating func usageAtTick(_ tenant: Int, now: Int64) -> Double {
    settle(tenant, now: now)
    return accounts[tenant].atTick
  }

  private func usage(_ account: Account, tick: Int) -> Double {
    let passed = potentials[tick] - potentials[account.tick]
    let settled = account.posted + Double(account.held) * passed
    return tick > account.tick
      ? settled + (Double(account.fresh) * passed - account.freshStart) : settled
  }

  private mutating func settle(_ tenant: Int, now: Int64) {
    extend(to: now)
    let current = Int(now / tick)
    guard current > accounts[tenant].tick else { return }
    accounts[tenant].posted = usage(accounts[tenant], tick: current)
    accounts[tenant].atTick = accounts[tenant].posted
    accounts[tenant].held += accounts[tenant].fresh
    accounts[tenant].fresh = 0
    accounts[tenant].freshStart = 0
    accounts[tenant].tick = current
  }

  mutating func start(_ tenant: Int, gpus: Int64, now: Int64) {
    settle(tenant, now: now)
    accounts[tenant].fresh += gpus
    accounts[tenant].freshStart += Double(gpus) * (potential(now) - potentials[Int(now / tick)])
  }

  mutating func end(_ tenant: Int, gpus: Int64, start: Int64, now: Int64) {
    settle(tenant, now: now)
    let boundary = potentials[Int(now / tick)]
    if start / tick == now / tick {
      accounts[tenant].fresh -= gpus
      accounts[tenant].freshStart -= Double(gpus) * (potential(start) - boundary)
      accounts[tenant].posted += Double(gpus) * (potential(now) - potential(start))
      if accounts[tenant].fresh == 0 { accounts[tenant].freshStart = 0 }
    } else {
      accounts[tenant].held -= gpus
      accounts[tenant].posted += Double(gpus) * (potential(now) - boundary)
    }
  }
}
