/// A named, seeded stream of random numbers that is the same on every machine.
///
/// Streams with different names are independent, so that drawing more from one never shifts
/// another. The generator is SplitMix64 (Steele, Lea, Flood, OOPSLA 2014); its state starts at a
/// hash of the seed and the name.
public struct RandomStream: Sendable {
  private var state: UInt64

  /// The stream of that name under a seed.
  public init(_ name: String, seed: UInt64) {
    state = seed &+ 0x9E37_79B9_7F4A_7C15
    for byte in name.utf8 {
      state = Self.mix(state ^ UInt64(byte))
    }
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A whole number from 0 to `bound` − 1, without bias worth naming (2⁻³² for any 32-bit bound).
  ///
  /// - Precondition: `bound` is positive.
  public mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a random number needs a positive bound")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A whole number in a closed range.
  public mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True in `numerator` of `denominator` cases.
  public mutating func chance(_ numerator: Int, in denominator: Int) -> Bool {
    below(denominator) < numerator
  }

  /// A double in [0, 1) with 53 random bits.
  public mutating func unit() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A standard normal number: the sum of twelve uniform ones less six, so without libm.
  ///
  /// Its tails end at ±6; the density differs from the normal one by less than 2 % within ±2.
  public mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 {
      sum += unit()
    }
    return sum
  }
}
