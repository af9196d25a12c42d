/// The sums of a whole number over all measured jobs and over every group of them.
public struct GroupSums: Sendable {
  private let whole: Int128
  private let groups: [[Int128]]

  /// The sums of numbers, one for each of ``MeasuredJobs/ids``; none is negative.
  ///
  /// A job counts in its group and in every group that this one is part of.
  public init(of numbers: [Int64], _ jobs: MeasuredJobs) {
    let whole = numbers.reduce(0) { $0 + Int128($1) }
    self.whole = whole
    groups = jobs.groupings.map { grouping in
      if grouping.isWhole { return [whole] }
      var sums = Array(repeating: Int128(0), count: grouping.names.count)
      // Hardly anything is left out of most replays.
      if whole == 0 || sums.isEmpty { return sums }
      for (index, number) in numbers.enumerated() where number != 0 {
        var group = Int(grouping.group[index])
        while group >= 0 {
          sums[group] += Int128(number)
          group = Int(grouping.parents[group])
        }
      }
      return sums
    }
  }

  /// The sum of a group by its grouping and place; of all measured jobs where the grouping is nil.
  public func sum(_ grouping: Int?, _ group: Int) -> Int128 {
    grouping.map { groups[$0][group] } ?? whole
  }

  /// The same where numbers count jobs.
  public func jobs(_ grouping: Int?, _ group: Int) -> Int { Int(sum(grouping, group)) }
}
