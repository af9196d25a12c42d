import Allot
import AllotPolicies
import Testing

/// The half-life ledger against the integral that defines it.
@Suite struct LedgerTests {
  @Test func equalsTheIntegral() {
    let part = HalfLifeLedger(
      halfLife: SimDuration(seconds: 3_600),
      tick: SimDuration(seconds: 60)
    )
    var random = RandomStream("ledger", seed: 3)
    var ledger = Ledger(part: part, tenants: 1)
    var jobs: [(gpus: Int64, start: Int64, potential: Double, end: Int64?)] = []
    var now: Int64 = 0
    for _ in 0..<400 {
      now += Int64(random.below(90_000))
      _ = ledger.advance(to: SimTime(milliseconds: now))
      let open = jobs.indices.filter { jobs[$0].end == nil }
      if open.isEmpty || random.chance(1, in: 2) {
        let gpus = Int64(random.within(1...9))
        ledger.start(0, gpus: gpus, at: SimTime(milliseconds: now))
        let potential = ledger.potential(at: SimTime(milliseconds: now))
        jobs.append((gpus, now, potential, nil))
      } else {
        let index = open[random.below(open.count)]
        let job = jobs[index]
        ledger.end(
          0,
          gpus: job.gpus,
          at: SimTime(milliseconds: now),
          startedAt: SimTime(milliseconds: job.start),
          started: job.potential
        )
        jobs[index].end = now
      }
      let exact = integral(jobs, now: now)
      #expect(abs(ledger.usage(of: 0) - exact) <= 1e-9 * max(exact, 1))
    }
  }

  /// Charges up to the last tick, and of ended jobs up to their ends, at weights of 2^(ticks / 60).
  private func integral(
    _ jobs: [(gpus: Int64, start: Int64, potential: Double, end: Int64?)],
    now: Int64
  ) -> Double {
    let tick = now / 60_000 * 60_000
    var sum = 0.0
    for job in jobs {
      let end = job.end ?? tick
      var at = job.start
      while at < end {
        let next = min(end, (at / 60_000 + 1) * 60_000)
        let weight = Elementary.exp2(Double(at / 60_000) / 60)
        sum += Double(job.gpus) * Double(next - at) * weight
        at = next
      }
    }
    return sum
  }

  /// Whoever has nothing left keeps the figure to the last bit, however many jobs began and ended
  /// within one tick.
  @Test(arguments: 0..<64)
  func aTenantAtRestKeepsItsFigure(seed: Int) {
    var random = RandomStream("ledger at rest", seed: UInt64(seed))
    var ledger = hourly
    let tick = Int64(random.within(1...200)) * 60_000
    _ = ledger.advance(to: SimTime(milliseconds: tick))
    var jobs: [(gpus: Int64, start: SimTime, potential: Double)] = []
    for _ in 0..<random.within(2...5) {
      let gpus = Int64(random.within(1...9))
      let start = SimTime(milliseconds: tick + Int64(random.below(30_000)))
      ledger.start(0, gpus: gpus, at: start)
      jobs.append((gpus, start, ledger.potential(at: start)))
    }
    while !jobs.isEmpty {
      let job = jobs.remove(at: random.below(jobs.count))
      ledger.end(
        0,
        gpus: job.gpus,
        at: SimTime(milliseconds: tick + 30_000 + Int64(random.below(30_000))),
        startedAt: job.start,
        started: job.potential
      )
    }
    let figure = ledger.usage(of: 0)
    _ = ledger.advance(to: SimTime(milliseconds: tick + 60_000))
    #expect(ledger.usage(of: 0) == figure)
  }

  private var hourly: Ledger {
    let part = HalfLifeLedger(
      halfLife: SimDuration(seconds: 3_600),
      tick: SimDuration(seconds: 60)
    )
    return Ledger(part: part, tenants: 1)
  }

  @Test func scalesDownExactlyInTheLongRun() {
    let part = HalfLifeLedger(halfLife: SimDuration(seconds: 60), tick: SimDuration(seconds: 60))
    var ledger = Ledger(part: part, tenants: 2)
    for (tenant, gpus) in [(0, Int64(1)), (1, Int64(3))] {
      ledger.start(tenant, gpus: gpus, at: .zero)
    }
    // Five hundred half-lives: the weight passes 2^400 on the way.
    let end = SimTime(seconds: 30_000)
    let hasTicked = ledger.advance(to: end)
    #expect(hasTicked)
    let figure = ledger.usage(of: 0)
    #expect(figure.isFinite && figure > 0)
    #expect(ledger.usage(of: 1) == 3 * figure)
  }
}
