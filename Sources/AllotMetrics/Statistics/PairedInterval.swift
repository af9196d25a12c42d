public import Allot

/// The mean of paired differences with its 95 % interval and the test that it is zero.
///
/// A difference belongs to one replicate: both sides saw the same jobs, so that what they share
/// cancels. Below 30 replicates the interval is Student's (Biometrika 6, 1908); from 30 on it is
/// the bootstrap-t (Efron, The Jackknife, the Bootstrap and Other Resampling Plans, 1982), which
/// follows skewed differences and need not be symmetric. Tests bound how often it holds the truth
/// for normal differences and for logarithms of log-normal ratios.
public struct PairedInterval: Sendable, Equatable {
  /// How the ends of an interval were found.
  public enum Method: String, Sendable {
    /// From the quantile of Student's t.
    case student
    /// From the quantiles of the same statistic over resamples of the differences.
    case bootstrap
  }

  /// The number of differences.
  public let replicates: Int
  /// The mean of the differences.
  public let estimate: Double
  /// The lower end of the 95 % interval.
  public let low: Double
  /// The upper end of the 95 % interval.
  public let high: Double
  /// The standard deviation of the differences, with one less than their number as divisor.
  public let standardDeviation: Double
  /// The two-sided p-value of Student's t-test that the true mean is zero, with either method.
  ///
  /// Nil when all differences are zero, as there is nothing to test; zero when they are all the
  /// same but not zero.
  public let pValue: Double?
  /// How the ends were found.
  public let method: Method

  /// True when the two sides are equal in all replicates.
  public var isEqual: Bool { pValue == nil }

  /// The number of replicates from which on the interval is the bootstrap-t.
  public static let fewestForBootstrap = 30

  /// The number of resamples of a bootstrap-t.
  public static let draws = 10_000

  /// The interval of differences, one for each replicate, in the order of the replicates.
  ///
  /// The stream is drawn from only by the bootstrap; the same differences, order and stream give
  /// the same interval to the last bit. Where more than one resample in forty lies to one side and
  /// has no spread of its own, the bootstrap-t has no end there, and the interval is Student's.
  ///
  /// - Precondition: there are at least two differences, all finite and at most 10³⁰⁰ in size.
  /// - Complexity: O(``draws`` × replicates) from 30 replicates on, else O(replicates).
  public init(differences: [Double], stream: RandomStream) {
    self.init(differences: differences, stream: stream, draws: Self.draws)
  }

  /// The interval with another number of resamples, at least 39, so that each end has a rank.
  package init(differences: [Double], stream: RandomStream, draws: Int) {
    precondition(differences.count >= 2, "an interval needs at least two differences")
    precondition(
      differences.allSatisfy { $0.magnitude <= 1e300 },
      "a difference is a finite number; count replicates without one apart"
    )
    let sample = Sample(of: differences)
    replicates = differences.count
    estimate = sample.mean
    standardDeviation = sample.unit * sample.variance.squareRoot()
    guard sample.unit > 0 else {
      (low, high, method) = (estimate, estimate, .student)
      pValue = estimate == 0 ? nil : 0
      return
    }
    let student = StudentT(degreesOfFreedom: replicates - 1)
    let error = (sample.variance / Double(replicates)).squareRoot()
    pValue = student.twoSidedP(estimate / sample.unit / error)
    if replicates >= Self.fewestForBootstrap,
      let ends = sample.bootstrapQuantiles(stream: stream, draws: draws)
    {
      // The ends change sides: where resamples overshoot their source, it overshoots the truth.
      low = estimate - ends.upper * error * sample.unit
      high = estimate - ends.lower * error * sample.unit
      method = .bootstrap
    } else {
      let half = student.quantile95 * error * sample.unit
      (low, high, method) = (estimate - half, estimate + half, .student)
    }
  }

  /// The most replicates that ``replicatesFor(halfWidth:)`` counts to.
  public static let mostReplicates = 1_000_000_000_000

  /// The fewest replicates whose interval would reach at most `halfWidth` to either side.
  ///
  /// It takes the standard deviation of these differences for the true one and the interval for
  /// Student's, so it is a plan and no promise. At least two; where it would be more,
  /// ``mostReplicates``.
  ///
  /// - Precondition: `halfWidth` is positive, in the unit of the differences.
  public func replicatesFor(halfWidth: Double) -> Int {
    precondition(halfWidth > 0, "a half width is a positive number")
    let ratio = standardDeviation / halfWidth
    let fewest = StudentT.normalQuantile95 * ratio
    guard fewest * fewest < Double(Self.mostReplicates) else { return Self.mostReplicates }
    // Student's quantile is above the normal one, so the answer is no less. It is a few more: the
    // squares of the two differ by about 2.4 / n of themselves.
    var count = max(2, Int(fewest * fewest))
    while StudentT(degreesOfFreedom: count - 1).quantile95 * ratio > Double(count).squareRoot() {
      count += 1
    }
    return min(count, Self.mostReplicates)
  }
}

/// Differences as deviations from their mean in units of the largest, so that no square overflows.
private struct Sample {
  var mean: Double
  /// The largest deviation in size; zero when all differences are the same.
  var unit: Double
  /// The deviations, each within ±1.
  var deviations: [Double] = []
  /// Their variance with one less than their number as divisor.
  var variance = 0.0

  init(of differences: [Double]) {
    // The mean of equal numbers may differ from them in its last bit, which is no spread.
    if let first = differences.first, differences.allSatisfy({ $0 == first }) {
      (mean, unit) = (first, 0)
      return
    }
    let mean = differences.reduce(0, +) / Double(differences.count)
    let unit = differences.reduce(0) { max($0, ($1 - mean).magnitude) }
    (self.mean, self.unit) = (mean, unit)
    deviations = differences.map { ($0 - mean) / unit }
    variance = deviations.reduce(0) { $0 + $1 * $1 } / Double(differences.count - 1)
  }

  /// The quantiles for 2.5 % and 97.5 % of a resample's mean deviation over its standard error.
  ///
  /// A resample whose standard deviation is below a thousandth of the sample's has no spread to
  /// measure by: it counts as infinitely far on its side, and as zero when its mean is the
  /// sample's. Nil when such resamples are so many that a quantile is infinite. The ranks are those
  /// of Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 12.5: of 10,000 the
  /// 250th and the 9,751st.
  func bootstrapQuantiles(stream: RandomStream, draws: Int) -> (lower: Double, upper: Double)? {
    precondition(draws >= 39, "a bootstrap interval needs at least 39 draws")
    var stream = stream
    let count = deviations.count
    let least = variance * 1e-6
    var statistics: [Double] = []
    statistics.reserveCapacity(draws)
    for _ in 0..<draws {
      var sum = 0.0
      var squares = 0.0
      for _ in 0..<count {
        let deviation = deviations[stream.below(count)]
        sum += deviation
        squares += deviation * deviation
      }
      let spread = (squares - sum * sum / Double(count)) / Double(count - 1)
      if spread > least {
        statistics.append(sum / (spread * Double(count)).squareRoot())
      } else {
        statistics.append(sum == 0 ? 0 : sum > 0 ? .infinity : -.infinity)
      }
    }
    statistics.sort()
    let rank = (draws + 1) / 40
    let (lower, upper) = (statistics[rank - 1], statistics[draws - rank])
    return lower.isFinite && upper.isFinite ? (lower, upper) : nil
  }
}
