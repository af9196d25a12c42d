/// Which tenants of a claimant and of a victim decide whether the one yields to the other.
public enum ReclaimScope: Sendable, Equatable {
  /// The two just below the lowest tenant above both.
  ///
  /// The claimant's tenants up to there must all be able to claim.
  case siblings
  /// The same two, where all tenants of the victim below its own hold too much as well, and the
  /// claimant's own alone must be able to claim: what it gets is for any of those below it.
  case path
  /// The two queues, which are the lowest tenants with an entitlement above each job.
  ///
  /// Besides, the victim's tenants at so many heights above its queue hold too much, as far as they
  /// are not the claimant's at the same height; and a claim is that of the queue or of one of its
  /// own tenants at these heights. Where neither queue is entitled to anything and one of these
  /// tenants is above both, none yields to the other. The root does not count.
  ///
  /// Source: volcano-sh/volcano, plugin capacity, `ancestorReclaimLevel`.
  case queues(ancestors: Int)

  /// True where tenants above a queue may claim for a job for which it may not.
  var asksAbove: Bool {
    switch self {
    case .siblings: false
    case .path: true
    case .queues(let ancestors): ancestors > 0
    }
  }
}
