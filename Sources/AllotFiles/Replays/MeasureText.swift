internal import Allot
internal import Foundation

/// A measurement window as options and scenarios give it: `FROM..TO`, each a duration since time
/// zero or a date.
///
/// A date needs the trace's own: its window is known once the trace is read.
public struct MeasureText: Sendable, Equatable {
  /// One end of the window.
  private enum End: Sendable, Equatable {
    case since(SimDuration)
    case unixSeconds(Int64)
  }

  /// The text as written.
  public let text: String
  private let from: End
  private let to: End
  /// True where a date has no zone and is read as UTC.
  private let hasDateWithoutZone: Bool

  /// The window of a text such as `30 d..60 d` or `2026-07-01..2026-12-31`; nil unless it begins
  /// before it ends.
  ///
  /// A day alone is its beginning as FROM and its end as TO. What has no zone is read as UTC.
  public init?(_ text: String) {
    guard let dots = text.range(of: "..") else { return nil }
    var hasDateWithoutZone = false
    func end(_ text: Substring, isLast: Bool) -> End? {
      let text = text.trimmingCharacters(in: .whitespaces)
      if let duration = Self.duration(text) { return .since(duration) }
      if let seconds = EpochText.unixSeconds(text), Int64(text) == nil {
        return .unixSeconds(seconds)
      }
      hasDateWithoutZone = true
      if let day = EpochText.unixSeconds(ofDay: text) {
        return .unixSeconds(day + (isLast ? 86_400 : 0))
      }
      return EpochText.unixSeconds(text + "Z").map { .unixSeconds($0) }
    }
    guard let from = end(text[..<dots.lowerBound], isLast: false),
      let to = end(text[dots.upperBound...], isLast: true)
    else { return nil }
    switch (from, to) {
    case (.since(let from), .since(let to)) where from >= to: return nil
    case (.unixSeconds(let from), .unixSeconds(let to)) where from >= to: return nil
    default: break
    }
    self.text = text
    self.from = from
    self.to = to
    self.hasDateWithoutZone = hasDateWithoutZone
  }

  /// The window on the clock of a trace with this time zero, which is at a Unix second where that
  /// is known.
  ///
  /// One that begins before time zero begins there: nothing has happened before.
  /// - Throws: ``UnreadableText`` for a date where it is not known, and a window that ends before
  ///   it begins.
  func window(
    zero: SimTime,
    epoch: Int64?
  ) throws(UnreadableText) -> ClosedRange<SimTime> {
    let from = max(zero, try time(from, zero: zero, epoch: epoch))
    let to = try time(to, zero: zero, epoch: epoch)
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

  private func time(
    _ end: End,
    zero: SimTime,
    epoch: Int64?
  ) throws(UnreadableText) -> SimTime {
    switch end {
    case .since(let duration): return zero + duration
    case .unixSeconds(let seconds):
      guard let epoch else {
        throw UnreadableText(
          "'\(text)' has a date, but the trace does not know the date of its time zero; give it "
            + "with --epoch, or write times since time zero, such as '7 d..21 d'"
        )
      }
      return zero + SimDuration(seconds: seconds - epoch)
    }
  }

  /// What the user should know about dates on a trace's clock, each one sentence.
  func remarks(epoch: Int64?, isStretched: Bool) -> [String] {
    var remarks: [String] = []
    if hasDateWithoutZone {
      remarks.append(
        "dates of the measurement window without a zone are read as UTC; write times and zones, "
          + "such as 2026-07-01T00:00:00+09:00, to be exact"
      )
    }
    if case .unixSeconds(let seconds) = from, let epoch, seconds < epoch {
      remarks.append(
        "the measurement window begins at time zero, which is "
          + CalendarText.text(ofUnixSeconds: epoch)
      )
    }
    for case .unixSeconds in [from, to] where isStretched {
      remarks.append(
        "arrivals are stretched to the load: the dates of the measurement window are those of the "
          + "replay and not of the log"
      )
      break
    }
    return remarks
  }

  /// A duration with its unit; only zero needs none.
  private static func duration(_ text: String) -> SimDuration? {
    if text.allSatisfy({ $0 == "0" }) && !text.isEmpty { return .zero }
    return text.contains("T") ? nil : QuantityText.duration(text)
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
