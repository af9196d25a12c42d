/// States of Volcano as its queues.
enum VolcanoState {
  private static let gpu = "nvidia.com/gpu"

  /// Queues that want so much of an idle cluster.
  static func proportion(_ recorded: StateCase) -> QueueState {
    var text = ""
    var workloads: [QueueState.Workload] = []
    for row in recorded.rows("queues") {
      let name = row["name"] as? String ?? ""
      text += queue(
        name,
        ["weight: \(row["weight"] ?? 1)"]
          + ((row["capability"] as? Int).map { ["capability: {\(gpu): \($0)}"] } ?? [])
      )
      workloads += (0..<(row["request"] as? Int ?? 0)).map {
        QueueState.Workload(name: "\(name)-\($0)", queue: name, created: 0)
      }
    }
    return QueueState(
      files: [("queues.yaml", text)],
      workloads: workloads,
      devices: recorded.inputs["total"] as? Int ?? 0,
      resource: text.contains(gpu) ? nil : gpu
    )
  }

  /// Queues that fill a cluster with jobs of one device, and a job of one of them that waits.
  static func reclaim(_ recorded: StateCase) -> Result<QueueState, Unreachable> {
    var text = ""
    var workloads: [QueueState.Workload] = []
    for row in recorded.rows("queues") {
      guard row["gangMinAvailable"] as? Int == 0 else { return .failure(.partsOfGangs) }
      let name = row["name"] as? String ?? ""
      text += queue(
        name,
        [
          "deserved: {\(gpu): \(row["deserved"] ?? 0)}",
          "guarantee: {resource: {\(gpu): \(row["guarantee"] ?? 0)}}",
        ]
      )
      workloads += running(row["allocated"] as? Int ?? 0, of: name)
    }
    let devices = workloads.count
    workloads.append(
      QueueState.Workload(
        name: "claimant",
        queue: recorded.inputs["reclaimer"] as? String ?? "",
        gpus: recorded.inputs["request"] as? Int ?? 1,
        created: -10
      )
    )
    return .success(
      QueueState(files: [("queues.yaml", text)], workloads: workloads, devices: devices)
    )
  }

  /// Queues of a cluster with one idle device, for which a job of each waits.
  static func order(_ recorded: StateCase) -> QueueState {
    var text = ""
    var workloads: [QueueState.Workload] = []
    func amount(_ row: [String: Any], _ key: String) -> Int {
      (row[key] as? [String: Any])?["gpu"] as? Int ?? 0
    }
    for row in recorded.rows("queues") {
      let name = row["name"] as? String ?? ""
      text += queue(name, ["deserved: {\(gpu): \(amount(row, "deserved"))}"])
      workloads += running(amount(row, "allocated"), of: name)
    }
    let devices = workloads.count + 1
    workloads += recorded.rows("queues").map { row in
      let name = row["name"] as? String ?? ""
      return QueueState.Workload(name: "next-\(name)", queue: name, created: -10)
    }
    return QueueState(files: [("queues.yaml", text)], workloads: workloads, devices: devices)
  }

  private static func running(_ count: Int, of queue: String) -> [QueueState.Workload] {
    (0..<count).map {
      QueueState.Workload(name: "\(queue)-\($0)", queue: queue, created: -100, start: -90)
    }
  }

  private static func queue(_ name: String, _ fields: [String]) -> String {
    """
    ---
    apiVersion: scheduling.volcano.sh/v1beta1
    kind: Queue
    metadata: {name: \(name)}
    spec: {\(fields.joined(separator: ", "))}

    """
  }
}
