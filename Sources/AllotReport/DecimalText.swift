internal import Allot

/// Numbers as tables show them: the same digits everywhere, without a locale.
enum DecimalText {
  /// A number with a fixed number of decimals and thousands set apart by commas; a dash for none.
  static func text(_ number: Double?, decimals: Int = 0) -> String {
    guard let number, number.isFinite else { return "-" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let units = (number.magnitude * scale).rounded()
    guard units < 9e15 else { return "\(number)" }
    let whole = Int64(units) / Int64(scale)
    let rest = Int64(units) % Int64(scale)
    var text = grouped(whole)
    if decimals > 0 { text += "." + String(Int64(scale) + rest).dropFirst() }
    return number < 0 && units > 0 ? "-" + text : text
  }

  /// A whole number with thousands set apart.
  static func grouped(_ number: Int64) -> String {
    var digits = String(number.magnitude)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    groups.insert(digits, at: 0)
    return (number < 0 ? "-" : "") + groups.joined(separator: ",")
  }

  /// A length of time in the unit that suits it: `0 s`, `42 s`, `12.5 min`, `3.2 h`, `4.1 d`.
  static func duration(seconds: Double?) -> String {
    guard let seconds else { return "-" }
    switch seconds.magnitude {
    case ..<120: return text(seconds, decimals: seconds == seconds.rounded() ? 0 : 1) + " s"
    case ..<7_200: return text(seconds / 60, decimals: 1) + " min"
    case ..<172_800: return text(seconds / 3_600, decimals: 1) + " h"
    default: return text(seconds / 86_400, decimals: 1) + " d"
    }
  }

  /// A part of a whole as per cent.
  static func percent(_ part: Double?, decimals: Int = 1) -> String {
    part.map { text($0 * 100, decimals: decimals) + " %" } ?? "-"
  }

  /// A share as per cent, with the decimals that it has.
  static func percent(_ share: Share) -> String {
    let (whole, rest) = share.millionths.quotientAndRemainder(dividingBy: 10_000)
    guard rest != 0 else { return "\(whole) %" }
    var decimals = String(10_000 + rest).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(whole).\(decimals) %"
  }
}
