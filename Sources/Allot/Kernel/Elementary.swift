/// Elementary functions by fixed sequences of IEEE operations, equal to the last bit everywhere.
///
/// The platform's libm may differ between machines in its last bit; a decision or a generated trace
/// must not. Relative errors below 4 × 10⁻¹⁵ on the ranges given, bound by tests.
public enum Elementary {
  /// 2 to the power of `x`, for |x| ≤ 1,000.
  ///
  /// The whole part becomes the exponent; the rest, at most one half in size, goes through the
  /// series of exp(r ln 2) in Horner's form.
  public static func exp2(_ x: Double) -> Double {
    precondition(x >= -1_000 && x <= 1_000, "exp2 takes -1000...1000")
    var whole = Int(x)
    var rest = x - Double(whole)
    if rest > 0.5 {
      whole += 1
      rest -= 1
    } else if rest < -0.5 {
      whole -= 1
      rest += 1
    }
    let r = rest * 0.693147180559945309417
    var sum = 1.0
    var term = 18
    while term >= 1 {
      sum = 1 + r * sum / Double(term)
      term -= 1
    }
    return sum * Double(sign: .plus, exponent: whole, significand: 1)
  }

  /// One half to the power of `x`, for 0 ≤ x; zero where x is above 1,000.
  ///
  /// ``exp2(_:)`` without its divisions, for who needs it thousands of times at a tick: the power
  /// for 64ths of x is looked up, the rest goes through five terms of the series.
  public static func powerOfHalf(_ x: Double) -> Double {
    precondition(x >= 0, "the power of one half takes positive numbers")
    guard x <= 1_000 else { return 0 }
    let steps = Int(x * 64)
    let r = (x - Double(steps) * 0.015625) * -0.693147180559945309417
    let sum =
      1 + r * (1 + r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720))))))
    // The bits of an exact power of two: the exponent alone.
    let whole = Double(bitPattern: UInt64(1_023 - steps >> 6) << 52)
    return sum * halves[steps & 63] * whole
  }

  /// 2 to the power of −k / 64.
  private static let halves: [Double] = (0..<64).map { exp2(Double(-$0) / 64) }

  /// The logarithm of `x` to base 2, for positive normal numbers.
  ///
  /// The exponent is read off; the significand m in [√½, √2) goes through the series of
  /// 2 artanh((m − 1) / (m + 1)) / ln 2.
  public static func log2(_ x: Double) -> Double {
    precondition(x >= Double.leastNormalMagnitude && x.isFinite, "log2 takes positive numbers")
    var exponent = x.exponent
    var m = x.significand
    if m > 1.4142135623730951 {
      m *= 0.5
      exponent += 1
    }
    let t = (m - 1) / (m + 1)
    let square = t * t
    var sum = 0.0
    var term = 31
    while term >= 1 {
      sum = sum * square + 1 / Double(term)
      term -= 2
    }
    return Double(exponent) + 2 * t * sum * 1.4426950408889634074
  }

  /// The logarithm of `x` to base 10, for positive normal numbers.
  public static func log10(_ x: Double) -> Double { log2(x) * 0.301029995663981195214 }

  /// The sine of `turns` full turns, for |turns| ≤ 10⁶; absolute error below 10⁻⁹.
  public static func sine(turns: Double) -> Double {
    precondition(turns >= -1e6 && turns <= 1e6, "sine takes at most a million turns")
    var part = turns - Double(Int(turns))
    if part > 0.5 { part -= 1 }
    if part < -0.5 { part += 1 }
    if part > 0.25 { part = 0.5 - part }
    if part < -0.25 { part = -0.5 - part }
    let x = part * 6.283185307179586477
    let square = x * x
    var sum = 1.0
    var term = 20
    while term >= 2 {
      sum = 1 - square * sum / Double(term * (term + 1))
      term -= 2
    }
    return x * sum
  }
}
