public import Allot

/// The job with the largest bounded slowdown so far goes first.
///
/// key = −(w + r) / max(r, 10 s): the bounded slowdown that the job would have if it started now
/// (Feitelson and others, JSSPP 1997, with tau 10 s). Every waiting job gets a new key at every
/// pass.
public struct BoundedSlowdownOrder: JobOrder {
  /// The order.
  public init() {}

  /// `bounded-slowdown`.
  public var name: String { "bounded-slowdown" }

  /// Keys change as time goes by.
  public var reads: OrderInputs { .wait }

  /// −(w + r) / max(r, 10 s).
  public func key(of job: JobView) -> Double {
    -(job.waitSeconds + job.limitSeconds) / max(job.limitSeconds, 10)
  }
}
