/// The tenant tree of a scenario: the root, its classes, and whoever shares below them.
public struct Tenants: Sendable, Equatable {
  /// All tenants; the root has id 0, and every parent comes before its children.
  public private(set) var table: Table<Tenant, Tenant>
  /// The qualities of service beside the tree, in the order of the file.
  public var qos: [QOS] = []

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
    promises: [Promise] = [],
    terms: TenantTerms = TenantTerms(),
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
        promises: promises,
        terms: terms,
        priority: priority,
        isDeclared: isDeclared
      )
    )
    table[parent].children.append(id)
    return id
  }

  /// Gives a tenant other terms and another priority.
  package mutating func change(_ id: ID<Tenant>, _ terms: TenantTerms, priority: Int) {
    table[id].terms = terms
    table[id].priority = priority
  }

  /// Gives a tenant another share of its parent's capacity and another weight.
  package mutating func change(_ id: ID<Tenant>, share: Share?, weight: Int64?) {
    table[id].share = share
    table[id].weight = weight
  }

  /// The tenant that an id names.
  public subscript(id: ID<Tenant>) -> Tenant { table[id] }

  /// Who a tenant belongs to; nil for the root.
  ///
  /// A walk up the tree copies no tenant.
  public func parent(of id: ID<Tenant>) -> ID<Tenant>? { table[id].parent }

  /// What a tenant is given, may hold and lends, without a copy of the tenant.
  public func terms(of id: ID<Tenant>) -> TenantTerms { table[id].terms }

  /// False for a tenant from which those beside it take nothing back, by what it says, or else
  /// the next one above.
  public func isReclaimable(_ id: ID<Tenant>) -> Bool {
    var at: ID<Tenant>? = id
    while let tenant = at {
      if let value = table[tenant].terms.isReclaimable { return value }
      at = table[tenant].parent
    }
    return true
  }

  /// What each tenant says, or else the next one above that says something; nil where none does.
  public func inherited<Value>(_ term: (TenantTerms) -> Value?) -> [Value?] {
    var values: [Value?] = []
    // Parents have lower ids than their children.
    for id in ids {
      let above = parent(of: id).flatMap { values[Int($0.index)] }
      values.append(term(terms(of: id)) ?? above)
    }
    return values
  }

  /// True where something is promised to a tenant: a share, or a quota in devices.
  public func isPromised(_ id: ID<Tenant>) -> Bool {
    table[id].share != nil || table[id].terms.quota != nil
  }

  /// True where something is promised to a child of a tenant.
  public func hasPromisedChild(_ id: ID<Tenant>) -> Bool {
    table[id].children.contains { isPromised($0) }
  }

  /// False for leaves that an assignment made, such as users under `other`.
  public func isDeclared(_ id: ID<Tenant>) -> Bool { table[id].isDeclared }

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

  /// True for a tenant itself and for everyone below it.
  public func `is`(_ id: ID<Tenant>, below ancestor: ID<Tenant>) -> Bool {
    var at: ID<Tenant>? = id
    // Every parent has a lower id than its children.
    while let tenant = at, tenant.index >= ancestor.index {
      if tenant == ancestor { return true }
      at = table[tenant].parent
    }
    return false
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
}

/// One node of the tenant tree.
public struct Tenant: Sendable, Equatable {
  /// The name among its siblings.
  public var name: String
  /// Who it belongs to; nil for the root.
  public var parent: ID<Tenant>?
  /// The part of its parent's capacity that it may count on; nil where it is promised none.
  public var share: Share?
  /// The weight under fair share, when it is not the share; in millionths.
  public var weight: Int64?
  /// What it was promised.
  public var promises: [Promise]
  /// What it is given in devices, may hold, lends and keeps.
  public var terms: TenantTerms
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
    promises: [Promise] = [],
    terms: TenantTerms = TenantTerms(),
    priority: Int = 0,
    isDeclared: Bool = true
  ) {
    self.name = name
    self.parent = parent
    self.share = share
    self.weight = weight
    self.promises = promises
    self.terms = terms
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

/// What a tenant was promised about its service: a 95th percentile of the wait of some jobs.
public struct Promise: Sendable, Equatable {
  /// What a percentile counts.
  public enum Weight: String, Sendable, CaseIterable {
    /// Every job once.
    case jobs
    /// Every job by its devices × run time.
    case gpuHours = "gpu-hours"
  }

  /// The 95th percentile of the wait that is not to be exceeded.
  public var waitP95: SimDuration
  /// What the percentile counts.
  public var of: Weight
  /// The class of the trace that it is about; nil for all.
  public var jobClass: String?
  /// The number of devices above which it is about jobs; nil for all.
  public var largerThan: Int?

  /// A promise about the 95th percentile of the wait, by default of all jobs.
  public init(
    waitP95: SimDuration,
    of: Weight = .jobs,
    jobClass: String? = nil,
    largerThan: Int? = nil
  ) {
    self.waitP95 = waitP95
    self.of = of
    self.jobClass = jobClass
    self.largerThan = largerThan
  }
}
