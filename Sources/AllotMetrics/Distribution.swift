/// The figures of a list of numbers that reports show.
public struct Distribution: Sendable, Equatable, Encodable {
  /// How many numbers there are.
  public var count: Int
  /// The arithmetic mean; nil without numbers.
  public var mean: Double?
  /// The median by nearest rank.
  public var p50: Double?
  /// The 95th percentile by nearest rank.
  public var p95: Double?
  /// The largest number.
  public var max: Double?

  /// The figures of numbers in any order; the mean adds them in the given order.
  public init(of numbers: [Double]) {
    count = numbers.count
    guard !numbers.isEmpty else { return }
    mean = numbers.reduce(0, +) / Double(numbers.count)
    let sorted = numbers.sorted()
    func rank(_ percent: Int) -> Double {
      sorted[(sorted.count * percent + 99) / 100 - 1]
    }
    p50 = rank(50)
    p95 = rank(95)
    max = sorted.last
  }

  private enum CodingKeys: String, CodingKey {
    case mean, p50, p95, max
  }
}
