public import Allot

/// F3: the third of four functions learned from simulated schedules.
///
/// key = r n + 6,860,000 log₁₀(s).
///
/// Carastan-Santos and de Camargo, "Obtaining dynamic scheduling policies with simulation and
/// machine learning", SC'17, with r the requested run time in seconds, n the devices and s the
/// submit time in seconds since the trace began; no s below a tenth of a second.
public struct F3Order: JobOrder {
  /// The order.
  public init() {}

  /// `f3`.
  public var name: String { "f3" }

  /// r n + 6,860,000 log₁₀(s).
  public func key(of job: JobView) -> Double {
    job.limitSeconds * job.size
      + 6_860_000 * logarithm(ofSeconds: job.submitSeconds)
  }
}
