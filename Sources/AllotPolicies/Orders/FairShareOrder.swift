public import Allot

/// Hierarchical fair share: at each level the tenant that has used least for its weight goes first.
///
/// The key is usage / weight, where usage is the ledger's. A tenant without weight comes last. A
/// tenant is exhausted before its next sibling, as in Slurm's Fair Tree.
public struct FairShareOrder: OrderPart {
  /// The order by use for weight.
  public init() {}

  /// A tenant is exhausted before its next sibling.
  public var walk: Walk { .tree }
  /// Keys change when the ledger does.
  public var reads: OrderInputs { .usage }

  /// Usage for weight.
  public func key(of tenant: TenantView) -> Double {
    tenant.weight == 0 ? .infinity : tenant.usage / Double(tenant.weight)
  }

  /// `fair-share`.
  public var name: String { "fair-share" }
}
