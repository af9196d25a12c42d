internal import Allot

/// What each tenant is among Kueue's objects, and its quotas there.
struct ExportedCohorts {
  /// The cohort above tenants at the top that borrow from each other.
  static let top = "all-tenants"
  /// The flavor of a cluster with one model, of which amounts are not by model.
  private static let only = "default-flavor"

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

  /// The flavors, one for each model.
  var flavors: [String] {
    areNamed ? models.map { queues.world.cluster.models[$0].name } : [Self.only]
  }

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
  func quotas(of tenant: ID<Tenant>, _ notes: inout [String]) throws(InputError) -> YamlTree {
    let others = queues.world.resources.filter { resource in
      if case .devices = resource { return false }
      return true
    }
    var entries: [YamlTree] = []
    for (index, (flavor, model)) in zip(flavors, models).enumerated() {
      var resources = [quota(of: tenant, .devices(model), named: queues.device, &notes)]
      for other in others {
        let isCores = other == .cores
        // All flavors of another resource are one here.
        let name = isCores ? "cpu" : "memory"
        resources.append(
          index == 0
            ? quota(of: tenant, other, named: name, unit: isCores ? "" : "Mi", &notes)
            : .fields([("name", .text(name)), ("nominalQuota", .whole(0))])
        )
      }
      entries.append(.fields([("name", .text(flavor)), ("resources", .list(resources))]))
    }
    let covered = [queues.device] + others.map { $0 == .cores ? "cpu" : "memory" }
    return .fields([
      ("coveredResources", .list(covered.map { .text($0) })), ("flavors", .list(entries)),
    ])
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
