public import Allot

/// The time over which shares are accounted; jobs submitted in it are the measured jobs.
public struct MeasurementWindow: Sendable, Equatable {
  /// The first instant.
  public var from: SimTime
  /// The last instant.
  public var to: SimTime

  /// A window between two instants.
  public init(from: SimTime, to: SimTime) {
    self.from = from
    self.to = to
  }

  /// From the first to the last submit, so that it is the same for every policy.
  public init(of world: World) {
    from = world.jobs.first?.submit ?? .zero
    to = world.jobs.last?.submit ?? .zero
  }

  /// Its length.
  public var length: SimDuration { to - from }

  /// True for instants in the window, both ends included.
  public func contains(_ time: SimTime) -> Bool { from <= time && time <= to }

  /// The part of an interval that lies in the window, in milliseconds.
  public func overlap(from start: SimTime, to end: SimTime) -> Int64 {
    max(0, (min(end, to) - max(start, from)).milliseconds)
  }
}
