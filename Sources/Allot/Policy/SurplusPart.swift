/// The part of a policy that says who gets what is idle.
///
/// At the beginning of every pass each device model is divided among the tenants with an
/// entitlement, by what they are entitled to, hold and wait for. Quotas and orders may read what
/// each of them then counts on.
public protocol SurplusPart: PolicyPart {
  /// What each node of a tree counts on now of so many devices of one model; real numbers.
  func shares(of total: Int64, in tree: ShareTree) -> [Double]
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
