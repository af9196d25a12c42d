internal import Allot

/// What a timeline says of a pool from an instant on: so many nodes more, or fewer.
struct CapacityEdit: Sendable {
  private let pool: String
  private let nodes: Int
  private let place: YamlValue
  /// What becomes of who runs on nodes that are removed, and how much later; nil where nodes are
  /// added.
  private let removal: (running: NodeOutage.Running, grace: SimDuration)?

  /// True where who runs on removed nodes has to go.
  var isInterrupting: Bool { removal?.running == .requeue }

  /// The keys that say it.
  static let keys = ["pool", "add", "remove"]

  /// What some of the keys of a change say; nil where none is there.
  static func read(_ mapping: YamlMapping) throws(InputError) -> CapacityEdit? {
    guard let first = keys.lazy.compactMap({ mapping[$0] }).first else { return nil }
    let pool = try mapping.required("pool")
    let amounts = [mapping["add"], mapping["remove"]].compactMap { $0 }
    guard let amount = amounts.first, amounts.count == 1 else {
      throw first.error(
        "\(pool.path) says of '\(try pool.text())' "
          + (amounts.isEmpty ? "neither what is added nor what is removed" : "both at once"),
        remedy: "write one of add: 64 nodes and remove: 16 nodes"
      )
    }
    var removal: (running: NodeOutage.Running, grace: SimDuration)?
    if mapping["remove"] != nil {
      removal = (try running(mapping, unless: .drain), try mapping["grace"]?.duration() ?? .zero)
    }
    let idleRunning = removal == nil ? mapping["running"] : nil
    if removal?.running != .requeue, let idle = mapping["grace"] ?? idleRunning {
      throw idle.error(
        "\(idle.path) says what becomes of who runs on removed nodes, and nobody has to go",
        remedy: "leave it out, or write running: requeue beside a removal"
      )
    }
    return CapacityEdit(
      pool: try pool.text(),
      nodes: try Self.nodes(amount),
      place: pool,
      removal: removal
    )
  }

  /// What becomes of who runs on nodes that nobody may start on any more.
  static func running(
    _ mapping: YamlMapping,
    unless silent: NodeOutage.Running
  ) throws(InputError) -> NodeOutage.Running {
    guard let value = mapping["running"] else { return silent }
    switch try value.text() {
    case "drain": return .drain
    case "requeue": return .requeue
    case let text:
      throw value.error(
        "\(value.path) is '\(text)'",
        remedy: "write drain, and jobs run on to their ends, or requeue, and they are interrupted "
          + "and wait again"
      )
    }
  }

  /// A number such as `64 nodes` or `64`.
  private static func nodes(_ value: YamlValue) throws(InputError) -> Int {
    let text = try value.text()
    let words = text.split(separator: " ")
    if let number = words.first.flatMap({ Int($0) }), (1...1_000_000).contains(number),
      words.dropFirst().allSatisfy({ ["node", "nodes"].contains($0) }), words.count <= 2
    {
      return number
    }
    throw value.error(
      "\(value.path) is '\(text)', which is no number of nodes",
      remedy: "write how many nodes, from 1 to 1000000, such as 64 nodes"
    )
  }

  /// Changes a cluster from an instant on; with nil, before its replay begins.
  func apply(to machine: inout ClusterOverTime, at time: SimTime?) throws(InputError) {
    var cluster = machine.commissioned
    let id = try find(in: cluster)
    guard let time else {
      cluster.pools[id].nodes += removal == nil ? nodes : -nodes
      machine = ClusterOverTime(cluster)
      return
    }
    guard let removal else { return machine.add(nodes, to: id, at: time) }
    machine.remove(nodes, of: id, at: time, running: removal.running, grace: removal.grace)
  }

  /// The pool, where it has the nodes that are removed.
  private func find(in cluster: Cluster) throws(InputError) -> ID<Pool> {
    guard let id = cluster.pools.ids.first(where: { cluster.pools[$0].name == pool }) else {
      throw place.error(
        "there is no pool '\(pool)'",
        remedy: DidYouMean.remedy(
          for: pool,
          among: cluster.pools.elements.map(\.name),
          plural: "pools"
        )
      )
    }
    let there = cluster.pools[id].nodes
    if removal != nil && nodes > there {
      throw place.error(
        "the pool '\(pool)' has \(there) nodes then, and \(nodes) are removed",
        remedy: "remove at most as many as there are"
      )
    }
    return id
  }

  /// What changes, in words: the pool and the whole before and after, and what becomes of who runs
  /// there, unless the replay has not begun.
  func said(before: Cluster, after: Cluster, hasBegun: Bool) -> String {
    let what = "\(nodes) \(nodes == 1 ? "node" : "nodes") \(removal == nil ? "more" : "fewer")"
    func devices(_ cluster: Cluster) -> String { "\(cluster.gpus) \(cluster.unit.rawValue)s" }
    let own = after.pools.elements.first { $0.name == pool }?.nodes ?? 0
    return "the pool \(pool) has \(what): \(own), and the cluster \(devices(after)) (before "
      + "\(before.gpus))" + (hasBegun ? fate : "")
  }

  private var fate: String {
    guard let removal else { return "" }
    guard removal.running == .requeue else { return "; who runs there runs on" }
    let later = removal.grace > .zero ? " after \(DurationText.format(removal.grace))" : ""
    return "; who runs there is interrupted\(later)"
  }
}
