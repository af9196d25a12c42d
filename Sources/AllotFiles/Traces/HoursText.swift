/// Amounts of work as sentences say them.
public enum HoursText {
  /// Hours from milliseconds of work, with two decimals below 100 hours and none above.
  public static func text(milliseconds: Double) -> String {
    let hours = milliseconds / 3_600_000
    let hundredths = (hours * 100).rounded()
    guard hundredths < 10_000 else { return "\(Int(min(hours.rounded(), 1e18)))" }
    let whole = Int(hundredths)
    let rest = whole % 100
    return "\(whole / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
