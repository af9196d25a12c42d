/// A job that must leave so that another fits into its quota, and why.
public struct QuotaVictim: Sendable, Equatable {
  /// Why a job must leave; the raw values are Kueue's words.
  public enum Reason: String, Sendable {
    /// It is less urgent than one of its own queue.
    case inQueue = "InClusterQueue"
    /// Its queue holds more than its quota, and the other takes back its own.
    case reclaimed = "InCohortReclamation"
    /// The same, while the other borrows as well.
    case reclaimedWhileBorrowing = "InCohortReclaimWhileBorrowing"
    /// Its queue's share is larger than the other's.
    case fairSharing = "InCohortFairSharing"
  }

  /// The place of the job among the state's holdings.
  public var holding: Int
  /// Why it must leave.
  public var reason: Reason

  /// A job that must leave for a reason.
  public init(holding: Int, reason: Reason) {
    self.holding = holding
    self.reason = reason
  }
}
