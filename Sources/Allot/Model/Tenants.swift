/// The tenant tree of a scenario: the root, its classes, and whoever shares below them.
public struct Tenants: Sendable, Equatable {
  /// All tenants; the root has id 0, and every parent comes before its children.
  public private(set) var table: Table<Tenant, Tenant>

  /// The id of the root, which stands for the whole cluster.
  public static let root = ID<Tenant>(0)

  /// A tree that is only a root.
  public init() {
    table = Table([Tenant(name: "", parent: nil)])
  }

  /// A tree for a trace without tenants: one leaf, entitled to everything.
  public static var single: Tenants {
    var tenants = Tenants()
    tenants.add("all", below: root, share: .whole)
    return tenants
  }

  /// Adds a child as the last of its siblings.
  ///
  /// - Precondition: no sibling has that name.
  @discardableResult
  public mutating func add(
    _ name: String,
    below parent: ID<Tenant>,
    share: Share? = nil,
    weight: Int64? = nil,
    promise: Promise? = nil,
    limits: TenantLimits = TenantLimits(),
    priority: Int = 0,
    isDeclared: Bool = true
  ) -> ID<Tenant> {
    // Assignments make leaves by the ten thousand, each for another user.
    precondition(
      !isDeclared || child(named: name, of: parent) == nil,
      "sibling tenants need different names"
    )
    let id = table.append(
      Tenant(
        name: name,
        parent: parent,
        share: share,
        weight: weight,
        promise: promise,
        limits: limits,
        priority: priority,
        isDeclared: isDeclared
      )
    )
    table[parent].children.append(id)
    return id
  }

  /// Gives a tenant other limits and another priority.
  package mutating func limit(_ id: ID<Tenant>, _ limits: TenantLimits, priority: Int) {
    table[id].limits = limits
    table[id].priority = priority
  }

  /// The tenant that an id names.
  public subscript(id: ID<Tenant>) -> Tenant { table[id] }

  /// Who a tenant belongs to; nil for the root.
  ///
  /// A walk up the tree copies no tenant.
  public func parent(of id: ID<Tenant>) -> ID<Tenant>? { table[id].parent }

  /// What a tenant may hold and lend, without a copy of the tenant.
  public func limits(of id: ID<Tenant>) -> TenantLimits { table[id].limits }

  /// The priority of a tenant, without a copy of it.
  public func priority(of id: ID<Tenant>) -> Int { table[id].priority }

  /// Every id, parents before children.
  public var ids: LazyMapSequence<Range<Int>, ID<Tenant>> { table.ids }

  /// The number of tenants, the root included.
  public var count: Int { table.count }

  /// The child of that name, if any.
  public func child(named name: String, of parent: ID<Tenant>) -> ID<Tenant>? {
    table[parent].children.first { table[$0].name == name }
  }

  /// The tenant at a path below the root, such as `national/kaist`.
  public func find(path: String) -> ID<Tenant>? {
    var at = Self.root
    for name in path.split(separator: "/", omittingEmptySubsequences: false) {
      guard let next = child(named: String(name), of: at) else { return nil }
      at = next
    }
    return at
  }

  /// The path below the root, such as `national/kaist`; empty for the root.
  public func path(of id: ID<Tenant>) -> String {
    guard let parent = table[id].parent else { return "" }
    return parent == Self.root ? table[id].name : path(of: parent) + "/" + table[id].name
  }

  /// The ancestor directly below the root: the tenant's class; nil for the root.
  public func classOf(_ id: ID<Tenant>) -> ID<Tenant>? {
    var at = id
    while let parent = table[at].parent {
      if parent == Self.root { return at }
      at = parent
    }
    return nil
  }

  /// The weight of every tenant among its siblings, in millionths.
  public func weights(_ rule: WeightRule) -> [Int64] {
    ids.map { id in
      switch rule {
      case .share: weight(of: id)
      case .equal: table[id].weight ?? Share.whole.millionths
      }
    }
  }

  /// The weight of a tenant among its siblings.
  ///
  /// What the file gives as `weight`, else its share in millionths, else one, or zero when a
  /// sibling has a share: who is entitled to nothing comes last.
  public func weight(of id: ID<Tenant>) -> Int64 {
    let tenant = table[id]
    if let weight = tenant.weight { return weight }
    if let share = tenant.share { return share.millionths }
    guard let parent = tenant.parent else { return Share.whole.millionths }
    let siblingHasShare = table[parent].children.contains { table[$0].share != nil }
    return siblingHasShare ? 0 : Share.whole.millionths
  }
}

/// One node of the tenant tree.
public struct Tenant: Sendable, Equatable {
  /// The name among its siblings.
  public var name: String
  /// Who it belongs to; nil for the root.
  public var parent: ID<Tenant>?
  /// The part of its parent's capacity that it may count on; nil where none is promised.
  public var share: Share?
  /// The weight under fair share, when it is not the share; in millionths.
  public var weight: Int64?
  /// What it was promised, if anything.
  public var promise: Promise?
  /// What it may hold and lend.
  public var limits: TenantLimits
  /// Higher ones are served first where the policy looks at it.
  public var priority: Int
  /// False for leaves that an assignment made, such as users under `other`.
  public var isDeclared: Bool
  /// Its children, in the order of the file.
  public var children: [ID<Tenant>] = []

  /// A tenant below a parent.
  public init(
    name: String,
    parent: ID<Tenant>?,
    share: Share? = nil,
    weight: Int64? = nil,
    promise: Promise? = nil,
    limits: TenantLimits = TenantLimits(),
    priority: Int = 0,
    isDeclared: Bool = true
  ) {
    self.name = name
    self.parent = parent
    self.share = share
    self.weight = weight
    self.promise = promise
    self.limits = limits
    self.priority = priority
    self.isDeclared = isDeclared
  }
}

/// A part of a whole, in millionths.
public struct Share: Sendable, Hashable, Comparable {
  /// The part in millionths: 500,000 is one half.
  public var millionths: Int64

  /// A part of that many millionths.
  public init(millionths: Int64) {
    self.millionths = millionths
  }

  /// A part of that many per cent.
  public init(percent: Int64) {
    millionths = percent * 10_000
  }

  /// Everything.
  public static let whole = Share(millionths: 1_000_000)

  /// Smaller parts order first.
  public static func < (a: Share, b: Share) -> Bool { a.millionths < b.millionths }
}

/// What a tenant was promised about its service.
public struct Promise: Sendable, Equatable {
  /// The 95th percentile of the wait that is not to be exceeded.
  public var waitP95: SimDuration

  /// A promise about the 95th percentile of the wait.
  public init(waitP95: SimDuration) {
    self.waitP95 = waitP95
  }
}
