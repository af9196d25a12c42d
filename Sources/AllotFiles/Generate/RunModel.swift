package import Allot

/// How long a job would run: lognormal, and longer for larger gangs.
///
/// Lognormal run times are the usual description of the body and tail that GPU cluster logs show;
/// the median and sigma of each population stand beside it. Drawn without libm.
package struct RunModel: Sendable, Equatable {
  /// The median of a job of one GPU, in seconds.
  package var median: Int
  /// The standard deviation of the natural logarithm.
  package var sigma: Double
  /// The power of the gang's size that multiplies the median; 0 makes run and size independent.
  package var growth: Double
  /// The shortest and the longest run, in seconds; what falls outside is moved to the border.
  package var range: ClosedRange<Int>

  package init(median: Int, sigma: Double, growth: Double = 0, range: ClosedRange<Int>) {
    self.median = median
    self.sigma = sigma
    self.growth = growth
    self.range = range
  }

  /// The run of a gang of `gpus` devices in whole seconds; takes one normal number.
  package func draw(gpus: Int = 1, from stream: inout RandomStream) -> Int {
    let log2e = 1.4426950408889634074
    let doublings =
      growth * Elementary.log2(Double(gpus)) + sigma * log2e * stream.normal()
    let seconds = Double(median) * Elementary.exp2(doublings)
    let lowest = Double(range.lowerBound)
    let highest = Double(range.upperBound)
    return Int(min(max(seconds, lowest), highest))
  }
}
