import Foundation

/// States of Kueue as its own objects.
enum KueueState {
  /// A recorded state, or why it can not be brought about.
  static func state(of recorded: StateCase) -> Result<QueueState, Unreachable> {
    let nodes = recorded.rows("nodes")
    let given = nodes.flatMap { quotas(of: $0) }
    let columns = Set(given.map { "\($0["flavor"] ?? "")/\($0["resource"] ?? "")" })
    guard columns.count <= 1 else { return .failure(.severalResources) }
    let resource = given.first?["resource"] as? String ?? gpu
    let isFair =
      recorded.inputs["fairSharing"] as? Bool ?? (recorded.inputs["mode"] as? String == "fair")
    var configuration = "apiVersion: config.kueue.x-k8s.io/v1beta1\nkind: Configuration\n"
    configuration += "fairSharing: {enable: \(isFair)"
    let strategies = recorded.inputs["strategies"] as? [String] ?? []
    if !strategies.isEmpty {
      configuration += ", preemptionStrategies: [\(strategies.joined(separator: ", "))]"
    }
    let text = nodes.reduce(configuration + "}\n") { $0 + object($1, resource) }
    let running = recorded.rows("admitted").map { workload($0, runs: true) }
    let waiting = recorded.rows("pending") + incoming(recorded)
    return .success(
      QueueState(
        files: [("queues.yaml", text)],
        workloads: running + waiting.map { workload($0, runs: false) },
        // Places never matter on a machine of more processors than quotas.
        devices: 1_000,
        resource: resource == gpu ? nil : resource
      )
    )
  }

  /// The state as a cycle, which asks for victims only where they may be of use.
  @Sendable static func cycle(
    _ recorded: StateCase
  ) -> (reason: Unreachable, restated: StateCase) {
    func plain(_ rows: [[String: Any]], start: Bool) -> [[String: Any]] {
      rows.map { row in
        let job = workload(row, runs: start)
        var plain: [String: Any] = [
          "name": job.name, "clusterQueue": job.queue, "gpus": job.gpus, "priority": job.priority,
          "createdSecRel": job.created,
        ]
        if start { plain["quotaReservedSecRel"] = job.start }
        return plain
      }
    }
    let nodes = recorded.rows("nodes").map { node in
      var node = node
      node["queueingStrategy"] = node["queueingStrategy"] ?? "BestEffortFIFO"
      return node
    }
    let inputs: [String: Any] = [
      "fairSharing": recorded.inputs["mode"] as? String == "fair", "run": "one-cycle",
      "nodes": nodes, "admitted": plain(recorded.rows("admitted"), start: true),
      "pending": plain(incoming(recorded), start: false),
    ]
    let restated = StateCase(id: recorded.id, kind: "kueue.cycle", inputs: inputs, expected: [:])
    return (.noVictimsSought, restated)
  }

  private static func incoming(_ recorded: StateCase) -> [[String: Any]] {
    (recorded.inputs["incoming"] as? [String: Any]).map { [$0] } ?? []
  }

  private static let gpu = "example.com/gpu"

  private static func quotas(of node: [String: Any]) -> [[String: Any]] {
    node["quotas"] as? [[String: Any]] ?? []
  }

  private static func workload(_ row: [String: Any], runs: Bool) -> QueueState.Workload {
    let usage = (row["usage"] as? [[String: Any]])?.first
    let amount = row["gpus"] as? Int ?? usage?["amount"] as? Int ?? 0
    return QueueState.Workload(
      name: row["name"] as? String ?? "",
      queue: row["clusterQueue"] as? String ?? "",
      gpus: units(amount, of: usage?["resource"] as? String),
      priority: row["priority"] as? Int ?? 0,
      created: row["createdSecRel"] as? Int ?? 0,
      start: runs ? row["quotaReservedSecRel"] as? Int : nil
    )
  }

  /// Recorded amounts of processors are in thousandths, and multiples of five hundred.
  private static func units(_ amount: Int, of resource: String?) -> Int {
    resource == "cpu" ? amount / 500 : amount
  }

  private static func object(_ node: [String: Any], _ resource: String) -> String {
    let isCohort = node["kind"] as? String == "cohort"
    var text = """
      ---
      apiVersion: kueue.x-k8s.io/v1beta1
      kind: \(isCohort ? "Cohort" : "ClusterQueue")
      metadata: {name: \(node["name"] ?? "")}
      spec:
        fairSharing: {weight: "\(node["fairWeight"] ?? 1)"}

      """
    if let parent = node["parent"] as? String, !parent.isEmpty {
      text += "  \(isCohort ? "parentName" : "cohort"): \(parent)\n"
    }
    // A cluster queue has a quota of nothing where it has no other.
    let none: [[String: Any]] = isCohort ? [] : [["resource": resource, "nominal": 0]]
    for quota in quotas(of: node).isEmpty ? none : quotas(of: node) {
      func field(_ name: String, _ key: String) -> String? {
        (quota[key] as? Int).map { ", \(name): \(units($0, of: resource))" }
      }
      text += """
          resourceGroups:
          - coveredResources: [\(resource)]
            flavors:
            - name: default
              resources:
              - {name: \(resource)\(field("nominalQuota", "nominal") ?? "")\
        \(field("borrowingLimit", "borrowingLimit") ?? "")\
        \(field("lendingLimit", "lendingLimit") ?? "")}

        """
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
