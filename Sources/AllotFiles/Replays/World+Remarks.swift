public import Allot

/// What the numbers of a tenants file mean on a cluster.
extension World {
  /// Things that the user should know about tenants, each one sentence.
  ///
  /// - Throws: ``InputError`` where the file names a GPU model that the cluster does not have, or
  ///   cores or memory that it does not model.
  public func remarks(onTenantsOf file: String) throws(InputError) -> [String] {
    try check(tenantsOf: file)
    var remarks = oversubscriptions
    let hasNodes = cluster.pools.elements.contains { !NodeCapacity($0.kind).isCount }
    if !hasNodes && limitGroups.groups.elements.contains(where: { $0.limit.nodes != nil }) {
      remarks.append("limits of nodes bind nobody: \(cluster.name) is a mere count of devices")
    }
    for id in tenants.ids where !tenants.terms(of: id).isEmpty {
      for resource in resources {
        guard let most = ceiling(of: id, in: resource), let nominal = nominal(of: id, in: resource),
          most < nominal
        else { continue }
        remarks.append(
          "'\(tenants.path(of: id))' is entitled to \(measure(nominal, of: resource)) "
            + "and capped at \(most): it never holds the rest"
        )
      }
    }
    return remarks
  }

  /// Refuses tenants that name what the cluster does not have.
  func check(tenantsOf file: String) throws(InputError) {
    try checkResources(file)
    try checkGroups(file)
  }

  private func checkResources(_ file: String) throws(InputError) {
    let models = cluster.models.elements.map(\.name)
    let others = Resource.named.map(\.name).filter { !models.contains($0) }
    let known = models + (cluster.unit == .core ? [] : ["gpus"]) + others
    for id in tenants.ids where !tenants.terms(of: id).isEmpty {
      for (term, entry) in tenants.terms(of: id).namedAmounts {
        let subject = "the \(term) of '\(tenants.path(of: id))'"
        if try isModelled(entry.resource, of: subject, file) { continue }
        throw InputError(
          file: file,
          "\(subject) is of '\(entry.resource)', of which the cluster has none",
          remedy: DidYouMean.remedy(
            for: entry.resource,
            among: known,
            plural: "resources"
          )
        )
      }
    }
  }

  /// True for a device model, or another resource, that the cluster has; false for what is neither.
  ///
  /// - Throws: ``InputError`` for cores and memory that no node has.
  private func isModelled(
    _ resource: String,
    of subject: String,
    _ file: String
  ) throws(InputError) -> Bool {
    if cluster.models.elements.contains(where: { $0.name == resource }) { return true }
    guard let other = Resource.named.first(where: { $0.name == resource }) else { return false }
    guard cluster.total(of: other.resource) == 0 else { return true }
    throw InputError(
      file: file,
      "\(subject) is of \(other.name), which the nodes of the cluster do not have",
      remedy: "give them '\(other.name)' in the cluster file, or leave it out here"
    )
  }

  /// Refuses limits of what the cluster does not have.
  private func checkGroups(_ file: String) throws(InputError) {
    var limits: [(whose: String, limit: UseLimit)] = []
    for id in tenants.ids {
      guard let perUser = tenants.terms(of: id).perUser else { continue }
      limits.append(("users of '\(tenants.path(of: id))'", perUser.limit))
    }
    for qos in tenants.qos {
      limits.append(("QOS '\(qos.name)'", qos.limit))
      if let perUser = qos.perUser { limits.append(("users of QOS '\(qos.name)'", perUser.limit)) }
    }
    let counts = ["devices", "jobs", "nodes", "cores", "memory"]
    let known = cluster.models.elements.map(\.name) + counts
    for (whose, limit) in limits {
      for entry in limit.named {
        let subject = "the limit of \(whose)"
        if try isModelled(entry.resource, of: subject, file) { continue }
        throw InputError(
          file: file,
          "\(subject) is of '\(entry.resource)', of which the cluster has none",
          remedy: DidYouMean.remedy(for: entry.resource, among: known, plural: "limits")
        )
      }
    }
  }

  /// An amount with what it is of.
  private func measure(_ amount: Int64, of resource: Resource) -> String {
    resource == .memory ? "\(amount) MiB of memory" : "\(amount) \(cluster.name(of: resource))"
  }

  /// Families whose quotas, or whose reserves, sum to more than there is.
  private var oversubscriptions: [String] {
    var remarks: [String] = []
    let reserves = reserves
    for parent in tenants.ids where tenants.hasPromisedChild(parent) {
      let path = tenants.path(of: parent)
      let whose = path.isEmpty ? "the tenants at the top" : "the children of '\(path)'"
      for (column, resource) in resources.enumerated() {
        let whole = nominal(of: parent, in: resource) ?? 0
        let children = tenants[parent].children
        let sum = children.reduce(0) { $0 + (nominal(of: $1, in: resource) ?? 0) }
        let kept = children.reduce(0) { $0 + reserves[Int($1.index) * resources.count + column] }
        if kept > whole {
          remarks.append(
            "the reserves of \(whose) sum to \(measure(kept, of: resource)), of \(whole): nobody "
              + "borrows, and who comes last finds its reserve taken"
          )
        }
        guard sum > whole else { continue }
        remarks.append(
          "the quotas of \(whose) sum to \(measure(sum, of: resource)), of \(whole): when all want "
            + "theirs, the policy's order says who gets it and the others are owed the rest; who "
            + "stays within its quota yields only where a tenant above it holds more than its own"
        )
      }
    }
    return remarks
  }
}

extension TenantTerms {
  /// What terms say of single resources, by the key of the term.
  fileprivate var namedAmounts: [(term: String, amount: Allowance.Named)] {
    let terms = [
      ("quota", quota), ("borrow", borrow), ("lend", lend), ("reserve", reserve), ("cap", cap),
    ]
    return terms.flatMap { term, allowance in (allowance?.named ?? []).map { (term, $0) } }
  }
}
