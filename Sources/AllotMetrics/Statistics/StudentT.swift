/// Student's t distribution for whole degrees of freedom, equal to the last bit on every machine.
///
/// The distribution of a mean over its own standard error (Student, The Probable Error of a Mean,
/// Biometrika 6, 1908). Everything is a fixed sequence of additions, multiplications, divisions and
/// square roots. Relative errors are below 10⁻¹⁰ up to 100,000 degrees of freedom, bound by tests.
public struct StudentT: Sendable, Equatable {
  /// The degrees of freedom: one less than the number of values that a mean was taken of.
  public let degreesOfFreedom: Int

  /// The distribution with that many degrees of freedom.
  ///
  /// - Precondition: there is at least one.
  public init(degreesOfFreedom: Int) {
    precondition(degreesOfFreedom >= 1, "Student's t needs at least one degree of freedom")
    self.degreesOfFreedom = degreesOfFreedom
  }

  /// The probability of a statistic that is at least as far from zero as `t`, on either side.
  ///
  /// One at zero, zero at infinity; below 10⁻³⁰⁰ it loses digits, as numbers of that size do.
  ///
  /// - Precondition: `t` is a number.
  /// - Complexity: O(degrees of freedom).
  public func twoSidedP(_ t: Double) -> Double {
    precondition(!t.isNaN, "a probability needs a statistic that is a number")
    return tail(beyond: t.magnitude).probability
  }

  /// The number that a statistic exceeds in size in one of twenty cases, for 95 % intervals.
  ///
  /// - Complexity: O(degrees of freedom) below 1,000 of them, O(1) from there on.
  public var quantile95: Double {
    if degreesOfFreedom >= Self.manyDegrees { return expandedQuantile95 }
    // Newton's method. The tail is convex and the normal quantile is less than every Student's, so
    // that the steps come from the left and end where rounding stops them.
    var t = Self.normalQuantile95
    while true {
      let tail = tail(beyond: t)
      let next = t + (tail.probability - 0.05) / tail.descent
      if next <= t { return t }
      t = next
    }
  }

  /// What the normal distribution exceeds in size in one of twenty cases.
  static let normalQuantile95 = 1.959963984540054

  /// From here on the fifth term of the expansion is below 10⁻¹⁴.
  private static let manyDegrees = 1_000

  /// The expansion in the inverse of the degrees of freedom: Abramowitz and Stegun 26.7.5.
  private var expandedQuantile95: Double {
    let z = Self.normalQuantile95
    let square = z * z
    let first = (square + 1) / 4
    let second = ((5 * square + 16) * square + 3) / 96
    let third = (((3 * square + 19) * square + 17) * square - 15) / 384
    let fourth =
      ((((79 * square + 776) * square + 1_482) * square - 1_920) * square - 945) / 92_160
    let inverse = 1 / Double(degreesOfFreedom)
    return z * (1 + inverse * (first + inverse * (second + inverse * (third + inverse * fourth))))
  }

  /// The probability beyond ±t and how fast it falls with t, for t that are not negative.
  ///
  /// With the angle θ = arctan(t / √ν), the probability within ±t is a finite sum over powers of
  /// cos θ (Abramowitz and Stegun 26.7.3 and 26.7.4). The same sum without an end is 1, so that
  /// what follows its last term is the tail. That remainder has positive terms alone: it keeps its
  /// digits however small the tail is, where 1 less the finite sum would have none left.
  private func tail(beyond t: Double) -> (probability: Double, descent: Double) {
    let root = Double(degreesOfFreedom).squareRoot()
    let tangent = t / root
    // The smaller of the two ratios is squared, as the square of the other may be infinite.
    let inverse = 1 / tangent
    let sine =
      tangent <= 1
      ? tangent / (1 + tangent * tangent).squareRoot() : 1 / (1 + inverse * inverse).squareRoot()
    let cosine = tangent <= 1 ? 1 / (1 + tangent * tangent).squareRoot() : inverse * sine
    let square = cosine * cosine

    let isEven = degreesOfFreedom.isMultiple(of: 2)
    var term = isEven ? 1 : Self.twoByPi * cosine
    var within = 0.0
    var step = isEven ? 2 : 3
    while step <= degreesOfFreedom {
      within += term
      term *= square * (Double(step - 1) / Double(step))
      step += 2
    }
    let descent = root * cosine * term
    // Up to 2 the tail is at least 0.045, so that little is lost; beyond it the remainder takes at
    // most about ten terms per degree of freedom.
    guard t > 2 else {
      let angle = isEven ? 0 : Self.twoByPi * Self.arctangent(tangent)
      return (max(0, 1 - angle - sine * within), descent)
    }
    var beyond = term
    // Below the normal numbers a product may round back to its factor, and would never get smaller.
    while term > beyond * 0x1p-60 && term >= .leastNormalMagnitude {
      term *= square * (Double(step - 1) / Double(step))
      beyond += term
      step += 2
    }
    return (sine * beyond, descent)
  }

  private static let twoByPi = 0.636619772367581343076

  /// The arctangent of a number that is not negative.
  ///
  /// The argument is brought below 1 by its inverse and below 0.2 by halving the angle twice; there
  /// the series of 13 terms is exact to the last bits.
  private static func arctangent(_ x: Double) -> Double {
    if x > 1 { return 1.57079632679489661923 - arctangent(1 / x) }
    let half = x / (1 + (1 + x * x).squareRoot())
    let quarter = half / (1 + (1 + half * half).squareRoot())
    let square = quarter * quarter
    var sum = 0.0
    var term = 25
    while term >= 1 {
      sum = 1 / Double(term) - square * sum
      term -= 2
    }
    return 4 * quarter * sum
  }
}
