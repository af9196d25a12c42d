/// The most that jobs which belong together hold at the same time: those of one user in a tenant,
/// of a QOS, or of one user in a QOS.
///
/// Such a limit stands beside the tree of tenants: a job that it stops is passed over as if it did
/// not wait, so that it keeps nobody waiting and claims nothing.
/// Source: the resource limits of Slurm: GrpTRES, MaxTRESPU and MaxJobsPU.
public struct UseLimit: Sendable, Equatable {
  /// Devices of all models together; nil for any number.
  public var devices: Int64?
  /// Amounts of single resources: devices of a model, `cores`, or `memory` in MiB.
  public var named: [Named]
  /// Running jobs; nil for any number.
  public var jobs: Int64?
  /// Nodes, where each job counts those that it lies on; nil for any number.
  public var nodes: Int64?

  /// An amount of one resource.
  public struct Named: Sendable, Equatable {
    /// The name of a device model, or `cores` or `memory`.
    public var resource: String
    /// The most of it.
    public var units: Int64

    /// The most of a resource.
    public init(resource: String, units: Int64) {
      self.resource = resource
      self.units = units
    }
  }

  /// The most of some things; nothing else is limited.
  public init(
    devices: Int64? = nil,
    named: [Named] = [],
    jobs: Int64? = nil,
    nodes: Int64? = nil
  ) {
    self.devices = devices
    self.named = named
    self.jobs = jobs
    self.nodes = nodes
  }

  /// True where nothing is limited.
  public var isEmpty: Bool { self == UseLimit() }
}

/// What one user may hold of a tenant's quota of a device model, by how many users want something.
///
/// A user who asks for r more may hold at most max( ⌈(a + r) / n⌉, ⌈⌊c × m⌋ / 100⌉ ), where m is
/// ``minimum`` in per cent, and never more than ⌊q × ``factor``⌋, where n users of the tenant have
/// waiting jobs and hold a together, q is its quota, at least r, and c is q while it holds less,
/// else what it holds and r. Who holds nothing may start one job within ⌊q × ``factor``⌋: else
/// users whose jobs are larger than their parts would keep each other waiting for ever.
/// Source: Hadoop YARN's Capacity Scheduler, trunk, `AbstractCSUsersManager`; weights of users are
/// one, and a request is a whole job.
public struct UserShare: Sendable, Equatable {
  /// The part of the quota that a user may hold however many others want some.
  public var minimum: Share
  /// What a user may hold in quotas, however few others want some; nil for any number.
  public var factor: Share?

  /// A share of users.
  public init(minimum: Share = .whole, factor: Share? = .whole) {
    self.minimum = minimum
    self.factor = factor
  }

  /// The most that a user may hold of a quota, however few others want some.
  public func most(of quota: Int64) -> Int64 {
    factor.map { quota * $0.millionths / Share.whole.millionths } ?? .max
  }
}

/// How a user stands with its share of a tenant's quota of a device model.
public struct UserStanding: Sendable {
  /// The rule.
  public var share: UserShare
  /// What the user holds.
  public var own: Int64
  /// The tenant's quota.
  public var quota: Int64
  /// What the tenant holds.
  public var held: Int64
  /// What those of its users hold who want something.
  public var wanted: Int64
  /// How many these are; at least one.
  public var users: Int64

  /// A user's holding, its tenant's, and that of those who want something.
  public init(
    share: UserShare,
    own: Int64,
    quota: Int64,
    held: Int64,
    wanted: Int64,
    users: Int64
  ) {
    self.share = share
    self.own = own
    self.quota = quota
    self.held = held
    self.wanted = wanted
    self.users = users
  }

  /// Whether the user may hold so much more.
  public func allows(_ more: Int64) -> Bool {
    let whole = max(quota, more)
    if own + more > share.most(of: whole) { return false }
    let current = held < whole ? whole : held + more
    let even = (wanted + more + users - 1) / users
    let least = (current * share.minimum.millionths / 10_000 + 99) / 100
    return own == 0 || own + more <= max(even, least)
  }

  /// The most that the user may ask for, or more.
  ///
  /// It is exact up to the quota, where who may have more may have less. A request beyond the quota
  /// is measured by its own size.
  ///
  /// - Complexity: `O(log quota)`.
  var largest: Int64 {
    let mayExceed = share.factor.map { $0 > .whole } ?? true
    if own == 0 { return share.factor.map { $0 < .whole } ?? false ? share.most(of: quota) : .max }
    if mayExceed && (users <= 1 || share.minimum >= .whole) { return .max }
    var (least, most) = (Int64(0), quota)
    while least < most {
      let middle = (least + most + 1) / 2
      if allows(middle) { least = middle } else { most = middle - 1 }
    }
    guard mayExceed else { return least }
    // Who asks for r beyond the quota needs r within an even part, or within the minimum, of what
    // grows by r.
    let rest = Share.whole.millionths - share.minimum.millionths
    let part = (held * share.minimum.millionths + Share.whole.millionths) / rest
    let beyond = max(wanted / (users - 1), part) + 2
    return beyond > quota ? beyond : least
  }
}

/// What each user of a tenant or of a QOS may hold.
public struct UserTerms: Sendable, Equatable {
  /// The most at the same time.
  public var limit: UseLimit
  /// What of the tenant's quota, where that depends on who else wants some; nil for anything.
  public var share: UserShare?

  /// Terms of users.
  public init(limit: UseLimit = UseLimit(), share: UserShare? = nil) {
    self.limit = limit
    self.share = share
  }
}

/// A quality of service: terms of jobs that stand beside their tenants'.
public struct QOS: Sendable, Equatable {
  /// The name by which jobs ask for it.
  public var name: String
  /// The most that all its jobs hold.
  public var limit: UseLimit
  /// What each of its users may hold; nil for anything.
  public var perUser: UserTerms?

  /// A quality of service under limits.
  public init(name: String, limit: UseLimit = UseLimit(), perUser: UserTerms? = nil) {
    self.name = name
    self.limit = limit
    self.perUser = perUser
  }
}

/// The limits beside the tree of tenants, and which of them each job is under.
public struct LimitGroups: Sendable, Equatable {
  /// Jobs that share a limit.
  public struct Group: Sendable, Equatable {
    /// What they have in common, for messages.
    public var name: String
    /// The most that they hold.
    public var limit: UseLimit
    /// What its user may hold of the tenant's quota; nil for anything.
    public var share: UserShare?

    /// A group under a limit.
    public init(name: String, limit: UseLimit = UseLimit(), share: UserShare? = nil) {
      self.name = name
      self.limit = limit
      self.share = share
    }
  }

  /// The groups.
  public private(set) var groups = Table<Group, Group>()
  /// The groups of jobs that are in the same ones and of the same tenant.
  public private(set) var sets = Table<LimitSet, LimitSet>()

  /// No limits.
  public init() {}

  /// Adds a group.
  public mutating func add(_ group: Group) -> ID<Group> { groups.append(group) }

  /// Adds a set of groups for jobs of a tenant.
  public mutating func add(_ set: LimitSet) -> ID<LimitSet> { sets.append(set) }

  /// True where no job is under such a limit.
  public var isEmpty: Bool { sets.count == 0 }
}

/// The groups that some jobs of a tenant are in.
public struct LimitSet: Sendable, Hashable {
  /// The tenant that submits them.
  public var tenant: ID<Tenant>
  /// Their groups.
  public var groups: [ID<LimitGroups.Group>]

  /// The groups of some jobs of a tenant.
  public init(tenant: ID<Tenant>, groups: [ID<LimitGroups.Group>]) {
    self.tenant = tenant
    self.groups = groups
  }
}
