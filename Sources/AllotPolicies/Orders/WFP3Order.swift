public import Allot

/// WFP3: the cube of the wait per requested time, for each device; large jobs first.
///
/// key = −(w / r)³ n, with the true wait w.
///
/// Tang and others, "Fault-aware, utility-based job scheduling on Blue Gene/P systems", CLUSTER
/// 2009. Every waiting job gets a new key at every pass.
public struct WFP3Order: JobOrder {
  /// The order.
  public init() {}

  /// `wfp3`.
  public var name: String { "wfp3" }

  /// Keys change as time goes by.
  public var reads: OrderInputs { .wait }

  /// −(w / r)³ n.
  public func key(of job: JobView) -> Double {
    let stretch = job.waitSeconds / job.limitSeconds
    return -(stretch * stretch * stretch * job.size)
  }
}
