extension Int64 {
  /// An integer for each number, in the same order; both zeros give 0.
  ///
  /// The bits of IEEE numbers above zero are in order as integers; below zero all but the sign are
  /// turned round.
  ///
  /// What is no number stands behind all numbers: see ``ofNoNumber``.
  init(ordering number: Double) {
    guard !number.isNaN else {
      self = .ofNoNumber
      return
    }
    let bits = Int64(bitPattern: (number + 0).bitPattern)
    self = bits ^ ((bits >> 63) & .max)
  }

  /// The integer that no number gives.
  static let ofNoNumber = Int64.max

  /// The number of which this is ``init(ordering:)``.
  var ordered: Double { Double(bitPattern: UInt64(bitPattern: self ^ ((self >> 63) & .max))) }
}
