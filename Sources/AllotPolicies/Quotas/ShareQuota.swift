public import Allot

/// A tenant may hold what the division of surplus gives it, and no more.
///
/// A tenant that holds nothing and has a share may start a job larger than it, within the shares
/// of the tenants above: two gangs larger than their shares would wait for each other for ever.
///
/// Source: htcondor/htcondor, submitter limits of accounting groups.
public struct ShareQuota: QuotaPart {
  /// Shares as limits.
  public init() {}

  /// `share`.
  public var name: String { "share" }

  /// Nothing but the share limits it.
  public func limit(nominal: Int64?) -> Int64? { nil }

  /// With its next job at most its share.
  public var bound: ShareBound { .upTo }
}
