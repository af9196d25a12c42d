/// How divisible tasks of equally entitled users would share several resources.
///
/// Yardsticks to compare ``LiftLowestSurplus`` with; a user's tasks need resources in fixed
/// proportion.
///
/// Source: Ghodsi et al., Dominant Resource Fairness, NSDI 2011, sections 4.1 to 4.3.
public enum DivisibleMechanism: String, Sendable, CaseIterable {
  /// Equal dominant shares.
  case dominantResource = "drf"
  /// Equal sums of shares over resources.
  case assetFairness = "asset-fairness"
  /// The largest product of tasks: competitive equilibrium from equal incomes.
  case competitiveEquilibrium = "ceei"

  /// The tasks of each user, as many as the resources allow.
  ///
  /// `tasks` has what a task of each user takes of each resource.
  ///
  /// - Precondition: every task takes something, and only of resources that there are.
  public func divide(_ capacity: [Double], among tasks: [[Double]]) -> [Double] {
    precondition(
      tasks.allSatisfy { task in
        task.contains { $0 > 0 } && zip(task, capacity).allSatisfy { $0 == 0 || $1 > 0 }
      },
      "every task takes something, and only of what there is"
    )
    let parts = tasks.map { task in zip(task, capacity).map { $0 == 0 ? 0 : $0 / $1 } }
    switch self {
    case .dominantResource: return Self.level(parts) { $0.max() ?? 0 }
    case .assetFairness: return Self.level(parts) { $0.reduce(0, +) }
    case .competitiveEquilibrium: return Self.equilibrium(parts)
    }
  }

  /// Raises an equal measure of all users until a resource is used up.
  private static func level(_ parts: [[Double]], _ measure: ([Double]) -> Double) -> [Double] {
    let rates = parts.map { 1 / measure($0) }
    let fullest = (parts.first ?? []).indices.reduce(0.0) { most, resource in
      max(most, zip(parts, rates).reduce(0) { $0 + $1.0[resource] * $1.1 })
    }
    return rates.map { $0 / fullest }
  }

  /// Prices at which everybody's income of one buys what there is: demand is 1 / Σ price × part.
  ///
  /// Each price in turn is set to where its resource is just used up, or to zero where it is not
  /// even for nothing, until no price moves; the prices minimise a convex function.
  private static func equilibrium(_ parts: [[Double]]) -> [Double] {
    let resources = (parts.first ?? []).indices
    var prices = resources.map { _ in Double(parts.count) / Double(max(1, resources.count)) }
    func cost(_ user: [Double]) -> Double { zip(user, prices).reduce(0) { $0 + $1.0 * $1.1 } }
    for _ in 0..<10_000 {
      let before = prices
      for resource in resources {
        let others = parts.map { cost($0) - $0[resource] * prices[resource] }
        func used(_ price: Double) -> Double {
          zip(parts, others).reduce(0) { sum, user in
            let part = user.0[resource]
            return part == 0 ? sum : sum + part / max(user.1 + part * price, 1e-300)
          }
        }
        guard used(0) > 1 else {
          prices[resource] = 0
          continue
        }
        // At a price of one for each user, nobody's income buys more than its part of the whole.
        var (low, high) = (0.0, Double(parts.count))
        for _ in 0..<100 {
          let middle = (low + high) / 2
          if used(middle) > 1 { low = middle } else { high = middle }
        }
        prices[resource] = high
      }
      let moved = zip(before, prices).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
      if moved < 1e-13 * Double(parts.count) { break }
    }
    return parts.map { 1 / cost($0) }
  }
}
