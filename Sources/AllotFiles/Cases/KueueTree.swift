internal import Allot
internal import AllotPolicies

/// The cohorts and cluster queues of a case, as a quota tree with its names.
struct KueueTree {
  let names: [String]
  let isQueue: [Bool]
  let columns: [String]
  let rights: PreemptionRights.Table
  let isStrict: [Bool]
  private(set) var state: QuotaState
  private let nodeOf: [String: Int]

  private static let keys = [
    "name", "kind", "parent", "fairWeight", "quotas", "preemption", "queueingStrategy",
  ]
  private static let quotaKeys = [
    "flavor", "resource", "nominal", "borrowingLimit", "lendingLimit",
  ]

  /// The tree of a list of nodes; `holdings` are read for the columns that they use.
  init(nodes: YamlValue, usages: [YamlValue]) throws(InputError) {
    let rows = try nodes.list { value throws(InputError) in try value.mapping(keys: Self.keys) }
    names = try YamlMapping.names(of: rows)
    nodeOf = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let columns = try Self.columns(rows, usages)
    var parents: [Int?] = []
    var quotas: [[QuotaTree.Quota?]] = []
    var weights: [Double] = []
    var isQueue: [Bool] = []
    var rights: [PreemptionRights] = []
    var isStrict: [Bool] = []
    for row in rows {
      parents.append(try Self.parent(row, nodeOf))
      quotas.append(try Self.quotas(row, columns.names))
      weights.append(try row.required("fairWeight").positiveNumber())
      isQueue.append(
        try row.required("kind").word(among: ["cohort", "clusterQueue"]) == "clusterQueue"
      )
      rights.append(try Self.rights(row["preemption"]))
      let strategy = try row["queueingStrategy"]?.optional { value throws(InputError) in
        try value.word(among: ["BestEffortFIFO", "StrictFIFO"])
      }
      isStrict.append(strategy == "StrictFIFO")
    }
    try Self.check(parents, isQueue, rows)
    self.isQueue = isQueue
    self.columns = columns.names
    self.rights = PreemptionRights.Table(rights)
    self.isStrict = isStrict
    state = QuotaState(
      tree: QuotaTree(parents: parents, quotas: quotas),
      weights: weights,
      resources: columns.resources
    )
  }

  /// The cluster queue that a value names.
  func queue(_ value: YamlValue) throws(InputError) -> Int {
    let name = try value.text()
    guard let node = nodeOf[name], isQueue[node] else {
      throw value.error("there is no cluster queue '\(name)'")
    }
    return node
  }

  /// The column that a value names as `flavor/resource`.
  func column(_ value: YamlValue) throws(InputError) -> Int {
    let name = try value.text()
    guard let column = columns.firstIndex(of: name) else {
      throw value.error("nothing has a quota or a usage of '\(name)'")
    }
    return column
  }

  /// The amounts of a list of usages, each column once.
  func amounts(_ usage: YamlValue) throws(InputError) -> [Holding.Amount] {
    var units = Array(repeating: Int64(0), count: columns.count)
    for entry in try usage.list() {
      let row = try entry.mapping(keys: ["flavor", "resource", "amount"])
      units[columns.firstIndex(of: try Self.columnName(row)) ?? 0] +=
        try row.required("amount").units()
    }
    return units.indices.filter { units[$0] > 0 }
      .map { Holding.Amount(column: $0, units: units[$0]) }
  }

  /// What a workload of a case holds or asks for.
  func holding(
    _ row: YamlMapping,
    rank: Int,
    amounts: [Holding.Amount]
  ) throws(InputError) -> Holding {
    Holding(
      node: try queue(row.required("clusterQueue")),
      priority: try row["priority"]?.wholeNumber() ?? 0,
      submit: try row["createdSecRel"]?.instant() ?? .zero,
      start: try row["quotaReservedSecRel"]?.instant() ?? .zero,
      isLeaving: try row["alreadyEvicted"]?.flag() ?? false,
      rank: rank,
      amounts: amounts
    )
  }

  /// Books what a job holds.
  mutating func admit(_ holding: Holding) { state.admit(holding) }

  private static func columnName(_ row: YamlMapping) throws(InputError) -> String {
    try row.required("flavor").text() + "/" + row.required("resource").text()
  }

  /// The columns in the order in which they are named first, and the resource of each.
  private static func columns(
    _ rows: [YamlMapping],
    _ usages: [YamlValue]
  ) throws(InputError) -> (names: [String], resources: [Int]) {
    var names: [String] = []
    var resources: [Int] = []
    var kinds: [String] = []
    func add(_ row: YamlMapping) throws(InputError) {
      let name = try columnName(row)
      guard !names.contains(name) else { return }
      let resource = try row.required("resource").text()
      if !kinds.contains(resource) { kinds.append(resource) }
      names.append(name)
      resources.append(kinds.firstIndex(of: resource) ?? 0)
    }
    for row in rows {
      for quota in try row.required("quotas").list() {
        try add(try quota.mapping(keys: quotaKeys))
      }
    }
    for usage in usages {
      for entry in try usage.list() {
        try add(try entry.mapping(keys: ["flavor", "resource", "amount"]))
      }
    }
    // A tree without quotas has a column nevertheless, of which there is nothing.
    return names.isEmpty ? (["none"], [0]) : (names, resources)
  }

  private static func parent(
    _ row: YamlMapping,
    _ nodeOf: [String: Int]
  ) throws(InputError) -> Int? {
    let value = try row.required("parent")
    let name = try value.textOrEmpty()
    guard !name.isEmpty else { return nil }
    guard let parent = nodeOf[name] else { throw value.error("there is no node '\(name)'") }
    return parent
  }

  private static func quotas(
    _ row: YamlMapping,
    _ columns: [String]
  ) throws(InputError) -> [QuotaTree.Quota?] {
    var quotas = [QuotaTree.Quota?](repeating: nil, count: columns.count)
    for entry in try row.required("quotas").list() {
      let quota = try entry.mapping(keys: quotaKeys)
      let column = columns.firstIndex(of: try columnName(quota)) ?? 0
      guard quotas[column] == nil else {
        throw entry.error("\(columns[column]) has two quotas at one node")
      }
      quotas[column] = QuotaTree.Quota(
        nominal: try quota.required("nominal").units(),
        borrowing: try limit(quota["borrowingLimit"]),
        lending: try limit(quota["lendingLimit"])
      )
    }
    return quotas
  }

  private static func limit(_ value: YamlValue?) throws(InputError) -> Int64? {
    try value?.optional { value throws(InputError) in try value.units() }
  }

  private static func rights(_ value: YamlValue?) throws(InputError) -> PreemptionRights {
    guard let value, !value.isNothing else { return PreemptionRights() }
    let row = try value.mapping(
      keys: [
        "withinClusterQueue", "reclaimWithinCohort", "borrowWithinCohort", "maxPriorityThreshold",
      ]
    )
    let borrowing = try row.required("borrowWithinCohort").word(among: ["Never", "LowerPriority"])
    let threshold = try row["maxPriorityThreshold"]?.optional { value throws(InputError) in
      try value.wholeNumber()
    }
    return PreemptionRights(
      ownQueue: try whom(row.required("withinClusterQueue")),
      otherQueues: try whom(row.required("reclaimWithinCohort")),
      whileBorrowing: borrowing == "Never"
        ? nil : PreemptionRights.WhileBorrowing(highestPriority: threshold)
    )
  }

  private static func whom(_ value: YamlValue) throws(InputError) -> PreemptionRights.Whom {
    let words = PreemptionRights.Whom.allCases.map(\.rawValue)
    return PreemptionRights.Whom(rawValue: try value.word(among: words)) ?? .never
  }

  /// Cluster queues have nothing below them, and nobody stands above itself.
  private static func check(
    _ parents: [Int?],
    _ isQueue: [Bool],
    _ rows: [YamlMapping]
  ) throws(InputError) {
    for (node, parent) in parents.enumerated() {
      if let parent, isQueue[parent] {
        throw rows[node].owner.error("the parent is a cluster queue, which has nothing below it")
      }
      var at = parent
      for _ in parents.indices {
        at = at.flatMap { parents[$0] }
      }
      if at != nil { throw rows[node].owner.error("the node stands above itself") }
    }
  }
}
