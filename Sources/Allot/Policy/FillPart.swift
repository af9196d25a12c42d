/// The part of a policy that says what happens behind the first job that can not start.
public protocol FillPart: PolicyPart {
  /// What a blocked job does to the jobs behind it.
  var head: HeadRule { get }
  /// In which order the jobs behind blocked ones are tried.
  var backfill: BackfillOrder { get }
}

extension FillPart {
  /// The policy's own order.
  public var backfill: BackfillOrder { .policy }
}

/// What a blocked job does to the jobs behind it.
public enum HeadRule: Sendable, Equatable {
  /// It closes the pools or the tenant that it waits for: nothing passes it.
  case close
  /// It reserves: later jobs must end before its reservation or fit beside it.
  case reserve
  /// It does nothing: later jobs start as they fit.
  case pass
  /// It gets the first slot in a plan that is made anew at every pass, as do all behind it.
  case plan
  /// It keeps a slot that it got on arrival and that only ever moves earlier, as do all behind it.
  case promise

  /// True where every job gets a slot.
  public var givesSlots: Bool { self == .plan || self == .promise }
}

/// In which order jobs behind blocked ones are tried.
public enum BackfillOrder: Sendable, Equatable {
  /// The policy's own order.
  case policy
  /// The shortest requested run time first, ties by submit time and trace position.
  case shortestLimit
}
