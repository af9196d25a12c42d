package import Allot

/// A draw among numbered alternatives with whole weights, so that no rounding decides.
package struct WeightedChoice: Sendable, Equatable {
  /// The sum of the weights up to and including each alternative.
  private var bounds: [Int] = []

  /// A choice among as many alternatives as there are weights.
  ///
  /// - Precondition: no weight is negative and at least one is positive.
  package init(_ weights: [Int]) {
    var sum = 0
    for weight in weights {
      precondition(weight >= 0, "a weight can not be negative")
      sum += weight
      bounds.append(sum)
    }
    precondition(sum > 0, "a choice needs an alternative that can be drawn")
  }

  /// The position of one alternative, in proportion to the weights; takes one number.
  package func draw(from stream: inout RandomStream) -> Int {
    let ticket = stream.below(bounds[bounds.count - 1])
    var low = 0
    var high = bounds.count - 1
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] > ticket {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }
}
