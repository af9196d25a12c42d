/// The part of a policy that says how borrowed devices are taken back, by preempting.
///
/// The engine looks for victims only when a visited job can not start and may claim. It takes the
/// latest start first until a place for the claimant exists, then lets stay whatever can.
public protocol ReclaimPart: PolicyPart {
  /// The largest job for which a tenant that holds `held` devices of the model may claim.
  ///
  /// `nominal` is its entitlement in that model. Tenants without one are not asked: they neither
  /// claim by themselves nor are taken from.
  func claimable(held: Int64, nominal: Int64) -> Int64
  /// True when jobs of a tenant that holds `held` devices of the model may be taken.
  func mayTake(held: Int64, nominal: Int64) -> Bool
  /// The time between checkpoints, or nil where a victim loses all its work.
  var checkpoint: SimDuration? { get }
  /// How long a victim runs on before it is evicted, its devices held for the claimant; nil where
  /// it leaves at once.
  var grace: SimDuration? { get }
}
