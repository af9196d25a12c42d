public import Allot

/// The tenant that holds the smallest part of what the division of surplus gives it goes first.
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

  /// Devices held by devices deserved.
  public func key(of tenant: TenantView) -> Double {
    Self.part(held: Double(tenant.allocation), of: tenant.fairShare)
  }

  /// What is held of a resource as a part of something; all of it where there is nothing and some
  /// is held.
  public static func part(held: Double, of whole: Double) -> Double {
    whole == 0 ? (held == 0 ? 0 : 1) : held / whole
  }
}
