public import Allot

/// An order that looks at jobs alone: one queue for everybody, whatever tenant they belong to.
public protocol JobOrder: OrderPart {}

extension JobOrder {
  /// Tenants are merged job by job.
  public var walk: Walk { .merge }
  /// Nothing of tenants matters, and keys never change.
  public var reads: OrderInputs { [] }
  /// All tenants are equal.
  public func key(of tenant: TenantView) -> Double { 0 }

  /// The logarithm to base 10 of a time of at least a tenth of a second.
  func logarithm(ofSeconds seconds: Double) -> Double { Elementary.log10(max(seconds, 0.1)) }
}

/// The figures of a job in the units of published formulas.
extension JobView {
  /// The submit time s in seconds since the trace began.
  var submitSeconds: Double { Double(submit.milliseconds) / 1_000 }
  /// The requested run time r in seconds.
  var limitSeconds: Double { Double(limit.milliseconds) / 1_000 }
  /// The time w that it has waited in seconds.
  var waitSeconds: Double { Double(wait.milliseconds) / 1_000 }
  /// The size n; a job without devices counts as one.
  var size: Double { Double(max(gpus, 1)) }
}
