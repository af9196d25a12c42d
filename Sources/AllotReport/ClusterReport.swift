public import Allot

/// The texts of `allot cluster list` and `allot cluster show`.
///
/// Every peak is labelled with its precision, and totals exist only in precisions that all pools
/// have. All figures are made from integers.
public enum ClusterReport {
  /// One line for each cluster: nodes, devices, models, and the peak in the first precision common
  /// to all of its pools, FP64 tensor before the others.
  public static func list(_ clusters: [Cluster]) -> String {
    var rows = [["cluster", "nodes", "GPUs", "models", "peak (dense)"]]
    for cluster in clusters {
      let order = [Precision.fp64Tensor] + Precision.allCases.filter { $0 != .fp64Tensor }
      let peak = order.lazy.compactMap { cluster.peak($0) }.first.map(labelled) ?? "-"
      let models = cluster.models.elements.map(\.name).joined(separator: ", ")
      rows.append([cluster.name, "\(cluster.nodes)", "\(cluster.gpus)", models, peak])
    }
    return text(AlignedTable(rows: rows).lines(left: ["models", "peak (dense)"]))
  }

  /// The pools with their totals and the note, and what each tenant is entitled to, where tenants
  /// are given.
  public static func show(_ cluster: Cluster, tenants: Tenants? = nil) -> String {
    var lines = [cluster.name, ""]
    lines += poolLines(of: cluster)
    let totals = Precision.allCases.compactMap { cluster.peak($0) }
    if !totals.isEmpty {
      let figures = totals.map { "\(labelled($0)) (dense)" }
      lines += ["", "Peak: " + figures.joined(separator: ", ")]
    }
    let unlike = Precision.allCases.filter { precision in
      cluster.peak(precision) == nil && states(precision, cluster)
    }
    if !unlike.isEmpty {
      let names = unlike.map(\.rawValue).joined(separator: ", ")
      lines.append("No total in \(names): not every pool has that precision.")
    }
    if let tenants {
      let units = "\(cluster.unit.rawValue)s"
      lines += ["", "Entitlements, and the whole nodes that walls would be (\(units))"]
      lines.append("")
      lines += entitlementLines(of: cluster, tenants: tenants)
    }
    if !cluster.note.isEmpty {
      lines += [""] + wrapped(cluster.note)
    }
    return text(lines)
  }

  // MARK: Pools

  private static func poolLines(of cluster: Cluster) -> [String] {
    let precisions = Precision.allCases.filter { states($0, cluster) }
    let hasModels = cluster.unit == .gpu
    var rows = [
      ["pool", "nodes", "\(cluster.unit.rawValue)s"] + (hasModels ? ["model"] : [])
        + (cluster.isMixed ? ["cores"] : []) + precisions.map { "PF \($0.rawValue)" } + ["kW"]
    ]
    for pool in cluster.pools.elements {
      let model = pool.kind.gpus > 0 ? cluster.models[pool.kind.model] : DeviceModel(name: "-")
      let peaks = precisions.map { precision in
        model.peak(precision).map { petaflops($0.times(pool.gpus).giga) } ?? "-"
      }
      rows.append(
        [pool.name, "\(pool.nodes)", "\(pool.gpus)"] + (hasModels ? [model.name] : [])
          + (cluster.isMixed ? ["\(pool.nodes * pool.kind.cores)"] : []) + peaks
          + [kilowatts(pool.maximumPower)]
      )
    }
    let peaks = precisions.map { precision in
      cluster.peak(precision).map { petaflops($0.giga) } ?? "-"
    }
    let isPowerKnown = cluster.pools.elements.allSatisfy { $0.kind.maximumPower.watts > 0 }
    rows.append(
      ["total", "\(cluster.nodes)", "\(cluster.gpus)"] + (hasModels ? [""] : [])
        + (cluster.isMixed ? ["\(cluster.cores)"] : []) + peaks
        + [isPowerKnown ? kilowatts(cluster.maximumPower) : "-"]
    )
    return AlignedTable(rows: rows).lines(left: ["model"])
  }

  private static func states(_ precision: Precision, _ cluster: Cluster) -> Bool {
    cluster.pools.elements.contains {
      $0.gpus > 0 && cluster.models[$0.kind.model].peak(precision) != nil
    }
  }

  // MARK: Entitlements

  private static func entitlementLines(of cluster: Cluster, tenants: Tenants) -> [String] {
    let entitlements = Entitlements(cluster: cluster, tenants: tenants)
    let unit = "\(cluster.unit.rawValue)s"
    var rows = [["tenant", "share", unit] + cluster.pools.elements.map(\.name) + ["total"]]
    append(childrenOf: Tenants.root, depth: 0, entitlements, cluster, tenants, to: &rows)
    let total = row(of: Tenants.root, entitlements, cluster)
    rows.append(["total", "", String(entitlements.gpus(of: Tenants.root))] + total)
    return AlignedTable(rows: rows).lines()
  }

  private static func append(
    childrenOf parent: ID<Tenant>,
    depth: Int,
    _ entitlements: Entitlements,
    _ cluster: Cluster,
    _ tenants: Tenants,
    to rows: inout [[String]]
  ) {
    let indent = String(repeating: "  ", count: depth)
    let children = tenants[parent].children
    for child in children {
      let tenant = tenants[child]
      let share = tenant.share.map(DecimalText.percent) ?? "-"
      let own = String(entitlements.gpus(of: child))
      rows.append([indent + tenant.name, share, own] + row(of: child, entitlements, cluster))
      append(childrenOf: child, depth: depth + 1, entitlements, cluster, tenants, to: &rows)
    }
    // What nobody is entitled to, so that every family adds up to its parent.
    let shares = children.compactMap { tenants[$0].share?.millionths }.reduce(0, +)
    guard !children.isEmpty, shares > 0, shares < Share.whole.millionths,
      entitlements.isEntitled(parent)
    else { return }
    let rest = cluster.pools.ids.map { pool in
      let nodes = children.reduce(entitlements.nodes(of: parent, in: pool)) {
        $0 - entitlements.nodes(of: $1, in: pool)
      }
      return (nodes: nodes, gpus: Int64(nodes) * Int64(cluster.pools[pool].kind.gpus))
    }
    let own = children.reduce(entitlements.gpus(of: parent)) { $0 - entitlements.gpus(of: $1) }
    let all = rest.reduce((nodes: 0, gpus: Int64(0))) { ($0.nodes + $1.nodes, $0.gpus + $1.gpus) }
    let left = Share(millionths: Share.whole.millionths - shares)
    rows.append(
      [indent + "(unassigned)", DecimalText.percent(left), String(own)]
        + (rest + [all]).map { cell($0.nodes, $0.gpus) }
    )
  }

  private static func row(
    of tenant: ID<Tenant>,
    _ entitlements: Entitlements,
    _ cluster: Cluster
  ) -> [String] {
    let walls = cluster.pools.ids.map {
      (nodes: entitlements.nodes(of: tenant, in: $0), gpus: entitlements.gpus(of: tenant, in: $0))
    }
    let all = walls.reduce((nodes: 0, gpus: Int64(0))) { ($0.nodes + $1.nodes, $0.gpus + $1.gpus) }
    return (walls + [all]).map { cell($0.nodes, $0.gpus) }
  }

  private static func cell(_ nodes: Int, _ gpus: Int64) -> String { "\(nodes) (\(gpus))" }

  // MARK: Figures

  private static func labelled(_ peak: PeakFlops) -> String {
    "\(petaflops(peak.giga)) PF \(peak.precision.rawValue)"
  }

  /// A rate in 10¹⁵ operations per second with three decimals, half rounded up.
  private static func petaflops(_ giga: Int64) -> String {
    let tera = (giga + 500) / 1_000
    return "\(tera / 1_000)." + String(1_000 + tera % 1_000).dropFirst()
  }

  /// A power in kW with one decimal, half rounded up; a dash where it is unknown.
  private static func kilowatts(_ power: Watts) -> String {
    guard power.watts > 0 else { return "-" }
    let tenths = (power.watts + 50) / 100
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func wrapped(_ note: String) -> [String] {
    var lines = [""]
    for word in note.split(whereSeparator: \.isWhitespace) {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if DisplayWidth.cells(of: last) + DisplayWidth.cells(of: String(word)) < 80 {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }

  private static func text(_ lines: [String]) -> String {
    lines.joined(separator: "\n") + "\n"
  }
}
