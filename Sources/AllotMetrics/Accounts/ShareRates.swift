public import Allot

/// How a tenant stands in one device model as long as nothing changes, in devices.
///
/// With E the entitlement regardless of demand, a what is held and w what its waiting jobs want of
/// the model: borrowed = (a − E)⁺, owed = min((E − a)⁺, w), unused = (E − a)⁺, lent = unused ×
/// Σ borrowed / Σ unused among siblings (at most unused), so that what siblings lend is what they
/// borrow, and withheld = min(lent, owed): what is lent although its owner itself waits for it.
public struct ShareRates: Sendable {
  /// What the tenant is entitled to, regardless of demand.
  public internal(set) var entitled: Int64 = 0
  /// What it and everyone below it holds.
  public internal(set) var held: Int64 = 0
  /// What its waiting jobs want of the model.
  public internal(set) var wanted: Int64 = 0
  /// What it holds above its entitlement.
  public internal(set) var borrowed: Int64 = 0
  /// What it wants, is entitled to, and is not given.
  public internal(set) var owed: Int64 = 0
  /// What siblings hold of what it leaves unused.
  public internal(set) var lent = 0.0
  /// What it lends although it waits for it itself.
  public internal(set) var withheld = 0.0

  /// True for a tenant that holds, wants and lends nothing.
  public var isIdle: Bool { held == 0 && wanted == 0 && lent == 0 }
}

/// Something that adds up how tenants stand over time, for ``ShareAccounts``.
public protocol ShareSink: Sendable {
  /// A tenant stood so in a model from one instant to another.
  mutating func add(
    _ rates: ShareRates,
    of tenant: ID<Tenant>,
    model: Int,
    from start: SimTime,
    to end: SimTime
  )

  /// A preemption has lost work of a tenant in a model: all of an attempt from an instant on.
  mutating func lose(
    _ gpus: Int64,
    of tenant: ID<Tenant>,
    model: Int,
    from start: SimTime,
    to end: SimTime
  )
}
