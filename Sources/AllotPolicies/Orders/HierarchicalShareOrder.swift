public import Allot

/// The branch with the smallest hierarchical dominant share for its weight goes first.
///
/// As ``DominantShareOrder``, but above the leaves a branch counts children for which no job waits
/// as they are, and the others rescaled to the smallest dominant share among them: a child that
/// wants no more does not hold its siblings back, however much it holds.
///
/// Source: Bhattacharya et al., SoCC 2013; see `HierarchicalHolding`. Weights count as they are,
/// where Volcano counts those below one as one.
public struct HierarchicalShareOrder: OrderPart {
  /// By hierarchical dominant share.
  public init() {}

  /// `hierarchical-share`.
  public var name: String { "hierarchical-share" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold of every resource, and for whom jobs wait.
  public var reads: OrderInputs { .hierarchicalShare }

  /// The hierarchical share for the weight.
  public func key(of tenant: TenantView) -> Double {
    tenant.weight == 0 ? .infinity : tenant.hierarchicalShare / Double(tenant.weight)
  }
}
