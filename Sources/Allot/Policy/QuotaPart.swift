/// The part of a policy that says what each tenant may hold.
public protocol QuotaPart: PolicyPart {
  /// True when classes are walled off: each class has the nodes of its entitlement to itself.
  var hasWalls: Bool { get }
  /// The most devices of one model that a tenant may hold, or nil where nothing but the machine
  /// limits it.
  ///
  /// `nominal` is its entitlement in that model: zero for a tenant without a share beside siblings
  /// with one, nil where no sibling has a share.
  func limit(nominal: Int64?) -> Int64?
  /// How the tenant's share of the policy's division of surplus limits it beside that.
  var bound: ShareBound { get }
}

extension QuotaPart {
  /// No walls.
  public var hasWalls: Bool { false }
  /// Shares limit nobody.
  public var bound: ShareBound { .none }

  /// True where it limits nobody, with an entitlement or with none.
  var bindsNobody: Bool { bound == .none && limitsNobody }

  /// True where it limits nobody to a part of an entitlement, whatever bounds shares set.
  var limitsNobody: Bool { [nil, 0, 1_000].allSatisfy { limit(nominal: $0) == nil } }
}
