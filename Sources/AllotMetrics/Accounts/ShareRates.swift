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

/// A time in which nothing changed for a tenant in a device model.
public struct ShareSpan: Sendable {
  /// The tenant.
  public var tenant: ID<Tenant>
  /// The position of the model in the cluster.
  public var model: Int
  /// When it began.
  public var start: SimTime
  /// When it ended.
  public var end: SimTime

  /// Its part in each hour since time zero that it touches, in milliseconds.
  func eachHour(_ body: (_ hour: Int, _ passed: Int64) -> Void) {
    var at = start.milliseconds
    while at < end.milliseconds {
      let hour = at / 3_600_000
      let next = min(end.milliseconds, (hour + 1) * 3_600_000)
      body(Int(hour), next - at)
      at = next
    }
  }
}

extension MeasurementWindow {
  /// The part of a span that lies in the window; one that ends before it starts where none does.
  func cut(_ span: ShareSpan) -> ShareSpan {
    var span = span
    (span.start, span.end) = (max(span.start, from), min(span.end, to))
    return span
  }
}

/// Something that adds up how tenants stand over time, for ``ShareAccounts``.
public protocol ShareSink: Sendable {
  /// A tenant stood so in a model over a span.
  mutating func add(_ rates: ShareRates, over span: ShareSpan)

  /// A preemption at the end of a span has lost the work of so many devices in it.
  mutating func lose(_ gpus: Int64, over span: ShareSpan)
}

extension ShareSink {
  /// What is lost does not matter.
  public mutating func lose(_ gpus: Int64, over span: ShareSpan) {}
}
