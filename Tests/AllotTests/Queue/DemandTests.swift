import Allot
import Testing

/// The staircase against the list of jobs that it summarises: it may say yes wrongly, never no.
@Suite struct DemandTests {
  @Test(arguments: 0..<64)
  func neverSaysNoWrongly(seed: Int) {
    var random = RandomStream("demand", seed: UInt64(seed))
    let sizes = random.within(1...60)
    let limits = random.within(1...60)
    var demand = Demand()
    var half = Demand()
    var jobs: [(size: Int32, limit: Int32)] = []
    for _ in 0..<random.within(1...60) {
      let job = (size: Int32(random.within(1...sizes)), limit: Int32(random.within(1...limits)))
      jobs.append(job)
      if random.chance(1, in: 2) {
        demand.insert(size: job.size, limit: job.limit)
      } else {
        half.insert(size: job.size, limit: job.limit)
      }
    }
    demand.merge(half)
    var wrong = 0
    for _ in 0..<300 {
      let filter = DemandFilter(
        cap: random.chance(1, in: 3) ? Int32(random.within(0...sizes)) : .max,
        isOpen: random.chance(1, in: 10),
        claim: Int32(random.within(0...9)) - 5,
        openAbove: random.chance(1, in: 5) ? Int32(random.within(0...sizes)) : .max,
        now: Int32(random.within(0...sizes)),
        slack: Int32(random.within(0...limits)),
        beside: Int32(random.within(0...sizes))
      )
      let exact = jobs.contains { filter.passes(size: $0.size, limit: $0.limit) }
      if exact { #expect(demand.mayPass(filter)) }
      if !exact && demand.mayPass(filter) { wrong += 1 }
    }
    // With at most eight corners nothing is merged away, and the only imprecision is in
    // `openAbove`.
    #expect(wrong <= 100)
  }

  /// Larger jobs are shorter, so that more corners come than a summary keeps and pairs merge.
  @Test(arguments: 0..<64)
  func longStaircasesNeverSayNoWrongly(seed: Int) {
    var random = RandomStream("long demand", seed: UInt64(seed))
    var demand = Demand()
    var half = Demand()
    var jobs: [(size: Int32, limit: Int32)] = []
    for step in 0..<Int32(random.within(9...40)) {
      jobs.append(
        (4 * step + Int32(random.within(1...4)), 4 * (40 - step) + Int32(random.within(1...4)))
      )
    }
    var rest = jobs
    while !rest.isEmpty {
      let job = rest.remove(at: random.below(rest.count))
      if random.chance(1, in: 2) {
        demand.insert(size: job.size, limit: job.limit)
      } else {
        half.insert(size: job.size, limit: job.limit)
      }
    }
    demand.merge(half)
    #expect(demand.count == 8 || jobs.count < 16)
    for _ in 0..<300 {
      let filter = DemandFilter(
        isOpen: false,
        now: Int32(random.within(0...160)),
        slack: Int32(random.within(0...160)),
        beside: Int32(random.within(0...40))
      )
      let exact = jobs.contains { filter.passes(size: $0.size, limit: $0.limit) }
      if exact { #expect(demand.mayPass(filter)) }
    }
  }

  @Test func anEmptySummaryPassesNothing() {
    #expect(!Demand().mayPass(DemandFilter()))
  }

  @Test func theClosedFilterPassesNothing() {
    var demand = Demand()
    demand.insert(size: 1, limit: 0)
    #expect(!demand.mayPass(.closed))
    #expect(!DemandFilter.closed.passes(size: 1, limit: 0))
  }
}
