public import Allot

/// A tenant may start jobs as long as it holds less than the division of surplus gives it.
///
/// Its last job may take it above its share; others then wait until it holds less again.
///
/// Source: volcano-sh/volcano at ed72c7c8, overused queues of the plugin proportion.
public struct UntilShareQuota: QuotaPart {
  /// Shares up to which jobs start.
  public init() {}

  /// `until-share`.
  public var name: String { "until-share" }

  /// Nothing but the share limits it.
  public func limit(nominal: Int64?) -> Int64? { nil }

  /// As long as it holds less than its share.
  public var bound: ShareBound { .until }
}
