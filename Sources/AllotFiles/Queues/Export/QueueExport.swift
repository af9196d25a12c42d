public import Allot
internal import AllotPolicies

/// Tenants and their policy as a queue file of another system.
public struct QueueExport: Sendable {
  /// The file, whose import gives the same policy.
  public let text: String
  /// What the system's queues can not say, each one sentence.
  public let notes: [String]

  /// The systems whose files can be written.
  public static var systems: [String] { QueueWriters.all.map { $0.system } }

  /// Writes the tenants of a file for a system; a section `policy` beside them says what else there
  /// is to say, else the system's own preset does.
  ///
  /// `cluster` is what shares and percentages are of; `resource` is the name of devices there.
  /// - Throws: ``InputError`` for a file without tenants, for amounts that are parts of a cluster
  ///   that is not given, and for trees that the system does not have.
  public init(
    path: String,
    for system: String,
    cluster: Cluster? = nil,
    resource: String = "nvidia.com/gpu"
  ) throws(InputError) {
    guard let writer = QueueWriters.all.first(where: { $0.system == system }) else {
      preconditionFailure("\(system) is among the systems")
    }
    let tenants = try TenantsFile.load(path)
    var notes: [String] = []
    let policy = try Self.policy(beside: path, writer, &notes)
    let machine: Cluster
    if let cluster {
      machine = cluster
    } else {
      let isKai = writer.system == KaiWriter.system
      machine = try Self.machine(for: tenants, mayBeUnlimited: isKai, file: path)
    }
    let queues = ExportedQueues(
      world: World(cluster: machine, tenants: tenants, jobs: []),
      policy: policy,
      device: resource,
      file: path
    )
    if cluster != nil { try queues.world.check(tenantsOf: path) }
    notes += Self.unsaid(of: tenants, writer) + queues.refusedNames(withModels: writer.hasResources)
    if StrictYAML.isReadable(path), let section = try StrictYAML.loadSections(path)["assign"],
      try AssignmentFile.read(section).rules.contains(where: { !$0.isByQueue })
    {
      notes.append(
        "what 'assign' says of users and other columns is left out: there, jobs name their queue"
      )
    }
    if !writer.hasResources { notes += queues.addedUp(for: writer.system) }
    let objects = try writer.objects(queues, &notes)
    text = YamlTree.text(of: objects)
    self.notes = notes
  }

  /// The policy of a file, or the system's own.
  private static func policy(
    beside path: String,
    _ writer: any QueueWriter.Type,
    _ notes: inout [String]
  ) throws(InputError) -> Policy {
    let usual = writer.policies[0]
    guard let preset = PolicyPresets.named(usual) else { preconditionFailure("\(usual) ships") }
    guard StrictYAML.isReadable(path),
      let section = try StrictYAML.loadSections(path)["policy"]
    else { return preset }
    let policy = try PolicyFile.read(section)
    guard !writer.policies.contains(policy.name) else { return policy }
    notes.append(
      "the policy '\(policy.name)' is not one that \(writer.system) follows: the queues are those "
        + "of \(usual)"
    )
    return preset
  }

  /// A machine with the models that tenants name, for amounts that are numbers.
  private static func machine(
    for tenants: Tenants,
    mayBeUnlimited: Bool,
    file: String
  ) throws(InputError) -> Cluster {
    for tenant in tenants.ids {
      let terms = tenants.terms(of: tenant)
      let quotas = terms.quota?.amounts.filter { !mayBeUnlimited || $0 != .part(.whole) } ?? []
      let hasPart = (quotas + (terms.cap?.amounts ?? [])).contains(where: \.isPart)
      guard tenants[tenant].share != nil || hasPart else { continue }
      throw InputError(
        file: file,
        "'\(tenants.path(of: tenant))' has a part of a cluster",
        remedy: "give the cluster with --cluster"
      )
    }
    let reserved = Resource.named.map(\.name) + ["gpus"]
    var names: [String] = []
    for tenant in tenants.ids {
      for name in tenants.terms(of: tenant).allowances.flatMap(\.named).map(\.resource)
      where !reserved.contains(name) && !names.contains(name) {
        names.append(name)
      }
    }
    if names.isEmpty { names = ["gpus"] }
    var models = Table<DeviceModel, DeviceModel>()
    var pools = Table<Pool, Pool>()
    for name in names {
      let model = models.append(DeviceModel(name: name))
      var kind = NodeKind(name: name, gpus: 1, model: model)
      (kind.cores, kind.memory) = (1, 1)
      _ = pools.append(Pool(name: name, nodes: 1, kind: kind))
    }
    return Cluster(name: "any", models: models, pools: pools)
  }

  /// The terms that the system's queues do not have, with the first tenant that has each.
  private static func unsaid(of tenants: Tenants, _ writer: any QueueWriter.Type) -> [String] {
    var notes: [String] = []
    for (key, isGiven) in TenantsFile.termsByKey where !writer.terms.contains(key) {
      let given = tenants.ids.filter { $0 != Tenants.root && isGiven(tenants[$0]) }
      guard let first = given.first else { continue }
      let more = given.count == 1 ? "" : " and \(given.count - 1) more"
      notes.append(
        "'\(key)' of '\(tenants.path(of: first))'\(more) is left out: queues of "
          + "\(writer.system) do not have it"
      )
    }
    if !tenants.qos.isEmpty {
      notes.append("the section 'qos' is left out: queues of \(writer.system) do not have it")
    }
    return notes
  }
}

extension TenantsFile {
  /// Whether a tenant has something under each key.
  fileprivate static let termsByKey: [(key: String, isGiven: @Sendable (Tenant) -> Bool)] = [
    ("lend", { $0.terms.lend != nil }), ("reserve", { $0.terms.reserve != nil }),
    ("weight", { $0.weight != nil }), ("priority", { $0.priority != 0 }),
    ("queue", { $0.terms.isStrict }), ("preemption", { $0.terms.rights != nil }),
    ("protection", { $0.terms.protection != nil }),
    ("reclaimable", { $0.terms.isReclaimable != nil }),
    ("non_preemptible", { $0.terms.nonPreemptible != nil }),
    ("promise", { !$0.promises.isEmpty }), ("per_user", { $0.terms.perUser != nil }),
  ]
}
