public import Allot

/// A tenant has its entitlement as nominal quota and may borrow what is idle above it.
///
/// Without a borrow limit nothing but the machine stops it: lack of capacity must reserve or
/// reclaim, so the machine is never part of a tenant's own limit.
public struct BorrowingQuota: QuotaPart {
  /// The most that may be borrowed as a part of the entitlement, or nil for whatever is idle.
  public var borrow: Share?

  /// Borrowing up to a part of the entitlement, or whatever is idle.
  public init(borrow: Share? = nil) {
    self.borrow = borrow
  }

  /// `borrowing`.
  public var name: String { "borrowing" }
  /// What a policy file may set.
  public var settings: [PolicySetting] {
    [PolicySetting("borrow", borrow.map { .share($0) })]
  }

  /// The entitlement and the borrow limit, rounded down.
  public func limit(nominal: Int64?) -> Int64? {
    guard let borrow, let nominal else { return nil }
    return nominal + nominal * borrow.millionths / Share.whole.millionths
  }
}
