/// Hamilton's method: whole units in proportion to weights, the leftover to the largest remainders.
public enum LargestRemainder {
  /// Whole parts of `total`, each less than one unit from its exact value, which sum to it.
  ///
  /// Equal remainders: the earlier weight wins. All parts are zero when all weights are.
  ///
  /// - Precondition: nothing is negative, and the total times each weight fits 63 bits.
  public static func apportion(_ total: Int, to weights: [Int64]) -> [Int] {
    let sum = weights.reduce(0, +)
    guard sum > 0 else { return Array(repeating: 0, count: weights.count) }
    var parts: [Int] = []
    var remainders: [Int64] = []
    for weight in weights {
      precondition(weight >= 0 && total >= 0, "apportionment takes no negative numbers")
      let (quotient, remainder) = (Int64(total) * weight).quotientAndRemainder(dividingBy: sum)
      parts.append(Int(quotient))
      remainders.append(remainder)
    }
    let leftover = total - parts.reduce(0, +)
    let order = weights.indices.sorted {
      (remainders[$1], $0) < (remainders[$0], $1)
    }
    for position in order.prefix(leftover) {
      parts[position] += 1
    }
    return parts
  }
}
