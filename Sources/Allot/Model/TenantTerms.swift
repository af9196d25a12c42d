/// What a tenant is given, may hold, lends and keeps in devices, and how its queue goes.
public struct TenantTerms: Sendable, Equatable {
  private struct Given: Sendable, Equatable {
    var quota: Allowance?
    var borrow: Allowance?
    var lend: Allowance?
    var reserve: Allowance?
    var cap: Allowance?
    var isStrict: Bool
    var rights: PreemptionRights?
    var protection: SimDuration?
    var isReclaimable: Bool?
    var nonPreemptible: NonPreemptibleJobs?
    var perUser: UserTerms?
  }

  private static let nothing = Given(isStrict: false)

  /// One or nothing: tenants are copied, and tens of thousands of them have no terms.
  private let given: [Given]

  /// No terms, or those given.
  public init(
    quota: Allowance? = nil,
    borrow: Allowance? = nil,
    lend: Allowance? = nil,
    reserve: Allowance? = nil,
    cap: Allowance? = nil,
    isStrict: Bool = false,
    rights: PreemptionRights? = nil,
    protection: SimDuration? = nil,
    isReclaimable: Bool? = nil,
    nonPreemptible: NonPreemptibleJobs? = nil,
    perUser: UserTerms? = nil
  ) {
    let terms = Given(
      quota: quota,
      borrow: borrow,
      lend: lend,
      reserve: reserve,
      cap: cap,
      isStrict: isStrict,
      rights: rights,
      protection: protection,
      isReclaimable: isReclaimable,
      nonPreemptible: nonPreemptible,
      perUser: perUser
    )
    self.init(terms)
  }

  private init(_ terms: Given) { given = terms == Self.nothing ? [] : [terms] }

  /// The same terms for a tenant whose users may hold only so much.
  public func with(perUser: UserTerms) -> TenantTerms {
    var terms = given.first ?? Self.nothing
    terms.perUser = perUser
    return TenantTerms(terms)
  }

  /// The same terms with another quota and cap.
  public func with(quota: Allowance?, cap: Allowance?) -> TenantTerms {
    var terms = given.first ?? Self.nothing
    (terms.quota, terms.cap) = (quota, cap)
    return TenantTerms(terms)
  }

  /// The same terms for a tenant from which something, or nothing, is taken back.
  public func with(isReclaimable: Bool) -> TenantTerms {
    var terms = given.first ?? Self.nothing
    terms.isReclaimable = isReclaimable
    return TenantTerms(terms)
  }

  /// Its entitlement in devices, for who has no share of its parent's; nil for none.
  public var quota: Allowance? { given.first?.quota }
  /// The most that it holds beyond its entitlement, in devices or parts of that; nil for any.
  public var borrow: Allowance? { given.first?.borrow }
  /// The most of its entitlement that it lends, likewise; nil for all.
  public var lend: Allowance? { given.first?.lend }
  /// What it keeps of its entitlement for itself, likewise; nil for nothing.
  public var reserve: Allowance? { given.first?.reserve }
  /// The most that it holds, in devices or parts of what its parent may count on; nil for any.
  public var cap: Allowance? { given.first?.cap }
  /// True where its first job keeps those behind it waiting, under policies that cycle over heads.
  public var isStrict: Bool { given.first?.isStrict ?? false }
  /// Whose jobs its own may preempt under such policies; nil for what the policy says.
  public var rights: PreemptionRights? { given.first?.rights }
  /// How long jobs of it and below it run before tenants beside it may take them; nil for what is
  /// said above it, or by the policy.
  public var protection: SimDuration? { given.first?.protection }

  /// False where tenants beside it take nothing back from it and from those below it; nil for what
  /// is said above it, or that they do.
  public var isReclaimable: Bool? { given.first?.isReclaimable }
  /// Which jobs of it and below it are never preempted; nil for what is said above it, or none.
  public var nonPreemptible: NonPreemptibleJobs? { given.first?.nonPreemptible }

  /// What each user of it and below it may hold; nil for anything.
  public var perUser: UserTerms? { given.first?.perUser }

  /// Everything that is given as an amount.
  public var allowances: [Allowance] { [quota, borrow, lend, reserve, cap].compactMap { $0 } }

  /// True where something is given that makes it a queue of its own where queues are walked over:
  /// anything but what keeps its jobs from being taken and its users within limits.
  public var makesQueue: Bool {
    guard var others = given.first else { return false }
    (others.protection, others.isReclaimable, others.nonPreemptible) = (nil, nil, nil)
    others.perUser = nil
    return others != Self.nothing
  }

  /// True where nothing is given.
  public var isEmpty: Bool { given.isEmpty }
}
