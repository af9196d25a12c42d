public import Allot

/// F2: the second of four functions learned from simulated schedules.
///
/// key = √r n + 25,600 log₁₀(s).
///
/// Carastan-Santos and de Camargo, "Obtaining dynamic scheduling policies with simulation and
/// machine learning", SC'17, with r the requested run time in seconds, n the devices and s the
/// submit time in seconds since the trace began; no s below a tenth of a second.
public struct F2Order: JobOrder {
  /// The order.
  public init() {}

  /// `f2`.
  public var name: String { "f2" }

  /// √r n + 25,600 log₁₀(s).
  public func key(of job: JobView) -> Double {
    job.limitSeconds.squareRoot() * job.size
      + 25_600 * logarithm(ofSeconds: job.submitSeconds)
  }
}
