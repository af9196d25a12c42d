/// Which of several comparisons are significant when all are looked at together, by Holm's steps.
///
/// The chance that any comparison without a difference is called significant stays at most the
/// level, however the comparisons depend on each other (Holm, A Simple Sequentially Rejective
/// Multiple Test Procedure, Scandinavian Journal of Statistics 6, 1979).
public struct HolmCorrection: Sendable, Equatable {
  /// The number of comparisons that could be tested, which is what the level is divided among.
  public let comparisons: Int
  /// For each p-value, in the given order, whether its comparison is significant.
  public let isSignificant: [Bool]

  /// The corrected decisions over p-values; nil stands for a comparison that can not be tested.
  ///
  /// The smallest of n p-values is significant if it is at most level / n, the next if it is at
  /// most level / (n − 1), and so on; the first that is not ends it. Equal p-values are taken in
  /// their given order, and end alike. Nil is never significant and does not count.
  ///
  /// - Precondition: p-values lie in 0...1, and the level lies between 0 and 1.
  /// - Complexity: O(n log n).
  public init(pValues: [Double?], level: Double = 0.05) {
    precondition(level > 0 && level < 1, "a level of significance lies between 0 and 1")
    let tested = pValues.enumerated()
      .compactMap { position, p in p.map { (p: $0, position: position) } }
      .sorted { ($0.p, $0.position) < ($1.p, $1.position) }
    var isSignificant = [Bool](repeating: false, count: pValues.count)
    precondition(
      tested.allSatisfy { $0.p >= 0 && $0.p <= 1 },
      "a p-value is a number from 0 to 1"
    )
    for (index, comparison) in tested.enumerated() {
      guard comparison.p <= level / Double(tested.count - index) else { break }
      isSignificant[comparison.position] = true
    }
    comparisons = tested.count
    self.isSignificant = isSignificant
  }
}
