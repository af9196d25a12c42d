public import Allot
internal import Foundation

/// A point on a trace's clock as options and scenarios give it: a duration since time zero, or a
/// date.
///
/// A date needs the trace's own: its instant is known once the trace is read.
public struct InstantText: Sendable, Equatable {
  enum Meaning: Sendable, Equatable {
    case since(SimDuration)
    case unixSeconds(Int64)
  }

  /// The text as written.
  public let text: String
  let meaning: Meaning
  /// True where it is a date without a zone.
  public let isDateWithoutZone: Bool

  /// True where it is a date, false for a time since time zero.
  public var isDate: Bool {
    if case .unixSeconds = meaning { return true }
    return false
  }

  /// The point of a text such as `30 d`, `2026-07-01` or `2026-07-01T00:00:00+09:00`; nil where it
  /// names none.
  ///
  /// A day alone is its beginning, or its end where the point is the end of something; seconds may
  /// be left out.
  public init?(_ text: String, isEnd: Bool = false) {
    self.text = text.trimmingCharacters(in: .whitespaces)
    var isDateWithoutZone = false
    func meaning(_ text: String) -> Meaning? {
      if let duration = Self.duration(text) { return .since(duration) }
      for text in [text, Self.withSeconds(text)] {
        if let seconds = EpochText.unixSeconds(text), Int64(text) == nil {
          return .unixSeconds(seconds)
        }
      }
      isDateWithoutZone = true
      if let day = EpochText.unixSeconds(ofDay: text) {
        return .unixSeconds(day + (isEnd ? 86_400 : 0))
      }
      return EpochText.unixSeconds(Self.withSeconds(text) + "Z").map { .unixSeconds($0) }
    }
    guard let meaning = meaning(self.text) else { return nil }
    self.meaning = meaning
    self.isDateWithoutZone = isDateWithoutZone
  }

  /// The instant on the clock of a trace with this time zero, which is at a Unix second where that
  /// is known; a date without a zone is one of the given clock, else of UTC.
  ///
  /// Durations count from time zero unless another instant is given for them. Of an hour that comes
  /// twice in autumn it is the first one, unless the later is asked for.
  /// - Throws: ``UnreadableText`` for a date where it is not known.
  public func time(
    zero: SimTime,
    epoch: Int64?,
    zone: LocalClock?,
    durationsFrom start: SimTime? = nil,
    isLater: Bool = false
  ) throws(UnreadableText) -> SimTime {
    switch meaning {
    case .since(let duration): return (start ?? zero) + duration
    case .unixSeconds(let written):
      var day = LocalClock.Day()
      let both = isDateWithoutZone ? zone?.instants(of: written, &day) : nil
      let local = isLater ? both?.later : both?.earlier
      let seconds = local ?? written
      guard let epoch else {
        throw UnreadableText(
          "'\(text)' is a date, but the trace does not know the date of its time zero; give it "
            + "with --epoch, or write times since time zero, such as '7 d'"
        )
      }
      return zero + SimDuration(seconds: seconds - epoch)
    }
  }

  /// A date such as `2026-07-01T09:00+09:00` with the seconds that it leaves out.
  private static func withSeconds(_ text: String) -> String {
    let rest = text.dropFirst(16)
    guard text.count >= 16, rest.first != ":" else { return text }
    return text.prefix(16) + ":00" + rest
  }

  /// A duration with its unit; only zero needs none.
  private static func duration(_ text: String) -> SimDuration? {
    if text.allSatisfy({ $0 == "0" }) && !text.isEmpty { return .zero }
    return text.contains("T") ? nil : QuantityText.duration(text)
  }
}
