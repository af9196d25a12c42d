/// What a tenant may hold, and lend, beside its entitlement.
public struct TenantLimits: Sendable, Equatable {
  /// All three, or nothing: tenants are copied, and tens of thousands of them have no limits.
  private let given: [Allowance?]

  /// No limits, or those given.
  public init(borrow: Allowance? = nil, lend: Allowance? = nil, cap: Allowance? = nil) {
    let all = [borrow, lend, cap]
    given = all.contains { $0 != nil } ? all : []
  }

  /// The most that it holds beyond its entitlement, in devices or parts of that; nil for any.
  public var borrow: Allowance? { isEmpty ? nil : given[0] }
  /// The most of its entitlement that it lends, likewise; nil for all.
  public var lend: Allowance? { isEmpty ? nil : given[1] }
  /// The most that it holds, in devices or parts of what its parent may count on; nil for any.
  public var cap: Allowance? { isEmpty ? nil : given[2] }

  /// True where nothing is limited.
  public var isEmpty: Bool { given.isEmpty }
}
