public import Allot

/// Preemption by queues within what they deserve from queues that hold more, for one resource.
///
/// What stays with a queue is at least what it deserves, what it is guaranteed, and the least that
/// its gang runs with.
///
/// Source: volcano-sh/volcano at ed72c7c8, plugins capacity and gang.
///
/// In replays a tenant deserves its entitlement and is guaranteed its reserve, which the engine
/// keeps; whoever yields does so whole jobs at a time, the last of which may take it below. Queues
/// are compared, wherever they are in the tree, and what their parents hold matters only as far up
/// as ``ancestors`` says.
public struct DeservedReclaim: ReclaimPart {
  /// A queue as reclaim sees it.
  public struct Queue: Sendable {
    /// What it may count on while others want it too.
    public var deserved: Int64
    /// What it keeps in any case.
    public var guarantee: Int64
    /// What it holds.
    public var allocated: Int64
    /// The least that its running gang needs; zero where there is none.
    public var gangMinimum: Int64

    /// A queue.
    public init(
      deserved: Int64,
      guarantee: Int64 = 0,
      allocated: Int64,
      gangMinimum: Int64 = 0
    ) {
      self.deserved = deserved
      self.guarantee = guarantee
      self.allocated = allocated
      self.gangMinimum = gangMinimum
    }

    init(_ tenant: TenantStanding) {
      self.init(deserved: tenant.nominal, allocated: tenant.held)
    }

    /// The largest request for which it may take back.
    public var claimable: Int64 { deserved - allocated }

    /// The most that it yields.
    public var reclaimable: Int64 { max(0, allocated - max(deserved, guarantee, gangMinimum)) }
  }

  /// What victims are left with, and how much may be taken at a time.
  public var terms: ReclaimTerms
  /// The heights above queues at which tenants are compared as well.
  public var ancestors: Int

  /// Reclaim by what queues deserve.
  public init(_ terms: ReclaimTerms = ReclaimTerms(), ancestors: Int = 0) {
    self.terms = terms
    self.ancestors = ancestors
  }

  /// `deserved`.
  public var name: String { "deserved" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    termSettings + [PolicySetting("ancestors", .number(ancestors))]
  }
  /// Queues, and their ancestors as far as said.
  public var scope: ReclaimScope { .queues(ancestors: ancestors) }

  /// What is left of what it deserves.
  public func claimable(_ tenant: TenantStanding) -> Int64 { Queue(tenant).claimable }

  /// Only who holds more than it deserves yields.
  public func mayTake(_ tenant: TenantStanding) -> Bool { Queue(tenant).reclaimable > 0 }
}
