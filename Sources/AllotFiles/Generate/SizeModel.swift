package import Allot

/// How many GPUs a job asks for: a table of sizes with weights.
///
/// Mostly powers of two, as in every log (Lublin and Feitelson 2003), with the few multiples of
/// eight between them that whole nodes bring.
package struct SizeModel: Sendable, Equatable {
  private let sizes: [Int]
  private let choice: WeightedChoice

  /// A table of sizes, each with its weight.
  package init(_ weights: KeyValuePairs<Int, Int>) {
    sizes = weights.map(\.key)
    choice = WeightedChoice(weights.map(\.value))
  }

  /// A size, cut to the largest that the tenant may hold; takes one number.
  package func draw(cap: Int, from stream: inout RandomStream) -> Int {
    min(sizes[choice.draw(from: &stream)], cap)
  }
}
