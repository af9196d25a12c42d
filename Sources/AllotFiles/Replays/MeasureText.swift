internal import Allot
internal import Foundation

/// A measurement window as options and scenarios give it: `FROM..TO`, each a duration since time
/// zero or a date.
///
/// A date needs the trace's own: its window is known once the trace is read.
public struct MeasureText: Sendable, Equatable {
  /// The text as written.
  public let text: String
  private let from: InstantText
  private let to: InstantText

  /// The window of a text such as `30 d..60 d` or `2026-07-01..2026-12-31`; nil unless it begins
  /// before it ends.
  ///
  /// A day alone is its beginning as FROM and its end as TO. What has no zone is read as UTC.
  public init?(_ text: String) {
    guard let dots = text.range(of: ".."),
      let from = InstantText(String(text[..<dots.lowerBound])),
      let to = InstantText(String(text[dots.upperBound...]), isEnd: true)
    else { return nil }
    switch (from.meaning, to.meaning) {
    case (.since(let from), .since(let to)) where from >= to: return nil
    case (.unixSeconds(let from), .unixSeconds(let to)) where from >= to: return nil
    default: break
    }
    self.text = text
    self.from = from
    self.to = to
  }

  /// The window on the clock of a trace with this time zero, which is at a Unix second where that
  /// is known.
  ///
  /// One that begins before time zero begins there: nothing has happened before.
  /// - Throws: ``UnreadableText`` for a date where it is not known, and a window that ends before
  ///   it begins.
  func window(
    zero: SimTime,
    epoch: Int64?,
    zone: LocalClock? = nil
  ) throws(UnreadableText) -> ClosedRange<SimTime> {
    let from = max(zero, try from.time(zero: zero, epoch: epoch, zone: zone))
    let to = try to.time(zero: zero, epoch: epoch, zone: zone)
    guard let epoch, to <= zero else {
      return try window(from, to)
    }
    throw UnreadableText(
      "'\(text)' ends before time zero, which is \(CalendarText.text(ofUnixSeconds: epoch))"
    )
  }

  private func window(
    _ from: SimTime,
    _ to: SimTime
  ) throws(UnreadableText) -> ClosedRange<SimTime> {
    guard from < to else {
      throw UnreadableText("'\(text)' ends before it begins, on the trace's clock")
    }
    return from...to
  }

  /// What the user should know about dates on a trace's clock, each one sentence.
  func remarks(epoch: Int64?, zone: LocalClock? = nil, isStretched: Bool) -> [String] {
    var remarks: [String] = []
    if zone == nil, from.isDateWithoutZone || to.isDateWithoutZone {
      remarks.append(
        "dates of the measurement window without a zone are read as UTC; write times and zones, "
          + "such as 2026-07-01T00:00:00+09:00, to be exact"
      )
    }
    if case .unixSeconds(let seconds) = from.meaning, let epoch, seconds < epoch {
      remarks.append(
        "the measurement window begins at time zero, which is "
          + CalendarText.text(ofUnixSeconds: epoch)
      )
    }
    for case .unixSeconds in [from.meaning, to.meaning] where isStretched {
      remarks.append(
        "arrivals are stretched to the load: the dates of the measurement window are those of the "
          + "replay and not of the log"
      )
      break
    }
    return remarks
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
