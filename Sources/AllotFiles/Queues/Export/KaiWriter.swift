internal import Allot

/// Queues of KAI-Scheduler and Run:ai.
///
/// Source: NVIDIA/KAI-Scheduler at 2e41494e, API scheduling.run.ai/v2.
enum KaiWriter: QueueWriter {
  static let system = "kai"
  static let policies = ["kai"]
  static let terms: Set = ["share", "quota", "weight", "borrow", "cap", "priority", "protection"]
  static let hasResources = false

  static func objects(
    _ queues: ExportedQueues,
    _ notes: inout [String]
  ) throws(InputError) -> [YamlTree] {
    try queues.checkNames()
    let weights = queues.world.weights(queues.policy.weights)
    let unlimited = YamlTree.fields([
      ("quota", .whole(-1)), ("limit", .whole(-1)), ("overQuotaWeight", .whole(1)),
    ])
    return queues.all.map { tenant in
      let quota = queues.isUnlimited(tenant) ? -1 : queues.quota(of: tenant) ?? 0
      let weight = MillionthsText.text(of: weights[Int(tenant.index)])
      let gpu = YamlTree.fields([
        ("quota", .whole(quota)), ("limit", .whole(queues.most(of: tenant) ?? -1)),
        ("overQuotaWeight", .number(weight)),
      ])
      let protection =
        queues.tenants.terms(of: tenant).protection ?? queues.policy.reclaim?.terms.protection
      let spec = YamlTree.fields([
        ("parentQueue", queues.parent(of: tenant).map { .text(queues.tenants[$0].name) }),
        ("priority", .whole(Int64(queues.tenants.priority(of: tenant)))),
        ("reclaimMinRuntime", protection.map { .text(goDuration($0)) }),
        ("resources", .fields([("cpu", unlimited), ("memory", unlimited), ("gpu", gpu)])),
      ])
      return .object(
        "scheduling.run.ai/v2",
        "Queue",
        name: queues.tenants[tenant].name,
        spec: spec
      )
    }
  }

  /// A length of time as Go reads it.
  private static func goDuration(_ duration: SimDuration) -> String {
    let milliseconds = duration.milliseconds
    return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
  }
}
