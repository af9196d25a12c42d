internal import Allot
internal import AllotPolicies

/// Cohorts, cluster queues, local queues and flavors of Kueue.
///
/// A tenant with queues below it is a cohort, whose own quota is what its children's leave of it;
/// leaves without terms below a queue are local queues. Every GPU model is a flavor.
///
/// Source: kubernetes-sigs/kueue at ff69552e, API v1beta2.
enum KueueWriter: QueueWriter {
  static let system = "kueue"
  static let policies =
    ["kueue", "kueue-fair"] + FairReclaim.choices.dropFirst().map { "kueue-" + $0.word }
  static let terms: Set = [
    "share", "quota", "weight", "borrow", "lend", "reserve", "cap", "queue", "preemption",
  ]
  static let hasResources = true
  private static let version = "kueue.x-k8s.io/v1beta2"

  static func objects(
    _ queues: ExportedQueues,
    _ notes: inout [String]
  ) throws(InputError) -> [YamlTree] {
    try queues.checkNames()
    let tree = ExportedCohorts(queues)
    var objects = tree.allFlavors.map { flavor in
      YamlTree.object(version, "ResourceFlavor", name: flavor, spec: .fields([]))
    }
    if let cycle = queues.policy.cycle as? HeadsCycle, case .fair(let reclaim) = cycle.rule {
      let strategies = reclaim.strategies.map { YamlTree.text($0.rawValue) }
      objects.append(
        .fields([
          ("apiVersion", .text("config.kueue.x-k8s.io/v1beta2")), ("kind", .text("Configuration")),
          ("fairSharing", .fields([("preemptionStrategies", .list(strategies))])),
        ])
      )
    }
    let loose = queues.all.filter { tree.isLoose($0) }
    if !loose.isEmpty {
      objects.append(.object(version, "Cohort", name: ExportedCohorts.top, spec: .fields([])))
      notes.append(
        "the tenants at the top borrow from each other: they are in a cohort "
          + "'\(ExportedCohorts.top)', which an import shows as a tenant above them"
      )
    }
    for tenant in queues.all {
      objects.append(try object(tenant, tree, queues, &notes))
    }
    return objects
  }

  private static func object(
    _ tenant: ID<Tenant>,
    _ tree: ExportedCohorts,
    _ queues: ExportedQueues,
    _ notes: inout [String]
  ) throws(InputError) -> YamlTree {
    let name = queues.tenants[tenant].name
    if tree.isLocal(tenant), let queue = queues.parent(of: tenant) {
      let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
      return .object(
        version,
        "LocalQueue",
        name: parts[parts.count - 1],
        namespace: parts.count == 2 ? parts[0] : nil,
        spec: .fields([("clusterQueue", .text(queues.tenants[queue].name))])
      )
    }
    let parent = tree.cohort(of: tenant)
    let sharing = queues.tenants[tenant].weight.map {
      YamlTree.fields([("weight", .text(MillionthsText.text(of: $0)))])
    }
    let groups = tree.groups(of: tenant, &notes)
    if tree.isCohort(tenant) {
      let spec = YamlTree.fields([
        ("parentName", parent.map { .text($0) }), ("fairSharing", sharing),
        ("resourceGroups", groups),
      ])
      return .object(version, "Cohort", name: name, spec: spec)
    }
    let isStrict = queues.tenants.terms(of: tenant).isStrict || queues.policy.fill.head == .close
    let spec = YamlTree.fields([
      ("cohortName", parent.map { .text($0) }),
      ("queueingStrategy", isStrict ? .text("StrictFIFO") : nil),
      ("namespaceSelector", .fields([])), ("preemption", preemption(of: tenant, queues, &notes)),
      ("fairSharing", sharing), ("resourceGroups", groups),
    ])
    return .object(version, "ClusterQueue", name: name, spec: spec)
  }

  /// The rights of a queue: its own, else those that the policy gives to all.
  private static func preemption(
    of tenant: ID<Tenant>,
    _ queues: ExportedQueues,
    _ notes: inout [String]
  ) -> YamlTree {
    func whom(_ key: String) -> PreemptionRights.Whom {
      guard case .word(let word)? = queues.setting(key) else { return .never }
      return PreemptionRights.Whom.allCases.first { $0.word == word } ?? .never
    }
    var usual = PreemptionRights(ownQueue: whom("own_queue"), otherQueues: whom("other_queues"))
    if case .word(let word)? = queues.setting("while_borrowing") {
      usual.whileBorrowing = PreemptionRights.WhileBorrowing(highestPriority: Int(word))
    }
    var rights = queues.tenants.terms(of: tenant).rights ?? usual
    let path = queues.tenants.path(of: tenant)
    if rights.ownQueue == .any {
      rights.ownQueue = .lowerOrNewerEqual
      notes.append("'own_queue: any' of '\(path)' is LowerOrNewerEqualPriority there, the most")
    }
    if rights.otherQueues == .lowerOrNewerEqual {
      rights.otherQueues = .lowerPriority
      notes.append("'other_queues: lower-or-newer-equal' of '\(path)' is LowerPriority there")
    }
    let borrowing = rights.whileBorrowing.map { borrowing in
      YamlTree.fields([
        ("policy", .text(PreemptionRights.Whom.lowerPriority.rawValue)),
        ("maxPriorityThreshold", borrowing.highestPriority.map { .whole(Int64($0)) }),
      ])
    }
    return .fields([
      ("withinClusterQueue", .text(rights.ownQueue.rawValue)),
      ("reclaimWithinCohort", .text(rights.otherQueues.rawValue)),
      ("borrowWithinCohort", borrowing),
    ])
  }
}
