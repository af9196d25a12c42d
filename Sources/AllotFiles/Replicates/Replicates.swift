public import Allot

/// How a comparison is replicated: the kind of traces, how many there are, and what each is called.
///
/// Replicates are numbered as the user numbers them: by their seeds, or from 1.
public enum Replicates: Sendable, Equatable {
  /// One generated trace for each seed.
  case seeds(ClosedRange<UInt64>)
  /// A log with users drawn anew; see ``UserResampling``.
  case resample(count: Int)
  /// A log with submits moved by up to an amount; see ``ShakenArrivals``.
  case shake(count: Int, by: SimDuration)

  /// How many replicates the options take; fewer than two say nothing about chance.
  public static let counts = 2...10_000

  /// How many there are.
  public var count: Int {
    switch self {
    case .seeds(let seeds): Int(seeds.upperBound - seeds.lowerBound) + 1
    case .resample(let count), .shake(let count, _): count
    }
  }

  /// The number of the replicate at a position from 0; it seeds all that is random in it.
  ///
  /// A sequential comparison goes on behind ``count``, with the numbers that follow.
  public func number(of position: Int) -> UInt64 {
    precondition(position >= 0, "there is no replicate at \(position)")
    return switch self {
    case .seeds(let seeds): seeds.lowerBound + UInt64(position)
    case .resample, .shake: UInt64(position) + 1
    }
  }

  /// The name of the replicate at a position from 0, such as `seed 7` or `resample 3`.
  public func name(of position: Int) -> String {
    let kind =
      switch self {
      case .seeds: "seed"
      case .resample: "resample"
      case .shake: "shake"
      }
    return "\(kind) \(number(of: position))"
  }
}
