/// The distributions of one quantity over all measured jobs and over every group of them, each by
/// jobs and by work.
///
/// By jobs: percentiles by nearest rank. By work: percentile q is the smallest value v such that
/// the work of jobs with values up to v is at least q of all; the mean is Σ work × value / Σ work.
/// A value may be infinite: it ranks above all others and shows as nothing, `unbounded` says how
/// many there are, and means leave them out. One sort serves all groups.
///
/// - Complexity: O(jobs × groupings), times the digits in which values differ for the sort.
public struct JobDistributions: Sendable {
  private let whole: Moments
  private let groups: [[Moments]]

  /// The distributions of values, one for each of ``MeasuredJobs/ids``; they are not negative, and
  /// may be infinite.
  public init(of values: [Double], _ jobs: MeasuredJobs) {
    let order = RadixOrder.order(of: values.map(\.bitPattern))
    let whole = Moments(of: values, jobs.work, order[...])
    self.whole = whole
    groups = jobs.groupings.map { grouping in
      if grouping.isWhole { return [whole] }
      let (sorted, starts) = grouping.dealt(order)
      return grouping.names.indices.map { group in
        Moments(of: values, jobs.work, sorted[starts[group]..<starts[group + 1]])
      }
    }
  }

  /// The distribution of a group by jobs; of all measured jobs where the grouping is nil.
  ///
  /// Its members are `mean`, `p50`, `p95`, `max`, and `unbounded` where some values are infinite.
  public func byJobs(_ grouping: Int?, _ group: Int) -> FigureValue {
    moments(grouping, group).byJobs
  }

  /// The distribution of a group by work, with the same members.
  public func byWork(_ grouping: Int?, _ group: Int) -> FigureValue {
    moments(grouping, group).byWork
  }

  private func moments(_ grouping: Int?, _ group: Int) -> Moments {
    grouping.map { groups[$0][group] } ?? whole
  }
}

extension MeasuredJobs.Grouping {
  /// Jobs in an order dealt to their groups, each in that order, and where each group begins.
  fileprivate func dealt(_ order: [Int32]) -> (jobs: [Int32], starts: [Int]) {
    guard !names.isEmpty else { return ([], [0]) }
    var starts = [0]
    for size in sizes { starts.append(starts[starts.count - 1] + size) }
    var next = starts
    var jobs = Array(repeating: Int32(0), count: starts[names.count])
    for job in order {
      var group = Int(self.group[Int(job)])
      while group >= 0 {
        jobs[next[group]] = job
        next[group] += 1
        group = Int(parents[group])
      }
    }
    return (jobs, starts)
  }
}

/// What a distribution is made of.
private struct Moments: Sendable {
  private let bounded: Int
  private let unboundedJobs: Int
  private let work: Int128
  private let unboundedWork: Int128
  private let sum: Double
  private let weightedSum: Double
  /// The median, the 95th percentile and the largest value, by jobs.
  private let ranks: [Double?]
  /// The same by work.
  private let weightedRanks: [Double?]

  /// The moments of the values of jobs that are sorted by value.
  init(of values: [Double], _ works: [Int64], _ jobs: ArraySlice<Int32>) {
    var (sum, weightedSum) = (0.0, 0.0)
    var work: Int128 = 0
    var bounded = 0
    for job in jobs {
      let value = values[Int(job)]
      guard value.isFinite else { break }
      sum += value
      weightedSum += value * Double(works[Int(job)])
      work += Int128(works[Int(job)])
      bounded += 1
    }
    let unbounded = jobs.dropFirst(bounded)
    unboundedWork = unbounded.reduce(0) { $0 + Int128(works[Int($1)]) }
    unboundedJobs = unbounded.count
    self.bounded = bounded
    self.work = work + unboundedWork
    self.sum = sum
    self.weightedSum = weightedSum
    ranks = [50, 95, 100].map { percent in
      jobs.isEmpty
        ? nil : values[Int(jobs[jobs.startIndex + (jobs.count * percent + 99) / 100 - 1])]
    }
    weightedRanks = Self.weightedRanks(values, works, jobs, all: self.work)
  }

  private static func weightedRanks(
    _ values: [Double],
    _ works: [Int64],
    _ jobs: ArraySlice<Int32>,
    all: Int128
  ) -> [Double?] {
    guard all > 0 else { return [nil, nil, nil] }
    // A job without work moves no rank, so the largest value is that of the last one with work.
    let last = jobs.last { works[Int($0)] > 0 }
    var ranks: [Double?] = []
    var (sum, at) = (Int128(0), jobs.startIndex)
    for percent in [50, 95] {
      let least = (all * Int128(percent) + 99) / 100
      while sum < least {
        sum += Int128(works[Int(jobs[at])])
        at += 1
      }
      ranks.append(values[Int(jobs[at - 1])])
    }
    return ranks + [last.map { values[Int($0)] }]
  }

  var byJobs: FigureValue {
    value(bounded > 0 ? sum / Double(bounded) : nil, ranks)
  }

  var byWork: FigureValue {
    let known = work - unboundedWork
    return value(known > 0 ? weightedSum / Double(known) : nil, weightedRanks)
  }

  private func value(_ mean: Double?, _ ranks: [Double?]) -> FigureValue {
    var members: [String: FigureValue] = [
      "mean": FigureValue(mean), "p50": FigureValue(ranks[0]), "p95": FigureValue(ranks[1]),
      "max": FigureValue(ranks[2]),
    ]
    if unboundedJobs > 0 { members["unbounded"] = .work(unboundedJobs, unboundedWork) }
    return .members(members)
  }
}

extension FigureValue {
  /// Jobs and their work in device-milliseconds, as files say both.
  public static func work(_ jobs: Int, _ milliseconds: Int128) -> FigureValue {
    .members(["jobs": .count(jobs), "gpu_hours": .number(Double(milliseconds) / 3_600_000)])
  }
}
