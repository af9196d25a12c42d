public import Allot

/// A tenant may hold its entitlement and no more, on any nodes.
public struct CapQuota: QuotaPart {
  /// Entitlements as hard limits.
  public init() {}

  /// `cap`.
  public var name: String { "cap" }

  /// The entitlement itself.
  public func limit(nominal: Int64?) -> Int64? { nominal }
}
