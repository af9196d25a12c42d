public import Allot

/// Everybody gets its quota as far as it is asked for; what is left goes by priority, then weight.
///
/// Level by level, highest first, in rounds: with n a contender's part of the weights of those who
/// want more, its round weight is max(0, n + k (n − usage)); it is offered its part of what is left
/// by round weights, and takes what it still wants, or else whole units of the offer. Another round
/// follows while somebody wanted less than the offer. When all levels are through, units that were
/// rounded off go out one by one, level by level, the largest fraction first, ties to the earlier
/// contender.
///
/// Quotas of more than there is are all granted: fair shares then add up to more than the total.
///
/// Source: NVIDIA/KAI-Scheduler at 72de64fc, resource division.
public struct PriorityThenWeightSurplus: SurplusPart {
  /// How much past use counts; zero for not at all.
  public var k: Double

  /// Surplus by priority, weight and, where `k` is positive, past use.
  public init(k: Double = 0) {
    self.k = k
  }

  /// `priority-then-weight`.
  public var name: String { "priority-then-weight" }
  /// Levels are priorities.
  public var readsPriority: Bool { true }

  /// The fair share of each tenant.
  public func shares(of total: Int64, in tree: ShareTree) -> [Double] {
    tree.divided(total) { divide($0, among: $1).shares }
  }

  /// The fair share of each contender, and what nobody gets.
  public func divide(
    _ total: Double,
    among contenders: [Contender]
  ) -> (shares: [Double], rest: Double) {
    let wanted = contenders.map { min($0.demand, $0.limit) }
    var shares = zip(contenders, wanted).map { min($0.quota == .infinity ? total : $0.quota, $1) }
    var rest = shares.reduce(total, -)
    guard rest > 0 else { return (shares, 0) }
    let levels = Set(contenders.map(\.priority)).sorted(by: >).map { level in
      contenders.indices.filter { contenders[$0].priority == level }
    }
    let fractions = levels.map { level in
      fill(level, contenders, wanted, &shares, &rest)
    }
    for fraction in fractions {
      for (index, _) in fraction.sorted(by: { $0.part != $1.part ? $0.part > $1.part : $0 < $1 })
      where rest > 0 {
        let unit = min(1, rest)
        shares[index] += unit
        rest -= unit
      }
    }
    return (shares, rest)
  }

  /// The rounds of one level; what was rounded off from whom in the last round that offered it.
  private func fill(
    _ level: [Int],
    _ contenders: [Contender],
    _ wanted: [Double],
    _ shares: inout [Double],
    _ rest: inout Double
  ) -> [(index: Int, part: Double)] {
    var fractions: [(index: Int, part: Double)] = []
    while true {
      let offered = rest
      let open = level.filter { wanted[$0] > shares[$0] }
      let weights = open.reduce(0) { $0 + contenders[$1].weight }
      guard weights > 0 else { break }
      let roundWeights = open.map { index in
        let n = contenders[index].weight / weights
        return max(0, n + k * (n - contenders[index].usage))
      }
      let sum = roundWeights.reduce(0, +)
      guard sum > 0 else { break }
      var somebodyWantedLess = false
      for (index, weight) in zip(open, roundWeights) where contenders[index].weight > 0 {
        guard rest != 0 else { break }
        let offer = offered * (weight / sum)
        let more = wanted[index] - shares[index]
        fractions.removeAll { $0.index == index && (more <= offer || offer > offer.rounded(.down)) }
        let given = more <= offer ? more : offer.rounded(.down)
        if more > offer && offer > given { fractions.append((index, offer - given)) }
        shares[index] += given
        rest -= given
        if given > 0 && more < offer { somebodyWantedLess = true }
      }
      guard somebodyWantedLess, rest != 0 else { break }
    }
    return fractions
  }
}
