/// The tenants among whom a device model is divided: the root, and whoever has an entitlement.
public struct ShareTree: Sendable {
  /// The parent of each node, which comes before it; nil for the root, which is the first.
  public let parents: [Int?]
  /// The children of each node.
  public let children: [[Int]]
  /// What each node is entitled to, weighs and wants; the demand includes that of all below it.
  public var contenders: [Contender]

  /// A tree of contenders.
  ///
  /// - Precondition: the first node is the root, and parents come before their children.
  public init(parents: [Int?], contenders: [Contender]) {
    self.parents = parents
    self.contenders = contenders
    children = parents.children()
  }

  /// Divides a total among the children of the root, what each of them has among its children, and
  /// so on.
  public func divided(
    _ total: Int64,
    _ divide: (_ total: Double, _ among: [Contender]) -> [Double]
  ) -> [Double] {
    var shares = parents.map { _ in 0.0 }
    shares[0] = Double(total)
    for node in children.indices where !children[node].isEmpty {
      let parts = divide(shares[node], children[node].map { contenders[$0] })
      for (child, part) in zip(children[node], parts) { shares[child] = part }
    }
    return shares
  }

  /// Cuts what each node wants to its limit, and so what the nodes above it want.
  public mutating func cutDemand() {
    // Parents come before their children.
    for node in parents.indices.reversed() {
      let cut = contenders[node].demand - contenders[node].limit
      guard cut > 0 else { continue }
      var at: Int? = node
      while let place = at {
        contenders[place].demand -= cut
        at = parents[place]
      }
    }
  }
}
