public import Allot

/// Preemption for whoever holds less than its share from whoever holds more, for one resource.
///
/// A queue takes back for a job of any size as long as it holds less than the division of surplus
/// gives it, and yields as long as it holds more: the last job that starts, and the last that goes,
/// may take either past its share.
///
/// Source: volcano-sh/volcano at ed72c7c8, plugin proportion with the action reclaim.
public struct UntilShareReclaim: ReclaimPart {
  /// What victims are left with, and how much may be taken at a time.
  public var terms: ReclaimTerms

  /// Reclaim until shares are held.
  public init(_ terms: ReclaimTerms = ReclaimTerms()) {
    self.terms = terms
  }

  /// `until-share`.
  public var name: String { "until-share" }
  /// Shares say who claims and who yields.
  public var readsShares: Bool { true }

  /// Anything, as long as it holds less than its share.
  public func claimable(_ tenant: TenantStanding) -> Int64 {
    Double(tenant.held) < tenant.share ? .max : 0
  }

  /// Only who holds more than its share yields.
  public func mayTake(_ tenant: TenantStanding) -> Bool { Double(tenant.held) > tenant.share }
}
