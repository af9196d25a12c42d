public import Allot

/// A tenant within its nominal quota takes back what tenants above theirs have borrowed.
///
/// A victim loses the work since its last checkpoint; without checkpoints, all of it.
public struct WithinQuotaReclaim: ReclaimPart {
  /// The time between checkpoints, or nil where there are none.
  public var checkpoint: SimDuration?

  /// Reclaim with or without checkpoints.
  public init(checkpoint: SimDuration? = nil) {
    self.checkpoint = checkpoint
  }

  /// `within-quota`.
  public var name: String { "within-quota" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    [PolicySetting("checkpoint", checkpoint.map { .duration($0) })]
  }

  /// What is left of the quota.
  public func claimable(held: Int64, nominal: Int64) -> Int64 { nominal - held }

  /// Only tenants above their quota yield.
  public func mayTake(held: Int64, nominal: Int64) -> Bool { held > nominal }
}
