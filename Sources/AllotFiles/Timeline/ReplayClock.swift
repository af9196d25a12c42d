internal import Allot

/// The clock of a replay, on which the instants of files are found.
struct ReplayClock {
  /// Where dates count from, on the trace's own clock.
  var zero: SimTime
  /// The Unix second of that; nil where it is not known.
  var epoch: Int64?
  /// Whose clock dates are of that say nothing; nil where nobody does.
  var zone: LocalClock?
  /// When the replay begins: what lies before is in force from then on.
  var begin: SimTime
  /// The last submit.
  var last: SimTime

  /// An instant as a date where that of time zero is known, else as a time since then.
  func text(_ time: SimTime) -> String {
    guard let zone, let epoch else { return PartOfLog.text(time, zero: zero, epoch: epoch) }
    return zone.text(of: epoch + (time - zero).milliseconds / 1_000)
  }

  /// When an instant is; a date without a zone is one of this clock, the first or the second of an
  /// hour that comes twice.
  func time(
    of instant: InstantText,
    isLater: Bool = false
  ) throws(UnreadableText) -> SimTime {
    try instant.time(zero: zero, epoch: epoch, zone: zone, isLater: isLater)
  }
}
