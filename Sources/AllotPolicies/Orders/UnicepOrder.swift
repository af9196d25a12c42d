public import Allot

/// UNICEP: the wait per requested time and per doubling of the size; small jobs first.
///
/// key = −w / (log₂(n) r), with the true wait w, and 10⁻¹⁵ added to w and n against division by
/// zero.
///
/// Tang and others, CLUSTER 2009, with the guards of RLScheduler (Zhang and others, SC'20). Jobs of
/// one device go before all others once they have waited. Every waiting job gets a new key at every
/// pass.
public struct UnicepOrder: JobOrder {
  /// The order.
  public init() {}

  /// `unicep`.
  public var name: String { "unicep" }

  /// Keys change as time goes by.
  public var reads: OrderInputs { .wait }

  /// −w / (log₂(n) r).
  public func key(of job: JobView) -> Double {
    -(job.waitSeconds + 1e-15) / (Elementary.log2(job.size + 1e-15) * job.limitSeconds)
  }
}
