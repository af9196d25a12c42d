public import Allot

/// Among the tenants of the highest priority, the one that holds the smallest part of what the
/// division of surplus gives it goes first.
///
/// Where several resources are divided, the largest part counts. Jobs of one tenant go by
/// priority.
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
  /// Before what is held.
  public var readsPriority: Bool { true }

  /// Devices held by devices deserved, behind the priority.
  public func key(of tenant: TenantView) -> Double {
    Self.key(
      Self.part(held: Double(tenant.allocation), of: tenant.fairShare),
      behind: tenant.priority
    )
  }

  /// A key by which a part of something goes behind a priority, squeezed to below one; the part
  /// itself where the priority is zero.
  static func key(_ part: Double, behind priority: Int64) -> Double {
    guard priority > 0 else { return part }
    return (part == .infinity ? 1 : part / (1 + part)) - Double(priority)
  }

  /// What is held of a resource as a part of something; all of it where there is nothing and some
  /// is held.
  public static func part(held: Double, of whole: Double) -> Double {
    whole == 0 ? (held == 0 ? 0 : 1) : held / whole
  }
}
