package import Allot

/// How jobs end and what that does to their run: failures come early, cancellations late.
///
/// With the defaults, Helios's 15.5 % failures and 22.1 % cancellations take 7 % and 38 % of the
/// GPU time; Helios itself has 9 % and 39 % (Hu et al., SC'21). A cancelled job takes 2.2 times as
/// much as a completed one there, and 20 times as much in Acme (Hu et al., NSDI'24).
package struct EndingModel: Sendable, Equatable {
  /// Jobs of a thousand that fail by themselves.
  package var failed: Int
  /// Jobs of a thousand that their owner cancels while they run.
  package var cancelled: Int
  /// A failure leaves a part 2⁻ᵈ of the planned run, with d even between 0 and this.
  package var failureHalvings: Double
  /// What a cancelled job's planned run is multiplied by: owners stop the long ones.
  package var cancellationStretch: Int

  package init(
    failed: Int,
    cancelled: Int,
    failureHalvings: Double = 2,
    cancellationStretch: Int = 2
  ) {
    self.failed = failed
    self.cancelled = cancelled
    self.failureHalvings = failureHalvings
    self.cancellationStretch = cancellationStretch
  }

  /// The ending of a job that would run `planned` seconds, and its run; takes two numbers.
  package func draw(
    planned: Int,
    within range: ClosedRange<Int>,
    from stream: inout RandomStream
  ) -> (ending: Job.Ending, run: Int) {
    let ticket = stream.below(1_000)
    let part = Elementary.exp2(-failureHalvings * stream.unit())
    if ticket < failed {
      return (.failed, max(range.lowerBound, Int(Double(planned) * part)))
    }
    if ticket < failed + cancelled {
      return (.cancelled, min(range.upperBound, planned * cancellationStretch))
    }
    return (.completed, planned)
  }
}
