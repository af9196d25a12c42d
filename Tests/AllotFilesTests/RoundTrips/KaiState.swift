/// States of KAI-Scheduler as its queues.
enum KaiState {
  /// Queues that want so much of an idle cluster.
  static func fairShare(_ recorded: StateCase) -> Result<QueueState, Unreachable> {
    let total = (recorded.inputs["total"] as? [String: Any])?["gpu"] as? Int ?? 0
    var text = ""
    var workloads: [QueueState.Workload] = []
    for row in recorded.rows("queues") {
      guard let gpu = (row["resources"] as? [String: Any])?["gpu"] as? [String: Any],
        let request = gpu["request"] as? Int, let name = row["name"] as? String
      else { return .failure(.partsOfDevices) }
      let remembers = recorded.inputs["kValue"] as? Int != 0
      if remembers && gpu["normalisedUsage"] as? Double != 0 { return .failure(.pastUse) }
      text += queue(
        "q\(name)",
        priority: row["priority"] as? Int ?? 0,
        quota: gpu["deserved"] as? Int ?? 0,
        limit: gpu["limit"] as? Int ?? 0,
        weight: gpu["overQuotaWeight"] as? Int ?? 0
      )
      workloads += (0..<request).map {
        QueueState.Workload(name: "\(name)-\($0)", queue: "q\(name)", created: 0)
      }
    }
    return .success(
      QueueState(files: [("queues.yaml", text)], workloads: workloads, devices: total)
    )
  }

  /// Two queues that fill a cluster, one of which has a job waiting.
  static func reclaim(_ recorded: StateCase) -> Result<QueueState, Unreachable> {
    func number(_ queue: String, _ key: String) -> Int {
      (recorded.inputs[queue] as? [String: Any])?[key] as? Int ?? 0
    }
    let (own, other) = ("reclaimer", "victimQueue")
    let held = number(own, "allocated") + number(other, "allocated")
    guard number(own, "fairShare") + number(other, "fairShare") == held else {
      return .failure(.sharesOfNoCluster)
    }
    // Surplus is divided so that both get their fair shares.
    let queues = [own, other].map { name in
      queue(
        name.lowercased(),
        priority: 100,
        quota: number(name, "deserved"),
        limit: -1,
        weight: number(name, "fairShare") - number(name, "deserved")
      )
    }
    let request = number(own, "request")
    let size = recorded.inputs["victimSize"] as? Int ?? 1
    let isPreemptible =
      (recorded.inputs[own] as? [String: Any])?["preemptible"] as? Bool ?? true
    var workloads: [QueueState.Workload] = []
    func add(_ count: Int, _ queue: String, gpus: Int, priority: Int, runs: Bool) {
      for _ in 0..<count {
        workloads.append(
          QueueState.Workload(
            name: "j\(workloads.count)",
            queue: queue.lowercased(),
            gpus: gpus,
            priority: priority,
            created: runs ? -100 : -10,
            start: runs ? -90 : nil
          )
        )
      }
    }
    let fixed = number(own, "allocatedNonPreemptible")
    add(fixed, own, gpus: 1, priority: 100, runs: true)
    add(number(own, "allocated") - fixed, own, gpus: 1, priority: 50, runs: true)
    add(number(other, "allocated") / size, other, gpus: size, priority: 50, runs: true)
    let missing = max(1, (number(own, "fairShare") - number(own, "allocated")) / request)
    add(missing, own, gpus: request, priority: isPreemptible ? 50 : 100, runs: false)
    return .success(
      QueueState(
        files: [("queues.yaml", queues.joined())],
        workloads: workloads,
        devices: held
      )
    )
  }

  static func queue(_ name: String, priority: Int, quota: Int, limit: Int, weight: Int) -> String {
    """
    ---
    apiVersion: scheduling.run.ai/v2
    kind: Queue
    metadata: {name: \(name)}
    spec:
      priority: \(priority)
      resources:
        gpu: {quota: \(quota), limit: \(limit), overQuotaWeight: \(weight)}
        cpu: {quota: -1, limit: -1, overQuotaWeight: 1}
        memory: {quota: -1, limit: -1, overQuotaWeight: 1}

    """
  }
}
