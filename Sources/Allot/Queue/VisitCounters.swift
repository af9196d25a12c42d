/// What the scheduler looked at: deterministic counts that gate performance better than time.
public struct VisitCounters: Sendable, Equatable {
  /// Scheduling passes.
  public var passes = 0
  /// Cycles inside passes.
  public var cycles = 0
  /// Summaries of tenants and blocks that a search tested.
  public var nodeTests = 0
  /// Subtrees that a search entered in vain.
  public var backtracks = 0
  /// Keys that were computed again.
  public var keyRefreshes = 0
  /// Jobs that were visited.
  public var visits = 0
  /// Reservations that were computed.
  public var shadows = 0

  /// Nothing visited.
  public init() {}
}
