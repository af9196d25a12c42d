/// The part of a policy that says who gets what is idle.
///
/// At the beginning of every pass each device model is divided among the tenants with an
/// entitlement, by what they are entitled to, hold and wait for. Quotas and orders may read what
/// each of them then counts on.
public protocol SurplusPart: PolicyPart {
  /// What each node of a tree counts on now of so many devices of one model; real numbers.
  func shares(of total: Int64, in tree: ShareTree) -> [Double]
  /// True where what tenants hold matters, beside what they hold and wait for together.
  var readsHoldings: Bool { get }
  /// True where somebody who waits may count on nothing as things are: such shares say who is
  /// served first and who may take back, but limit nobody.
  var mayLeaveNothing: Bool { get }
  /// True where the priority of tenants matters.
  var readsPriority: Bool { get }
}

extension SurplusPart {
  /// What is held is as good as what is waited for.
  public var readsHoldings: Bool { false }
  /// Who waits gets something.
  public var mayLeaveNothing: Bool { false }
  /// Tenants' priorities do not matter.
  public var readsPriority: Bool { false }
}

/// How a tenant's share of a division limits what it may hold.
public enum ShareBound: Sendable, Equatable {
  /// Not at all.
  case none
  /// With the next job it may hold at most its share; a tenant that holds nothing and counts on
  /// something may start any job, or gangs larger than every share would wait for ever.
  case upTo
  /// It may start jobs as long as it holds less than its share; the last one may exceed it.
  case until
}
