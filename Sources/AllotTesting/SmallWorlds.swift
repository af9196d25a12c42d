public import Allot

/// Every world of a few jobs on a few devices: small enough to try them all.
public enum SmallWorlds {
  /// Calls `body` with every world of up to `jobs` jobs of three tenants on three processors or on
  /// one node of two devices beside one of one, until it returns false.
  ///
  /// Jobs have 1 or 2 (or 3) devices, run 1 or 2 s within a limit of 2 or 3 s, and come at once or
  /// 1 s after the one before.
  public static func forEach(jobs: Int, _ body: (World) -> Bool) {
    var tenants = Tenants()
    for (name, percent) in [("a", 34), ("b", 33), ("c", 33)] {
      tenants.add(name, below: Tenants.root, share: Share(percent: Int64(percent)))
    }
    for cluster in clusters {
      var kinds: [Job] = []
      for tenant in 1...3 {
        for (gpus, run, limit) in [(1, 1, 2), (2, 2, 2), (3, 1, 3)] {
          kinds.append(
            Job(
              submit: .zero,
              run: SimDuration(seconds: Int64(run)),
              limit: SimDuration(seconds: Int64(limit)),
              gpus: gpus,
              tenant: ID(tenant)
            )
          )
        }
      }
      var chosen: [Job] = []
      guard extend(&chosen, to: jobs, kinds, cluster, tenants, body) else { return }
    }
  }

  private static var clusters: [Cluster] {
    let model = Table<DeviceModel, DeviceModel>([DeviceModel(name: "A")])
    func pool(_ nodes: Int, _ gpus: Int) -> Pool {
      Pool(
        name: "p\(gpus)",
        nodes: nodes,
        kind: NodeKind(name: "n\(gpus)", gpus: gpus, model: ID(0))
      )
    }
    return [
      Cluster(processors: 3),
      Cluster(name: "2 x 2", models: model, pools: Table([pool(2, 2)])),
    ]
  }

  private static func extend(
    _ chosen: inout [Job],
    to count: Int,
    _ kinds: [Job],
    _ cluster: Cluster,
    _ tenants: Tenants,
    _ body: (World) -> Bool
  ) -> Bool {
    if !chosen.isEmpty {
      guard body(World(cluster: cluster, tenants: tenants, jobs: chosen)) else { return false }
    }
    if chosen.count == count { return true }
    for gap in 0...1 {
      if chosen.isEmpty && gap == 1 { continue }
      for kind in kinds {
        var job = kind
        job.submit = (chosen.last?.submit ?? .zero) + SimDuration(seconds: Int64(gap))
        chosen.append(job)
        let goesOn = extend(&chosen, to: count, kinds, cluster, tenants, body)
        chosen.removeLast()
        if !goesOn { return false }
      }
    }
    return true
  }
}
