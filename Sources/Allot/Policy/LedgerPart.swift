/// The part of a policy that says how past use is remembered.
///
/// Charges are device-milliseconds. Instead of letting the past decay, later charges weigh more:
/// the weight grows by ``growth`` at every tick, which keeps the order of siblings at any instant
/// the same and costs nothing for tenants at rest. A growth of one remembers everything for ever.
public protocol LedgerPart: PolicyPart {
  /// The time between ticks, at which the weight grows and keys may change.
  var tick: SimDuration { get }
  /// The factor by which the weight grows at each tick; at least one, at most two.
  var growth: Double { get }
}
