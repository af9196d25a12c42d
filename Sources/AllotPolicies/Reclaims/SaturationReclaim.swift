public import Allot

/// Preemption between sibling tenants by fair share, quota and saturation, for one resource.
///
/// A queue may reclaim for a job with which it holds at most its fair share, and with which its
/// work that can not be preempted stays within its quota. A queue yields a job if it holds more
/// than both its fair share and its quota, or more than its quota while the other stays within its
/// own. Afterwards the other's saturation, what it holds by its fair share, must be at most one or
/// less than the yielding queue's.
///
/// Source: NVIDIA/KAI-Scheduler at 72de64fc, plugin proportion, with a multiplier of one.
///
/// In replays a tenant's siblings are those below the lowest tenant above both, and a victim loses
/// the work since its last checkpoint. What can not be preempted stays within quotas by the terms.
public struct SaturationReclaim: ReclaimPart {
  /// A queue as reclaim sees it.
  public struct Queue: Sendable {
    /// What it holds.
    public var allocated: Double
    /// The part of it that can not be preempted.
    public var allocatedNonPreemptible: Double
    /// What the division of surplus gives it.
    public var fairShare: Double
    /// Its quota.
    public var deserved: Double

    /// A queue.
    public init(
      allocated: Double,
      allocatedNonPreemptible: Double = 0,
      fairShare: Double,
      deserved: Double
    ) {
      self.allocated = allocated
      self.allocatedNonPreemptible = allocatedNonPreemptible
      self.fairShare = fairShare
      self.deserved = deserved
    }

    init(_ tenant: TenantStanding) {
      self.init(
        allocated: Double(tenant.held),
        fairShare: tenant.share,
        deserved: Double(tenant.nominal)
      )
    }

    /// What it may hold before others take back from it.
    var allocatable: Double { max(fairShare, deserved) }

    func saturation(with more: Double) -> Double {
      let held = allocated + more
      if fairShare == 0 { return held > 0 ? .infinity : 0 }
      return held / fairShare
    }
  }

  /// What victims are left with, and how much may be taken at a time.
  public var terms: ReclaimTerms

  /// Reclaim by fair share, quota and saturation.
  public init(_ terms: ReclaimTerms = ReclaimTerms()) {
    self.terms = terms
  }

  /// `saturation`.
  public var name: String { "saturation" }
  /// Fair shares say who may reclaim.
  public var readsShares: Bool { true }

  /// What is left of the fair share.
  public func claimable(_ tenant: TenantStanding) -> Int64 {
    tenant.missing(to: tenant.share)
  }

  /// Whoever holds no more than its quota never yields.
  public func mayTake(_ tenant: TenantStanding) -> Bool { tenant.held > tenant.nominal }

  /// By fair share, quota and saturation.
  public func yields(
    _ tenant: TenantStanding,
    gpus: Int64,
    to claimant: TenantStanding,
    request: Int64
  ) -> Bool {
    yields(
      Queue(tenant),
      size: Double(gpus),
      to: Queue(claimant),
      request: Double(request)
    )
  }

  /// True where a queue may take back so much for a job at all.
  public func mayReclaim(_ reclaimer: Queue, request: Double, isPreemptible: Bool) -> Bool {
    reclaimer.allocated + request <= reclaimer.fairShare
      && (isPreemptible
        || reclaimer.allocatedNonPreemptible + request <= reclaimer.deserved)
  }

  /// True where a queue yields a job of a size to a sibling with a request.
  public func yields(
    _ victim: Queue,
    size: Double,
    to reclaimer: Queue,
    request: Double
  ) -> Bool {
    let isOverShare = victim.allocated > victim.allocatable
    let isOverQuota =
      reclaimer.allocated + request <= reclaimer.deserved && victim.allocated > victim.deserved
    guard isOverShare || isOverQuota else { return false }
    let saturation = reclaimer.saturation(with: request)
    return saturation <= 1 || victim.fairShare <= 0
      || saturation < victim.saturation(with: -size)
  }
}
