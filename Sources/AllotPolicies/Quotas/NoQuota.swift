public import Allot

/// Nothing but the machine limits a tenant.
public struct NoQuota: QuotaPart {
  /// No quota.
  public init() {}

  /// `none`.
  public var name: String { "none" }

  /// No limit.
  public func limit(nominal: Int64?) -> Int64? { nil }
}
