public import Allot

/// The tenant that holds the smallest part of what the division of surplus gives it goes first.
///
/// Where several resources are divided, the largest part counts. Jobs of one tenant go by submit
/// time.
///
/// Source: volcano-sh/volcano at ed72c7c8, queue order of the plugins proportion and capacity.
public struct DeservedShareOrder: OrderPart {
  /// By what is held of what is deserved.
  public init() {}

  /// `deserved-share`.
  public var name: String { "deserved-share" }
  /// A tenant's waiting jobs go in one go, as far as keys do not change.
  public var walk: Walk { .tree }
  /// What tenants hold and count on.
  public var reads: OrderInputs { [.allocation, .fairShare] }

  /// Devices held by devices deserved.
  public func key(of tenant: TenantView) -> Double {
    Self.share(allocated: [Double(tenant.allocation)], deserved: [tenant.fairShare])
  }

  /// The largest part held of any resource; one of which nothing is deserved counts as full once
  /// some is held.
  public static func share(allocated: [Double], deserved: [Double]) -> Double {
    zip(allocated, deserved).reduce(0) { most, part in
      let share = part.1 == 0 ? (part.0 == 0 ? 0 : 1) : part.0 / part.1
      return max(most, share)
    }
  }
}
