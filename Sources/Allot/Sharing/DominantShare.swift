/// How much a node of a ``QuotaTree`` borrows, as a part of what its parent could lend, for its
/// weight.
///
/// The ratio is the largest over resources of 1,000 × what is held above the subtree's quota, added
/// up over the columns of the resource, by what the parent could hold of it if nobody held
/// anything. Resources of which the parent could hold nothing are left out. Roots borrow nothing.
///
/// Shares order by ratio / weight; nodes that borrow at weight zero come after all others, by their
/// ratios among themselves.
///
/// Source: kubernetes-sigs/kueue at ff69552e, dominant resource shares.
public struct DominantShare: Sendable {
  /// The largest ratio in thousandths, regardless of weight.
  public var ratio = 0.0
  /// The weight of the node.
  public var weight: Double
  /// True where the node holds more than its subtree's quota of anything.
  public var isBorrowing = false

  /// The share of a node with a weight that borrows nothing.
  public init(weight: Double) {
    self.weight = weight
  }

  /// True where nothing that is borrowed counts.
  public var isZero: Bool { ratio == 0 }

  private var isEndless: Bool { weight == 0 && isBorrowing }

  /// Ratio by weight in thousandths; infinite for who borrows at weight zero.
  public var value: Double {
    if isEndless { return .infinity }
    return ratio == 0 ? 0 : ratio / weight
  }

  /// Negative, zero or positive where one share is less than, equal to or more than another.
  public static func compare(_ a: DominantShare, _ b: DominantShare) -> Int {
    let (x, y) = a.isEndless && b.isEndless ? (a.ratio, b.ratio) : (a.value, b.value)
    return x < y ? -1 : (x > y ? 1 : 0)
  }
}

extension QuotaTree {
  /// The dominant share of a node, with so much more held at it in each column.
  ///
  /// `resources` gives the resource of each column, `more` an amount for each column or nothing.
  public func dominantShare(
    of node: Int,
    weight: Double,
    resources: [Int],
    with more: [Int64] = []
  ) -> DominantShare {
    var share = DominantShare(weight: weight)
    guard let parent = parents[node] else { return share }
    for first in 0..<columns where isGoverned(node, first) && above(node, first, with: more) > 0 {
      share.isBorrowing = true
      var (over, lendable) = (Int64(0), Int64(0))
      for column in 0..<columns where resources[column] == resources[first] {
        lendable += potentiallyAvailable(to: parent, column)
        guard isGoverned(node, column) else { continue }
        over += max(0, above(node, column, with: more))
      }
      if lendable > 0 { share.ratio = max(share.ratio, Double(over) * 1_000 / Double(lendable)) }
    }
    return share
  }

  /// What a node holds above its subtree's quota, negative below it.
  private func above(_ node: Int, _ column: Int, with more: [Int64]) -> Int64 {
    usage(of: node, column) + (more.isEmpty ? 0 : more[column]) - subtreeQuota(of: node, column)
  }
}
