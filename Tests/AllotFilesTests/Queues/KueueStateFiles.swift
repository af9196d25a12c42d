import Foundation

/// A state of Kueue as its own objects and as a log: queues, who holds what, and who waits.
struct KueueStateFiles {
  /// One workload, running where it has a start.
  struct Workload {
    var name: String
    var queue: String
    var gpus: Int
    var priority: Int
    var created: Int
    var start: Int?
  }

  let objects: String
  let log: String
  /// The workloads in the order of the log's rows.
  let workloads: [Workload]
  /// When the state is looked at, in seconds of the log.
  let instant: Int

  /// The files of the inputs of a recorded cycle.
  init(inputs: [String: Any]) {
    let nodes = inputs["nodes"] as? [[String: Any]] ?? []
    let isFair = inputs["fairSharing"] as? Bool ?? false
    var text = """
      apiVersion: config.kueue.x-k8s.io/v1beta1
      kind: Configuration
      fairSharing: {enable: \(isFair)}

      """
    for node in nodes { text += Self.object(node) }
    objects = text
    func rows(_ key: String) -> [Workload] {
      (inputs[key] as? [[String: Any]] ?? []).map { row in
        Workload(
          name: row["name"] as? String ?? "",
          queue: row["clusterQueue"] as? String ?? "",
          gpus: row["gpus"] as? Int ?? 0,
          priority: row["priority"] as? Int ?? 0,
          created: row["createdSecRel"] as? Int ?? 0,
          start: row["quotaReservedSecRel"] as? Int
        )
      }
    }
    let all = (rows("admitted") + rows("pending")).sorted {
      ($0.created, $0.name) < ($1.created, $1.name)
    }
    let first = all.map(\.created).min() ?? 0
    let instant = 1 - first
    self.instant = instant
    workloads = all
    // Whoever runs does so until long after the instant.
    let lines = all.map { job in
      let start = job.start.map { String($0 - first) } ?? String(instant + 1_000)
      return "\(job.name),\(job.created - first),1000000,1000000,\(job.gpus),\(job.queue),"
        + "\(job.priority),\(start)"
    }
    // A log has somebody who comes after the instant.
    let queue = all.first?.queue ?? ""
    let last = "later,\(instant + 100),1,1,1,\(queue),0,"
    let header = "job,submit_seconds,run_seconds,limit_seconds,gpus,queue,priority,start_seconds"
    log = ([header] + lines + [last]).joined(separator: "\n") + "\n"
  }

  private static func object(_ node: [String: Any]) -> String {
    let name = node["name"] as? String ?? ""
    let parent = node["parent"] as? String ?? ""
    let isCohort = node["kind"] as? String == "cohort"
    var text = """
      ---
      apiVersion: kueue.x-k8s.io/v1beta1
      kind: \(isCohort ? "Cohort" : "ClusterQueue")
      metadata: {name: \(name)}
      spec:
        fairSharing: {weight: "\(node["fairWeight"] ?? 1)"}

      """
    if !parent.isEmpty { text += "  \(isCohort ? "parentName" : "cohort"): \(parent)\n" }
    let quotas = node["quotas"] as? [[String: Any]] ?? []
    if !quotas.isEmpty {
      text += """
          resourceGroups:
          - coveredResources: [example.com/gpu]
            flavors:
            - name: default
              resources:

        """
    }
    for quota in quotas {
      var fields = ["name: example.com/gpu", "nominalQuota: \(quota["nominal"] ?? 0)"]
      for limit in ["borrowingLimit", "lendingLimit"] {
        if let value = quota[limit] as? Int { fields.append("\(limit): \(value)") }
      }
      text += "      - {\(fields.joined(separator: ", "))}\n"
    }
    if let strategy = node["queueingStrategy"] as? String {
      text += "  queueingStrategy: \(strategy)\n"
    }
    if let rights = node["preemption"] as? [String: Any] {
      var borrowing = "policy: \(rights["borrowWithinCohort"] ?? "Never")"
      if let most = rights["maxPriorityThreshold"] as? Int {
        borrowing += ", maxPriorityThreshold: \(most)"
      }
      text += """
          preemption:
            withinClusterQueue: \(rights["withinClusterQueue"] ?? "Never")
            reclaimWithinCohort: \(rights["reclaimWithinCohort"] ?? "Never")
            borrowWithinCohort: {\(borrowing)}

        """
    }
    return text
  }
}
