/// What the queue tree asks while it searches: keys, limits, and which jobs are out of the
/// question.
///
/// The engine answers from the policy and the accounts; the tree itself knows neither.
protocol QueueJudge {
  /// The key of a tenant with waiting jobs below it: siblings with lower keys are visited first.
  ///
  /// `head` is the first waiting job below it, in policy order; nil where keys do not read it.
  func key(of tenant: ID<Tenant>, head: WaitingJob?) -> Double

  /// What limits and entitlements say of a tenant's jobs in a pool.
  ///
  /// `cap` is the largest job below it that its own limit admits, when larger ones need no visit;
  /// `openAbove` the largest that no limit stops which has still to be visited for it, negative
  /// where limits further down may stop any, `Int32.max` where none stops any; `claim` the largest
  /// that might claim in the pool what others borrowed, `Int32.max` where tenants below decide,
  /// negative where nothing can be claimed.
  func bounds(of tenant: ID<Tenant>, in pool: Int) -> TenantBounds

  /// The largest job of a set of groups that their limits do not stop in a pool, or a larger one;
  /// −1 where they stop all.
  func cap(of set: ID<LimitSet>, in pool: Int) -> Int32

  /// The number of the walk, within which filters only ever get narrower.
  var walk: Int32 { get }

  /// True when the judge narrows filters on the way down.
  var narrowsFilters: Bool { get }

  /// True for a job that this walk has not visited and may visit.
  func isOpen(_ job: ID<Job>) -> Bool
}

/// How siblings of a queue tree take turns.
public enum Walk: Sendable, Equatable {
  /// A child is exhausted before its next sibling; ties of keys go to the oldest job below.
  case tree
  /// Children with equal keys are merged job by job: the best unvisited job anywhere comes next.
  case merge
  /// The key of a tenant that submits jobs is added to the keys of its jobs, and the least sum
  /// anywhere comes next; keys of other tenants do not matter.
  ///
  /// Keys are then whole numbers below 2⁵¹ in size, so that sums are exact.
  case sum
}
