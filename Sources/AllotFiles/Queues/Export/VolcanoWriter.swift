internal import Allot

/// Queues of Volcano: with what they deserve, or with mere weights under `volcano-proportion`.
///
/// Source: volcano-sh/volcano at ed72c7c8, API scheduling.volcano.sh/v1beta1.
enum VolcanoWriter: QueueWriter {
  static let system = "volcano"
  static let policies = VolcanoConfiguration.policies
  static let terms: Set = [
    "share", "quota", "weight", "borrow", "lend", "reserve", "cap", "priority", "reclaimable",
  ]
  static let hasResources = false

  static func objects(
    _ queues: ExportedQueues,
    _ notes: inout [String]
  ) throws(InputError) -> [YamlTree] {
    try queues.checkNames()
    let isProportion = queues.policy.surplus != nil
    if isProportion, let below = queues.all.first(where: { queues.parent(of: $0) != nil }) {
      throw InputError(
        file: queues.file,
        "'\(queues.tenants.path(of: below))' is below another tenant, and under "
          + "volcano-proportion queues are siblings",
        remedy: "write it for volcano-capacity: 'policy: {base: volcano-capacity}'"
      )
    }
    let weighed = queues.all.first { queues.tenants[$0].weight != nil }
    if !isProportion, let weighed {
      notes.append(
        "'weight' of '\(queues.tenants.path(of: weighed))' is left out: queues of volcano-capacity "
          + "share by what they deserve"
      )
    }
    let weights = isProportion ? try self.weights(queues, &notes) : [:]
    let rows = queues.all.map { row(of: $0, queues) }
    for (queue, fault) in VolcanoHierarchy.faults(of: rows) where !isProportion {
      notes.append("'\(queue.key)' \(fault): \(VolcanoHierarchy.consequence)")
    }
    let objects = zip(queues.all, rows).map { tenant, row -> YamlTree in
      func amount(_ count: Int64?) -> YamlTree? {
        count.map { .fields([(queues.device, .whole($0))]) }
      }
      let (quota, reserve, most) = (row.deserved, row.guarantee, row.capability)
      let isLeaf = queues.tenants[tenant].children.isEmpty
      let priority = queues.tenants.priority(of: tenant)
      let spec = YamlTree.fields([
        ("parent", queues.parent(of: tenant).map { .text(queues.tenants[$0].name) }),
        ("weight", weights[tenant].map { .whole($0) }),
        ("priority", priority == 0 ? nil : .whole(Int64(priority))),
        (
          "reclaimable",
          isLeaf && !queues.tenants.isReclaimable(tenant) ? .number("false") : nil
        ),
        ("deserved", isProportion ? nil : amount(quota)),
        (
          "guarantee",
          reserve > 0 ? amount(reserve).map { .fields([("resource", $0)]) } : nil
        ),
        ("capability", amount(most)),
      ])
      return .object(
        "scheduling.volcano.sh/v1beta1",
        "Queue",
        name: queues.tenants[tenant].name,
        spec: spec
      )
    }
    return (VolcanoConfiguration.tree(of: queues.policy).map { [$0] } ?? []) + objects
  }

  /// The amounts of a tenant.
  private static func row(
    of tenant: ID<Tenant>,
    _ queues: ExportedQueues
  ) -> VolcanoHierarchy.Queue {
    // Nothing beyond the capability is of use, and Volcano refuses such a guarantee.
    let most = queues.most(of: tenant)
    let quota = min(queues.quota(of: tenant) ?? 0, most ?? .max)
    return VolcanoHierarchy.Queue(
      key: queues.tenants[tenant].name,
      parent: queues.parent(of: tenant).map { queues.tenants[$0].name },
      deserved: quota,
      guarantee: min(queues.reserve(of: tenant), quota),
      capability: most
    )
  }

  /// Whole weights up to 65,535 in the proportion of the tenants' own.
  private static func weights(
    _ queues: ExportedQueues,
    _ notes: inout [String]
  ) throws(InputError) -> [ID<Tenant>: Int64] {
    let given = queues.world.weights(queues.policy.weights)
    let own = queues.all.map { given[Int($0.index)] }
    let unit = max(1, own.reduce(0, gcd))
    let largest = (own.max() ?? 1) / unit
    let divisor = (largest + 65_534) / 65_535
    if divisor > 1 {
      notes.append("weights are rounded to whole numbers up to 65535, as there")
    }
    var weights: [ID<Tenant>: Int64] = [:]
    for (tenant, weight) in zip(queues.all, own) {
      weights[tenant] = max(1, (weight / unit + divisor / 2) / divisor)
      if weight == 0 {
        notes.append("'\(queues.tenants.path(of: tenant))' weighs nothing, and at least 1 there")
      }
    }
    return weights
  }

  private static func gcd(_ a: Int64, _ b: Int64) -> Int64 { b == 0 ? a : gcd(b, a % b) }
}
