/// States of YARN's schedulers as their files.
enum YarnState {
  /// Queues of the Fair Scheduler that want everything of an idle cluster.
  static func fairShares(_ recorded: StateCase) -> QueueState {
    let total = recorded.inputs["total"] as? Int ?? 0
    var queues = ""
    var workloads: [QueueState.Workload] = []
    for (index, row) in recorded.rows("schedulables").enumerated() {
      let most = row["max"] as? Int
      queues += """
          <queue name="q\(index)">
            <weight>\(row["weight"] ?? 1)</weight>
            <minResources>yarn.io/gpu=\(row["min"] ?? 0)</minResources>
        \(most.map { "    <maxResources>yarn.io/gpu=\($0)</maxResources>\n" } ?? "")  </queue>

        """
      workloads += (0..<min(total, most ?? total)).map {
        QueueState.Workload(name: "\(index)-\($0)", queue: "q\(index)", created: 0)
      }
    }
    return QueueState(
      files: [("fair-scheduler.xml", "<allocations>\n\(queues)</allocations>\n")],
      workloads: workloads,
      devices: total
    )
  }

  /// The state under the calculator that clusters with devices need.
  @Sendable static func dominant(
    _ recorded: StateCase
  ) -> (reason: Unreachable, restated: StateCase) {
    var restated = recorded
    var conf = recorded.inputs["conf"] as? [String: Any] ?? [:]
    conf["resource_calculator"] = "dominant"
    restated.inputs["conf"] = conf
    return (.otherCalculator, restated)
  }

  /// Queues of the Capacity Scheduler that hold and want so much, with the preemption monitor on.
  static func preemption(_ recorded: StateCase) -> QueueState {
    let rows = recorded.rows("queues")
    let conf = recorded.inputs["conf"] as? [String: Any] ?? [:]
    let disabled = recorded.inputs["preemptionDisabled"] as? [String] ?? []
    let size = recorded.inputs["containerSize"] as? Int ?? 1
    let monitor = "yarn.resourcemanager.monitor.capacity.preemption."
    var properties: [(String, String)] = [
      ("yarn.resourcemanager.scheduler.monitor.enable", "true"),
      (monitor + "total_preemption_per_round", "\(conf["total_preemption_per_round"] ?? 1)"),
      (monitor + "max_ignored_over_capacity", "\(conf["max_ignored_over_capacity"] ?? 0)"),
      // Whoever is preempted leaves in the instant of the round.
      (monitor + "max_wait_before_kill", "0"),
    ]
    var paths: [String: String] = [:]
    var workloads: [QueueState.Workload] = []
    for row in rows {
      let name = row["name"] as? String ?? ""
      let parent = row["parent"] as? String
      let path = parent.flatMap { paths[$0] }.map { "\($0).\(name)" } ?? "root"
      paths[name] = path
      let prefix = "yarn.scheduler.capacity.\(path)"
      let children = rows.filter { $0["parent"] as? String == name }.map { "\($0["name"] ?? "")" }
      if !children.isEmpty {
        properties.append((prefix + ".queues", children.joined(separator: ",")))
      }
      if parent != nil {
        properties.append((prefix + ".capacity", "[yarn.io/gpu=\(row["guaranteed"] ?? 0)]"))
        properties.append((prefix + ".maximum-capacity", "[yarn.io/gpu=\(row["max"] ?? 0)]"))
      }
      if disabled.contains(name) { properties.append((prefix + ".disable_preemption", "true")) }
      guard children.isEmpty else { continue }
      func add(_ amount: Any?, runs: Bool) {
        for _ in 0..<((amount as? Int ?? 0) / size) {
          workloads.append(
            QueueState.Workload(
              name: "c\(workloads.count)",
              queue: path,
              gpus: size,
              created: runs ? -100 : -10,
              start: runs ? -90 : nil
            )
          )
        }
      }
      add(row["used"], runs: true)
      add(row["pending"], runs: false)
    }
    let lines = properties.map {
      "<property><name>\($0.0)</name><value>\($0.1)</value></property>\n"
    }
    return QueueState(
      files: [("capacity-scheduler.xml", "<configuration>\n\(lines.joined())</configuration>\n")],
      workloads: workloads,
      devices: rows.first?["guaranteed"] as? Int ?? 0
    )
  }
}
