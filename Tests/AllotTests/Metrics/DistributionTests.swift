import Allot
import AllotMetrics
import Testing

/// Percentiles and means by jobs and by work, with numbers that can be worked out by hand.
@Suite struct DistributionTests {
  private func distributions(
    _ values: [Double],
    work: [Int64],
    groupings: [MeasuredJobs.Grouping] = []
  ) -> JobDistributions {
    let jobs = MeasuredJobs(ids: Array(values.indices), work: work, groupings: groupings)
    return JobDistributions(of: values, jobs)
  }

  private func expect(
    _ value: FigureValue,
    mean: Double?,
    p50: Double?,
    p95: Double?,
    max: Double?,
    _ comment: Comment? = nil
  ) {
    let members = [("mean", mean), ("p50", p50), ("p95", p95), ("max", max)]
    for (name, number) in members { #expect(value[name] == FigureValue(number), comment) }
  }

  @Test func percentilesByJobsGoByNearestRank() {
    let ones = Array(repeating: Int64(1), count: 20)
    let all = distributions((1...20).map(Double.init), work: ones)
    expect(all.byJobs(nil, 0), mean: 10.5, p50: 10, p95: 19, max: 20)
    // ⌈0.95 × 21⌉ = 20 and ⌈0.5 × 21⌉ = 11.
    let more = distributions((1...21).map(Double.init), work: ones + [1])
    expect(more.byJobs(nil, 0), mean: 11, p50: 11, p95: 20, max: 21)
    expect(distributions([4], work: [9]).byJobs(nil, 0), mean: 4, p50: 4, p95: 4, max: 4)
    expect(distributions([], work: []).byJobs(nil, 0), mean: nil, p50: nil, p95: nil, max: nil)
  }

  /// Two of three values are equal: what they weigh together decides.
  @Test func percentilesByWorkAddEqualValues() {
    let just = distributions([5, 7, 5], work: [19, 2, 19]).byWork(nil, 0)
    expect(just, mean: 5.1, p50: 5, p95: 5, max: 7)
    let almost = distributions([5, 7, 5], work: [19, 3, 18]).byWork(nil, 0)
    expect(almost, mean: 5.15, p50: 5, p95: 7, max: 7)
    // By jobs the large one is one of three.
    let jobs = distributions([1, 2, 50], work: [1, 1, 98])
    expect(jobs.byJobs(nil, 0), mean: 53.0 / 3, p50: 2, p95: 50, max: 50)
    expect(jobs.byWork(nil, 0), mean: 49.03, p50: 50, p95: 50, max: 50)
  }

  @Test func whoWeighsNothingCountsByJobsAlone() {
    let none = distributions([3, 4], work: [0, 0])
    expect(none.byJobs(nil, 0), mean: 3.5, p50: 3, p95: 4, max: 4)
    expect(none.byWork(nil, 0), mean: nil, p50: nil, p95: nil, max: nil)
    let some = distributions([3, 4, 9], work: [0, 2, 0])
    expect(some.byWork(nil, 0), mean: 4, p50: 4, p95: 4, max: 4)
  }

  @Test func whoNeverStartsRanksAboveAll() {
    let some = distributions([.infinity, 2, 4], work: [3_600_000, 1, 1])
    expect(some.byJobs(nil, 0), mean: 3, p50: 4, p95: nil, max: nil)
    expect(some.byWork(nil, 0), mean: 3, p50: nil, p95: nil, max: nil)
    for value in [some.byJobs(nil, 0), some.byWork(nil, 0)] {
      #expect(value["unbounded.jobs"] == .count(1))
      #expect(value["unbounded.gpu_hours"] == .number(1))
    }
    let all = distributions([.infinity, .infinity], work: [1, 1])
    for value in [all.byJobs(nil, 0), all.byWork(nil, 0)] {
      expect(value, mean: nil, p50: nil, p95: nil, max: nil)
      #expect(value["unbounded.jobs"] == .count(2))
    }
    // Five in a hundred may wait for ever, a sixth may not.
    let five = distributions(
      (0..<100).map { $0 < 5 ? .infinity : 1 },
      work: Array(repeating: 1, count: 100)
    )
    expect(five.byJobs(nil, 0), mean: 1, p50: 1, p95: 1, max: nil)
    #expect(distributions([1], work: [1]).byJobs(nil, 0)["unbounded"] == nil)
  }

  /// Jobs of a part count in the whole of it, those of no group nowhere.
  @Test func groupsHoldTheirParts() {
    let grouping = MeasuredJobs.Grouping(
      key: "tenants",
      names: ["n", "n/k", "e", "empty"],
      group: [1, 0, 2, 1, -1],
      parents: [-1, 0, -1, 0]
    )
    let distributions = distributions(
      [10, 20, 30, 40, 1_000],
      work: [1, 1, 5, 2, 1],
      groupings: [grouping]
    )
    expect(distributions.byJobs(0, 0), mean: 70.0 / 3, p50: 20, p95: 40, max: 40, "n")
    expect(distributions.byWork(0, 0), mean: 27.5, p50: 20, p95: 40, max: 40, "n by work")
    expect(distributions.byJobs(0, 1), mean: 25, p50: 10, p95: 40, max: 40, "n/k")
    expect(distributions.byWork(0, 1), mean: 30, p50: 40, p95: 40, max: 40, "n/k by work")
    expect(distributions.byJobs(0, 2), mean: 30, p50: 30, p95: 30, max: 30, "e")
    expect(distributions.byJobs(0, 3), mean: nil, p50: nil, p95: nil, max: nil, "empty")
    expect(distributions.byJobs(nil, 0), mean: 220, p50: 30, p95: 1_000, max: 1_000, "whole")
  }

  @Test func radixOrderIsAStableSort() {
    for seed in 0..<UInt64(300) {
      var random = RandomStream("radix", seed: seed)
      let bits = UInt64(random.within(0...63))
      let numbers = (0..<random.below(200)).map { _ in
        seed % 3 == 0
          ? (random.chance(1, in: 9) ? Double.infinity : Double(random.below(500)) / 8).bitPattern
          : (random.next() >> bits) << (seed % 2 == 0 ? bits : 0)
      }
      let sorted = numbers.indices.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
      #expect(RadixOrder.order(of: numbers).map(Int.init) == sorted, "seed \(seed)")
    }
  }
}
