public import Allot

/// Water-filling by weight, up to demand and limit, with at least the quota for everybody.
///
/// In rounds, everybody who is not met is offered its part of what is left by weight; what it has
/// then is cut to its limit, cut to its demand, and raised to its quota. Who has all it wants, or
/// got nothing more, is met. No limit is higher than the total without the others' quotas. Raising
/// somebody to its quota takes nothing back from others, so that shares may exceed the total.
///
/// In replays nobody is guaranteed anything, what nobody with a weight wants goes evenly to those
/// without one, and what a tenant has is divided among its children.
///
/// Source: volcano-sh/volcano at ed72c7c8, the plugin proportion, where quotas are guarantees.
public struct WeightSurplus: SurplusPart {
  /// Water-filling by weight.
  public init() {}

  /// `weight`.
  public var name: String { "weight" }

  /// What each tenant deserves.
  public func shares(of total: Int64, in tree: ShareTree) -> [Double] {
    tree.divided(total) { total, contenders in
      let wanting = contenders.map { contender in
        Contender(weight: contender.weight, demand: contender.demand)
      }
      var deserved = divide(total, among: wanting)
      let left = total - deserved.reduce(0, +)
      let without = wanting.indices.filter { wanting[$0].weight == 0 }
      guard !without.isEmpty, left > 0 else { return deserved }
      let even = without.map { Contender(demand: wanting[$0].demand) }
      for (index, part) in zip(without, divide(left, among: even)) { deserved[index] = part }
      return deserved
    }
  }

  /// What each contender deserves; real numbers.
  public func divide(_ total: Double, among contenders: [Contender]) -> [Double] {
    let guaranteed = contenders.reduce(0) { $0 + $1.quota }
    let limits = contenders.map { min($0.limit, total - guaranteed + $0.quota) }
    var deserved = Array(repeating: 0.0, count: contenders.count)
    var open = Array(contenders.indices)
    var left = total
    while true {
      let weights = open.reduce(0) { $0 + contenders[$1].weight }
      guard weights > 0 else { break }
      var given = 0.0
      var unmet: [Int] = []
      for index in open {
        let before = deserved[index]
        var after = before + left * (contenders[index].weight / weights)
        after = min(after, limits[index], contenders[index].demand)
        let isMet = contenders[index].demand <= after || after == before
        after = max(after, contenders[index].quota)
        deserved[index] = after
        given += after - before
        if !isMet { unmet.append(index) }
      }
      open = unmet
      left -= given
      // What is left of a total after real divisions is noise, not capacity.
      guard given != 0, left > 1e-9 * total else { break }
    }
    return deserved
  }
}
