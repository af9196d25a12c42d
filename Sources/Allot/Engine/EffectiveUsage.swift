/// The part of all use that counts as each tenant's, down the tree.
///
/// A class counts for what its jobs have used, as a part of all use. Further down, what a tenant
/// has used is mixed with what its weight would give it of its parent's figure:
/// effective = used + (parent's − used) × weight / siblings' weights, so that a tenant pays a
/// little for what its siblings use.
///
/// Source: Slurm's multifactor plugin without Fair Tree (22.05), "effective usage".
package struct EffectiveUsage {
  /// The part of the whole that a tenant's weights give it, multiplied down the tree.
  package private(set) var shares: [Double]
  /// The weight of each tenant as a part of its siblings' weights.
  private let parts: [Double]
  private let parents: [Int]

  package init(weights: [Int64], parents: [Int]) {
    self.parents = parents
    var sums = Array(repeating: Int64(0), count: weights.count)
    for tenant in weights.indices.dropFirst() { sums[parents[tenant]] += weights[tenant] }
    var parts = Array(repeating: 1.0, count: weights.count)
    shares = parts
    // Parents have lower ids than their children.
    for tenant in weights.indices.dropFirst() {
      let sum = sums[parents[tenant]]
      parts[tenant] = sum == 0 ? 0 : Double(weights[tenant]) / Double(sum)
      shares[tenant] = shares[parents[tenant]] * parts[tenant]
    }
    self.parts = parts
  }

  /// The figure of a tenant at the last tick.
  ///
  /// As all use grows, it falls at most in proportion, for no tenant's use ever falls.
  package func value(of tenant: Int, ledger: borrowing Ledger) -> Double {
    let total = ledger.usageAtTick(of: 0)
    return total > 0 ? value(of: tenant, ledger: ledger, total: total) : 0
  }

  private func value(of tenant: Int, ledger: borrowing Ledger, total: Double) -> Double {
    let used = ledger.usageAtTick(of: tenant) / total
    let parent = parents[tenant]
    guard parent > 0 else { return used }
    return used + (value(of: parent, ledger: ledger, total: total) - used) * parts[tenant]
  }
}
