/// A decimal number as it is written, kept exactly.
struct DecimalText: Equatable {
  /// The digits without the point.
  var digits: Int64
  /// How many of the digits stand behind the point.
  var decimals: Int

  /// The number that a text begins with, and the rest of the text; nil where none begins it.
  ///
  /// Digits, then perhaps a point and digits: no sign, no exponent, no grouping.
  static func prefix(of text: Substring) -> (number: DecimalText, rest: Substring)? {
    var number = DecimalText(digits: 0, decimals: 0)
    var seen = 0
    var isBehindPoint = false
    var at = text.startIndex
    while at < text.endIndex {
      let letter = text[at]
      if letter.isASCII, let digit = letter.wholeNumberValue {
        let (tenfold, isTooLarge) = number.digits.multipliedReportingOverflow(by: 10)
        let (sum, isTooLargeAlso) = tenfold.addingReportingOverflow(Int64(digit))
        guard !isTooLarge, !isTooLargeAlso else { return nil }
        number.digits = sum
        seen += 1
        if isBehindPoint { number.decimals += 1 }
      } else if letter == ".", !isBehindPoint, seen > 0 {
        isBehindPoint = true
      } else {
        break
      }
      at = text.index(after: at)
    }
    guard seen > 0, !isBehindPoint || number.decimals > 0 else { return nil }
    return (number, text[at...])
  }

  /// The number times a factor when that is whole, else nil.
  func times(_ factor: Int64) -> Int64? {
    guard let (quotient, remainder) = divided(times: factor, by: 1), remainder == 0 else {
      return nil
    }
    return quotient
  }

  /// The whole part of the number times a factor over a divisor; nil when it is too large.
  func wholePart(times factor: Int64, by divisor: Int64) -> Int64? {
    divided(times: factor, by: divisor)?.quotient
  }

  private func divided(
    times factor: Int64,
    by divisor: Int64
  ) -> (quotient: Int64, remainder: Int64)? {
    var scale = divisor
    for _ in 0..<decimals {
      let (tenfold, isTooLarge) = scale.multipliedReportingOverflow(by: 10)
      guard !isTooLarge else { return nil }
      scale = tenfold
    }
    let (product, isTooLarge) = digits.multipliedReportingOverflow(by: factor)
    guard !isTooLarge else { return nil }
    return product.quotientAndRemainder(dividingBy: scale)
  }
}
