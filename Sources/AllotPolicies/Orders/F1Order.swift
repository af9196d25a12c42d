public import Allot

/// F1: the nonlinear function that ranked first in simulated training.
///
/// key = log₁₀(r) n + 870 log₁₀(s).
///
/// Carastan-Santos and de Camargo, "Obtaining dynamic scheduling policies with simulation and
/// machine learning", SC'17, with r the requested run time in seconds, n the devices and s the
/// submit time in seconds since the trace began; no s and r below a tenth of a second.
public struct F1Order: JobOrder {
  /// The order.
  public init() {}

  /// `f1`.
  public var name: String { "f1" }

  /// log₁₀(r) n + 870 log₁₀(s).
  public func key(of job: JobView) -> Double {
    logarithm(ofSeconds: job.limitSeconds) * job.size
      + 870 * logarithm(ofSeconds: job.submitSeconds)
  }
}
