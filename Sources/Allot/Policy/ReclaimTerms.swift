/// What those who are preempted are left with, and how much may be taken at a time.
public struct ReclaimTerms: Sendable, Equatable {
  /// The time between checkpoints, or nil where a victim loses all its work.
  public var checkpoint: SimDuration?
  /// How long a victim runs on before it is evicted, its devices held for the claimant; nil where
  /// it leaves at once.
  public var grace: SimDuration?
  /// How long a job runs before it may be taken, each time that it starts; nil for no time.
  public var protection: SimDuration?
  /// The part of the cluster's devices after which no further claimant is served in a pass; nil
  /// where there is no such limit.
  ///
  /// The set of victims that crosses it is still taken whole.
  public var perRound: Share?
  /// Which jobs of others yield first.
  public var victims: VictimOrder

  /// True where a job that finds no place otherwise preempts less urgent ones of its own queue.
  public var ownQueue: Bool
  /// The priority from which on jobs are never preempted and start only where what such jobs hold
  /// stays within their tenants' entitlements; nil where priorities say nothing of it.
  public var nonPreemptibleFrom: Int?

  /// True where the priorities of jobs say who may be preempted.
  var readJobPriority: Bool {
    ownQueue || nonPreemptibleFrom != nil || victims == .lastInLine
  }

  /// The devices of a cluster after which a pass serves no further claimant.
  func most(of capacity: Int64) -> Int64 {
    perRound.map { max(1, capacity * $0.millionths / Share.whole.millionths) } ?? .max
  }

  /// Terms, by default none.
  public init(
    checkpoint: SimDuration? = nil,
    grace: SimDuration? = nil,
    protection: SimDuration? = nil,
    perRound: Share? = nil,
    victims: VictimOrder = .latestStart,
    ownQueue: Bool = false,
    nonPreemptibleFrom: Int? = nil
  ) {
    self.checkpoint = checkpoint
    self.grace = grace
    self.protection = protection
    self.perRound = perRound
    self.victims = victims
    self.ownQueue = ownQueue
    self.nonPreemptibleFrom = nonPreemptibleFrom
  }
}
