public import Allot

/// Reads quantities with units exactly, in integers; nil is the answer to anything else.
///
/// A number has digits and perhaps a point, no sign and no exponent; spaces before the unit are
/// free.
public enum QuantityText {
  /// A length of time such as `10 min`, `1.5 h` or `1 h 30 min`, when it is whole in milliseconds.
  ///
  /// In files a unit must be written: a bare number is no duration.
  public static func duration(_ text: String) -> SimDuration? {
    guard text.contains(where: { $0.isLetter || $0 == ":" }) else { return nil }
    return try? DurationText.parse(text)
  }

  /// A part of a whole such as `50%` or `58.5 %`, in millionths; nil beyond four decimals.
  public static func share(_ text: String) -> Share? {
    guard let (number, unit) = numberAndUnit(text), unit == "%" else { return nil }
    return number.times(10_000).map { Share(millionths: $0) }
  }

  /// A bare number such as `2` or `0.95`, in millionths; nil beyond six decimals.
  public static func millionths(_ text: String) -> Int64? {
    guard let (number, unit) = numberAndUnit(text), unit.isEmpty else { return nil }
    return number.times(1_000_000)
  }

  /// A power such as `10.2 kW`, when it is whole in watts.
  public static func power(_ text: String) -> Watts? {
    guard let (number, unit) = numberAndUnit(text) else { return nil }
    let factors: [Substring: Int64] = ["W": 1, "kW": 1_000, "MW": 1_000_000]
    return factors[unit].flatMap { number.times($0) }.map { Watts($0) }
  }

  /// A memory size such as `80 GiB` or `2 TB`, in whole MiB, rounded down.
  ///
  /// `MiB`, `GiB` and `TiB` are powers of 1,024; `MB`, `GB` and `TB` are powers of 1,000.
  public static func mebibytes(_ text: String) -> Int? {
    guard let (number, unit) = numberAndUnit(text) else { return nil }
    let mebi: Int64 = 1 << 20
    let whole: Int64?
    switch unit {
    case "MiB": whole = number.wholePart(times: 1, by: 1)
    case "GiB": whole = number.wholePart(times: 1 << 10, by: 1)
    case "TiB": whole = number.wholePart(times: mebi, by: 1)
    case "MB": whole = number.wholePart(times: 1_000_000, by: mebi)
    case "GB": whole = number.wholePart(times: 1_000_000_000, by: mebi)
    case "TB": whole = number.wholePart(times: 1_000_000_000_000, by: mebi)
    default: whole = nil
    }
    return whole.map { Int($0) }
  }

  /// A rate such as `67 TF` or `989.4 TFLOPS`, when it is whole in 10⁹ operations per second.
  public static func gigaflops(_ text: String) -> Int64? {
    guard let (number, unit) = numberAndUnit(text) else { return nil }
    let prefixes: [Character: Int64] = [
      "G": 1, "T": 1_000, "P": 1_000_000, "E": 1_000_000_000,
    ]
    guard let factor = unit.first.flatMap({ prefixes[$0] }),
      ["F", "FLOPS", "FLOP/s"].contains(unit.dropFirst())
    else { return nil }
    return number.times(factor)
  }

  /// A part in millionths as per cent with as many decimals as it needs, such as `58.5 %`.
  public static func percent(_ share: Share) -> String {
    let (whole, rest) = share.millionths.quotientAndRemainder(dividingBy: 10_000)
    guard rest != 0 else { return "\(whole) %" }
    var decimals = String(10_000 + rest).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(whole).\(decimals) %"
  }

  private static func numberAndUnit(_ text: String) -> (DecimalText, Substring)? {
    guard let (number, rest) = DecimalText.prefix(of: trimmed(text[...])) else { return nil }
    return (number, trimmed(rest))
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
