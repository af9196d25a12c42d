internal import Allot

/// What each tenant is among Kueue's objects, and its quotas there.
struct ExportedCohorts {
  /// The cohort above tenants at the top that borrow from each other.
  static let top = "all-tenants"
  /// The flavor of a cluster with one model, of which amounts are not by model.
  private static let only = "default-flavor"
  /// The flavor of cores and memory beside those of several models.
  private static let other = "any-node"

  private let queues: ExportedQueues
  /// True where amounts are of models by their names.
  private let areNamed: Bool

  init(_ queues: ExportedQueues) {
    self.queues = queues
    areNamed =
      queues.world.cluster.models.count > 1
      || queues.all.contains { tenant in
        queues.tenants.terms(of: tenant).allowances.contains { !$0.named.isEmpty }
      }
  }

  private var models: [ID<DeviceModel>] { Array(queues.world.cluster.models.ids) }

  /// The flavors of devices, one for each model.
  private var flavors: [String] {
    areNamed ? models.map { queues.world.cluster.models[$0].name } : [Self.only]
  }

  /// Cores and memory, where amounts of them are given.
  private var others: [Resource] {
    queues.world.resources.filter { resource in
      if case .devices = resource { return false }
      return true
    }
  }

  private var hasOtherFlavor: Bool { flavors.count > 1 && !others.isEmpty }

  /// The flavors of all resources.
  var allFlavors: [String] { flavors + (hasOtherFlavor ? [Self.other] : []) }

  /// True for a tenant that holds quotas or has terms, and so is no local queue.
  private func hasQueue(_ tenant: ID<Tenant>) -> Bool { queues.world.hasQueue(tenant) }

  /// True for a leaf without terms below another tenant.
  private func isPlain(_ tenant: ID<Tenant>) -> Bool {
    !hasQueue(tenant) && queues.parent(of: tenant) != nil
      && queues.tenants[tenant].children.isEmpty
  }

  /// True for a tenant with queues below it.
  func isCohort(_ tenant: ID<Tenant>) -> Bool {
    queues.tenants[tenant].children.contains { !isPlain($0) }
  }

  /// True for a leaf without terms below a queue; below a cohort it is a queue without a quota.
  func isLocal(_ tenant: ID<Tenant>) -> Bool {
    guard let parent = queues.parent(of: tenant) else { return false }
    return isPlain(tenant) && !isCohort(parent)
  }

  /// True for a tenant at the top that may borrow.
  func isLoose(_ tenant: ID<Tenant>) -> Bool {
    queues.parent(of: tenant) == nil && !queues.world.isRootOfQueues(tenant)
  }

  /// The name of the cohort that a queue or cohort is in; nil at the top.
  func cohort(of tenant: ID<Tenant>) -> String? {
    if let parent = queues.parent(of: tenant) { return queues.tenants[parent].name }
    return isLoose(tenant) ? Self.top : nil
  }

  /// What a queue or cohort says of its quotas.
  ///
  /// Where there are several models cores and memory are in a group of their own: they are of
  /// whatever node, and all resources of a group are of one flavor there.
  func groups(of tenant: ID<Tenant>, _ notes: inout [String]) -> YamlTree {
    let others = others.map { other in
      let isCores = other == .cores
      let name = isCores ? "cpu" : "memory"
      return (name, quota(of: tenant, other, named: name, unit: isCores ? "" : "Mi", &notes))
    }
    let devices = zip(flavors, models).map { flavor, model in
      (flavor, [(queues.device, quota(of: tenant, .devices(model), named: queues.device, &notes))])
    }
    if hasOtherFlavor { return .list([group(devices), group([(Self.other, others)])]) }
    return .list([group(devices.map { ($0.0, $0.1 + others) })])
  }

  private func group(_ flavors: [(String, [(name: String, quota: YamlTree)])]) -> YamlTree {
    let covered = (flavors.first?.1 ?? []).map { YamlTree.text($0.name) }
    let entries = flavors.map { name, resources in
      YamlTree.fields([("name", .text(name)), ("resources", .list(resources.map(\.quota)))])
    }
    return .fields([("coveredResources", .list(covered)), ("flavors", .list(entries))])
  }

  private func quota(
    of tenant: ID<Tenant>,
    _ resource: Resource,
    named name: String,
    unit: String = "",
    _ notes: inout [String]
  ) -> YamlTree {
    func amount(_ count: Int64?) -> YamlTree? {
      count.map { unit.isEmpty ? .whole($0) : .text("\($0)\(unit)") }
    }
    let world = queues.world
    let quota = world.nominal(of: tenant, in: resource) ?? 0
    var own = quota
    if isCohort(tenant) {
      for child in queues.tenants[tenant].children where !isLocal(child) {
        own -= world.nominal(of: child, in: resource) ?? 0
      }
      if own < 0 {
        notes.append(
          "the quotas below '\(queues.tenants.path(of: tenant))' are of \(quota - own) \(name), "
            + "more than its own \(quota): there they count in full"
        )
        own = 0
      }
    }
    if let cap = world.ceiling(of: tenant, in: resource), cap < quota {
      notes.append(
        "'\(queues.tenants.path(of: tenant))' may hold \(cap) \(name) of its quota of \(quota): a "
          + "limit there is beyond the quota, so that it may hold all of it"
      )
    }
    let isAlone = cohort(of: tenant) == nil
    let most = isAlone ? nil : world.ceiling(of: tenant, in: resource)
    let lendable = isAlone ? nil : world.lendable(by: tenant, in: resource)
    return .fields([
      ("name", .text(name)), ("nominalQuota", amount(own)),
      ("borrowingLimit", amount(most.map { max(0, $0 - quota) })),
      ("lendingLimit", amount(lendable.flatMap { $0 == quota && isCohort(tenant) ? nil : $0 })),
    ])
  }
}
