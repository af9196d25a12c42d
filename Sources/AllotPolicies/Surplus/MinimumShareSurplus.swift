public import Allot

/// Shares in proportion to weights that are cut to each one's minimum and maximum.
///
/// The share of a contender at a ratio R is weight × R, raised to its quota, cut to its limit and
/// then to a whole number. R is doubled from one until the shares add up to the total (or to all
/// limits), then bisected 25 times, or until they do exactly. Demand does not matter.
///
/// Who has no weight gets its quota, who may hold nothing nothing, before the others.
///
/// In replays only tenants that hold or want something are divided among; the minimum is the
/// entitlement, the maximum the `cap`, and what a tenant has is divided among its children.
///
/// Source: apache/hadoop trunk, ComputeFairShares of the Fair Scheduler.
public struct MinimumShareSurplus: SurplusPart {
  /// Shares between minimum and maximum.
  public init() {}

  /// `minimum-share`.
  public var name: String { "minimum-share" }

  /// Shares are cut to whole units: of many tenants each may have none.
  public var mayLeaveNothing: Bool { true }

  /// The instantaneous fair share of each tenant.
  public func shares(of total: Int64, in tree: ShareTree) -> [Double] {
    tree.divided(total) { total, contenders in
      let active = contenders.indices.filter { contenders[$0].demand > 0 }
      var shares = contenders.map { _ in 0.0 }
      for (index, share) in zip(active, divide(Int64(total), among: active.map { contenders[$0] }))
      {
        shares[index] = Double(share)
      }
      return shares
    }
  }

  private static let bisections = 25

  /// The fair share of each contender, in whole units.
  public func divide(_ total: Int64, among contenders: [Contender]) -> [Int64] {
    var shares = contenders.map { contender in
      contender.limit <= 0 ? 0 : max(0, Int64(contender.quota))
    }
    let open = contenders.indices.filter { contenders[$0].limit > 0 && contenders[$0].weight > 0 }
    guard !open.isEmpty else { return shares }
    let fixed = contenders.indices.filter { !open.contains($0) }.reduce(0) { $0 + shares[$1] }
    let most = open.reduce(0.0) { $0 + contenders[$1].limit }
    let wanted = Int64(min(Double(max(total - fixed, 0)), most))
    func used(_ ratio: Double) -> Int64 {
      open.reduce(0) { $0 + share(of: contenders[$1], at: ratio) }
    }
    var right = 1.0
    while used(right) < wanted { right *= 2 }
    var left = 0.0
    for _ in 0..<Self.bisections {
      let middle = (left + right) / 2
      let planned = used(middle)
      if planned == wanted {
        right = middle
        break
      }
      if planned < wanted { left = middle } else { right = middle }
    }
    for index in open { shares[index] = share(of: contenders[index], at: right) }
    return shares
  }

  private func share(of contender: Contender, at ratio: Double) -> Int64 {
    let share = min(max(contender.weight * ratio, contender.quota), contender.limit)
    return Int64(min(share, 0x1p52))
  }
}
