public import Allot
internal import Foundation

/// Measurement windows as options and scenarios give them: `FROM..TO`, durations since time zero.
public enum MeasureText {
  /// The window of a text such as `30 d..60 d`; nil unless it begins before it ends.
  public static func window(_ text: String) -> ClosedRange<SimTime>? {
    guard let dots = text.range(of: "..") else { return nil }
    guard let from = duration(text[..<dots.lowerBound]),
      let to = duration(text[dots.upperBound...]), from < to
    else { return nil }
    return SimTime.zero + from...SimTime.zero + to
  }

  /// A duration with its unit; only zero needs none.
  private static func duration(_ text: Substring) -> SimDuration? {
    text.allSatisfy { $0 == "0" || $0 == " " } && text.contains("0")
      ? .zero : QuantityText.duration(String(text))
  }
}

/// Numbers in millionths as people write them.
enum MillionthsText {
  /// Such as `0.95` for 950,000.
  static func text(of millionths: Int64) -> String {
    let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
    guard rest != 0 else { return "\(whole)" }
    var decimals = String(1_000_000 + rest).dropFirst()
    while decimals.last == "0" { decimals.removeLast() }
    return "\(whole).\(decimals)"
  }
}
