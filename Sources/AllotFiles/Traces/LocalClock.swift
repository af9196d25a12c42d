internal import Foundation

/// The wall clock of a named zone, by which calendar times of logs become instants.
public struct LocalClock: Sendable, Equatable {
  /// The zone's name, such as `Europe/Berlin`.
  public let name: String
  private let zone: TimeZone

  /// The day that was looked up last, and its offset where it has only one.
  struct Day {
    fileprivate var number = Int64.min
    fileprivate var offset: Int64?
  }

  /// The clock of a zone by its name in the time zone database; nil where there is none.
  public init?(zone name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.name = name
    self.zone = zone
  }

  /// The instants at which the clock shows a time, both given as seconds since 1970.
  ///
  /// Two where it is set back, the earlier first. A time that is left out where it is set forward
  /// is read as if it were not set.
  func instants(of local: Int64, _ day: inout Day) -> (earlier: Int64, later: Int64) {
    let number = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    if number != day.number {
      let before = offset(at: (number - 2) * 86_400)
      day.offset = before == offset(at: (number + 3) * 86_400) ? before : nil
      day.number = number
    }
    if let offset = day.offset { return (local - offset, local - offset) }
    // Offsets change by less than a day, so those of a day before and after are the two possible.
    let before = offset(at: local - 86_400)
    let after = offset(at: local + 86_400)
    let first = local - before
    let second = local - after
    let isFirst = offset(at: first) == before
    let isSecond = offset(at: second) == after
    switch (isFirst, isSecond) {
    case (true, true): return (min(first, second), max(first, second))
    case (false, true): return (second, second)
    default: return (first, first)
    }
  }

  /// The instant at which something begins that is due at a time of the clock, both given as
  /// seconds since 1970: the earlier of two, and where the time is left out, that at which the
  /// clock goes on.
  func beginning(of local: Int64, _ day: inout Day) -> Int64 {
    let instant = instants(of: local, &day).earlier
    guard day.offset == nil, instant + offset(at: instant) != local else { return instant }
    var (before, after) = (instant - 86_400, instant)
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if offset(at: middle) == offset(at: after) { after = middle } else { before = middle }
    }
    return after
  }

  /// A Unix second as the clock shows it, with its offset: `2026-03-02T09:00:00+09:00`.
  func text(of instant: Int64) -> String {
    let offset = offset(at: instant)
    if offset == 0 { return CalendarText.text(ofUnixSeconds: instant) }
    let local = CalendarText.text(ofUnixSeconds: instant + offset).dropLast()
    func two(_ number: Int64) -> String { String(String(100 + number).dropFirst()) }
    let minutes = abs(offset) / 60
    return local + (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
  }

  /// What the clock shows at an instant, as seconds since 1970.
  func local(at instant: Int64) -> Int64 { instant + offset(at: instant) }

  private func offset(at instant: Int64) -> Int64 {
    Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
  }
}
