extension TopologyReport {
  /// The report for people, in lines that end with a line feed.
  public var text: String {
    var lines = [host == nil ? "Modelled node: \(source)" : "This machine"]
    lines += hardwareLines
    if let host {
      lines += Self.limitLines(of: host)
      lines.append("")
      lines += Self.workerLines(of: host.placement)
      lines.append("")
      lines += Self.closingLines
    }
    if let gpus {
      lines.append("")
      lines += Self.gpuLines(gpus)
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private static let closingLines = [
    "Binding keeps a worker's thread on one core and its memory near it. No gain from NUMA",
    "placement is claimed: none has been measured. Results never depend on the placement.",
  ]

  private var hardwareLines: [String] {
    var lines = [
      Self.line("packages", "\(hardware.packages)"),
      Self.line("cores", "\(hardware.cores.count)"),
      Self.line("PUs", "\(hardware.processingUnitCount)"),
      Self.line("memory", Self.gibibytes(hardware.memoryBytes)),
      Self.line("NUMA nodes", "\(hardware.numaNodes.count)"),
    ]
    for node in hardware.numaNodes {
      let cores = hardware.coreCount(ofNUMANode: node.osIndex)
      lines.append(
        Self.line(
          "  node \(node.osIndex)",
          "\(Self.gibibytes(node.memoryBytes)), \(Self.cores(cores))"
        )
      )
    }
    return lines
  }

  private static func limitLines(of host: Host) -> [String] {
    var lines = [line("allowed PUs", "\(host.allowedProcessingUnits)")]
    if let quota = host.quota {
      lines.append(
        line(
          "CPU quota",
          "\(quota.microseconds) of every \(quota.periodMicroseconds) microseconds, counted as "
            + "\(quota.processors) processor\(quota.processors == 1 ? "" : "s")"
        )
      )
    } else {
      lines.append(line("CPU quota", "none"))
    }
    if let binding = host.binding {
      lines.append(line("bind threads", "\(words(binding.thread))"))
      lines.append(line("bind memory", "\(words(binding.memory))"))
      if case .refused(let reason) = binding.restoration {
        lines.append(line("restore", "refused: \(reason)"))
      }
    } else {
      lines.append(line("binding", "off"))
    }
    return lines
  }

  private static func workerLines(of placement: WorkerPlacement) -> [String] {
    let count = placement.workers.count
    let reason =
      switch placement.countReason {
      case .requested: "as requested"
      case .cores: "one per core"
      case .quota: "as many as the CPU quota feeds"
      }
    var lines = ["Workers: \(count), \(reason)"]
    if placement.sharesCores {
      lines.append("More workers than cores: they share the cores in turn and are not bound.")
    } else if placement.workers.contains(where: { !$0.isBound }) {
      lines.append("Workers are not bound; these are the places that binding would give them.")
    }
    lines += table(
      [["worker", "core", "PU", "NUMA node"]]
        + placement.workers.map { worker in
          [
            "\(worker.index)", "\(worker.core)", "\(worker.processingUnit)",
            worker.numaNode.map { "\($0)" } ?? "unknown",
          ]
        }
    )
    return lines
  }

  private static func gpuLines(_ gpus: [ModelGPU]) -> [String] {
    if gpus.isEmpty { return ["GPUs: none"] }
    return ["GPUs: \(gpus.count)"]
      + table(
        [["PCI address", "NUMA node", "local to", "model"]]
          + gpus.map { gpu in
            let nodes = gpu.numaNodes.map { "\($0)" }.joined(separator: ",")
            return [gpu.busID, nodes.isEmpty ? "unknown" : nodes, "\(gpu.locality)", gpu.model]
          }
      )
  }

  private static func words(_ step: BindingOutcome.Step) -> String {
    step == .done ? "works" : step.description
  }

  private static func cores(_ count: Int) -> String {
    count == 1 ? "1 core" : "\(count) cores"
  }

  private static func line(_ name: String, _ value: String) -> String {
    "  " + padded(name, to: 14) + value
  }

  /// Columns as wide as their widest cell, two spaces apart, without spaces at the ends of lines.
  private static func table(_ rows: [[String]]) -> [String] {
    guard let columns = rows.first?.count else { return [] }
    let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = row.indices.map { column in
        column == columns - 1 ? row[column] : padded(row[column], to: widths[column] + 2)
      }
      return "  " + cells.joined()
    }
  }

  private static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  /// Binary gigabytes with one decimal, rounded down, in integers.
  private static func gibibytes(_ bytes: UInt64) -> String {
    if bytes == 0 { return "unknown" }
    let tenths = bytes / 1_024 * 10 / 1_048_576
    return "\(tenths / 10).\(tenths % 10) GiB"
  }
}
