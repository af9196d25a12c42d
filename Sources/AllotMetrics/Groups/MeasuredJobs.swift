public import Allot

/// The jobs submitted in the measurement window, what they weigh, and the groups they fall into.
public struct MeasuredJobs: Sendable {
  /// One way to group jobs: by tenant, class, size or model.
  public struct Grouping: Sendable {
    /// What `summary.json` calls the list of its groups.
    public var key: String
    /// The names of the groups.
    public var names: [String]
    /// The group of each measured job, −1 for none; empty where there are no groups.
    public var group: [Int32]
    /// The group that each group is part of, −1 for none: tenants are part of those above.
    public var parents: [Int32]
    /// How many jobs each group has, those of groups that are part of it included.
    public let sizes: [Int]
    /// True for a single group of all measured jobs, of which nothing need be computed again.
    public var isWhole: Bool { sizes == [group.count] }

    package init(key: String, names: [String], group: [Int32], parents: [Int32]) {
      self.key = key
      self.names = names
      self.group = group
      self.parents = parents
      var sizes = Array(repeating: 0, count: names.count)
      for lowest in group {
        var group = Int(lowest)
        while group >= 0 {
          sizes[group] += 1
          group = Int(parents[group])
        }
      }
      self.sizes = sizes
    }
  }

  /// The place of the tenants among the groupings.
  public static let byTenant = 0

  /// The measured jobs by id.
  public let ids: [Int]
  /// Their work: run as replayed × devices in device-milliseconds.
  public let work: [Int64]
  /// Tenants, classes, sizes and models.
  public let groupings: [Grouping]
  /// The tenants that are shown, as the first grouping has them.
  public let tenants: [ID<Tenant>]

  package init(
    ids: [Int],
    work: [Int64],
    groupings: [Grouping],
    tenants: [ID<Tenant>] = []
  ) {
    self.ids = ids
    self.work = work
    self.groupings = groupings
    self.tenants = tenants
  }

  init(_ measured: MeasuredWorld, _ results: JobResults) {
    let jobs = results.jobs
    ids = jobs.indices.filter { measured.window.contains(jobs[$0].submit) }
    work = ids.map { id in Int64(jobs[id].gpus) * jobs[id].run.milliseconds }
    let tree = measured.world.tenants
    var isBusy = Table<Tenant, Bool>(repeating: false, count: tree.count)
    for id in ids {
      if let top = tree.classOf(jobs[id].tenant) { isBusy[top] = true }
    }
    // Declared tenants, and whatever else stands beside the classes and has jobs, such as `other`.
    let shown: [ID<Tenant>] = tree.ids.filter { tenant in
      tenant != Tenants.root
        && (tree.isDeclared(tenant) || (tree.parent(of: tenant) == Tenants.root && isBusy[tenant]))
    }
    tenants = shown
    groupings = [
      Self.byTenant(jobs, ids, shown, tree),
      Self.byClass(measured.classes, ids),
      Self.bySize(jobs, ids),
      Self.byModel(measured.world.cluster, ids, results),
    ]
  }

  private static func byTenant(
    _ jobs: [Job],
    _ ids: [Int],
    _ shown: [ID<Tenant>],
    _ tree: Tenants
  ) -> Grouping {
    // Parents come before their children.
    var nearest = Table<Tenant, Int32>(repeating: -1, count: tree.count)
    var parents: [Int32] = []
    var next = 0
    for tenant in tree.ids.dropFirst() {
      let above = tree.parent(of: tenant).map { nearest[$0] } ?? -1
      if next < shown.count && shown[next] == tenant {
        nearest[tenant] = Int32(next)
        parents.append(above)
        next += 1
      } else {
        nearest[tenant] = above
      }
    }
    return Grouping(
      key: "tenants",
      names: shown.map { tree.path(of: $0) },
      group: ids.map { nearest[jobs[$0].tenant] },
      parents: parents
    )
  }

  private static func byClass(_ classes: JobClasses, _ ids: [Int]) -> Grouping {
    guard !classes.names.isEmpty else {
      return Grouping(key: "classes", names: [], group: [], parents: [])
    }
    return numbered("classes", classes.names, ids.map { classes.ofJob[$0] })
  }

  /// The ranges of devices that jobs are told apart by.
  static let sizes: [(name: String, range: ClosedRange<Int32>)] = [
    ("0", 0...0), ("1", 1...1), ("2-8", 2...8), ("9-64", 9...64), ("65+", 65...Int32.max),
  ]

  private static func bySize(_ jobs: [Job], _ ids: [Int]) -> Grouping {
    let group = ids.map { id in
      Int32(sizes.firstIndex { $0.range.contains(jobs[id].gpus) } ?? 0)
    }
    return numbered("sizes", sizes.map(\.name), group)
  }

  /// By the model that a job ran on last; jobs that never started, hold no device or ran on several
  /// models are in none.
  private static func byModel(_ cluster: Cluster, _ ids: [Int], _ results: JobResults) -> Grouping {
    let models = cluster.pools.ids.map { Int32(cluster.pools[$0].kind.model.index) }
    let group = ids.map { id -> Int32 in
      guard results.jobs[id].gpus > 0, let pool = results.pool(of: id) else { return -1 }
      let model = models[Int(pool.index)]
      guard results.jobs[id].components != nil else { return model }
      return results.pools(of: id).allSatisfy { models[Int($0.index)] == model } ? model : -1
    }
    return numbered("models", cluster.models.elements.map(\.name), group)
  }

  /// Groups side by side; those without a measured job are left out.
  private static func numbered(_ key: String, _ names: [String], _ group: [Int32]) -> Grouping {
    var counts = Array(repeating: 0, count: names.count)
    for group in group where group >= 0 { counts[Int(group)] += 1 }
    var places = Array(repeating: Int32(-1), count: names.count)
    var kept: [String] = []
    for (index, count) in counts.enumerated() where count > 0 {
      places[index] = Int32(kept.count)
      kept.append(names[index])
    }
    return Grouping(
      key: key,
      names: kept,
      group: group.map { $0 < 0 ? -1 : places[Int($0)] },
      parents: Array(repeating: -1, count: kept.count)
    )
  }
}
