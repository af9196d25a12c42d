extension Simulation {
  /// What a finished replay reports beside its journal.
  public struct Result: Sendable, Equatable {
    /// The digest of every start, end, eviction and rejection.
    public var digest: Digest
    /// What the scheduler looked at.
    public var counters: VisitCounters
    /// Jobs that still wait when nothing can happen any more.
    public var waiting: Int
    /// Who preempts each other, in the order of the instants.
    public var preemptionRounds: [PreemptionRound]
  }
}
