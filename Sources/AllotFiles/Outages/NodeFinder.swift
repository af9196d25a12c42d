internal import Allot

/// Which nodes of a cluster files mean.
///
/// `cloud[0-3,7]` are nodes of the pool `cloud` by their positions. A name is that of a node where
/// the cluster file gives them; else, in a cluster of one pool, it stands for the next node that no
/// other name stands for.
struct NodeFinder {
  /// A node by its pool and its position there.
  struct Place: Hashable {
    var pool: ID<Pool>
    var node: Int32
  }

  private let cluster: Cluster
  private var places: [String: Place] = [:]
  /// The names that stand for nodes of a cluster whose nodes have none, in the order of the nodes.
  private(set) var standIns: [String] = []
  private let hasNames: Bool

  init(_ cluster: Cluster) {
    self.cluster = cluster
    for id in cluster.pools.ids {
      for (node, name) in cluster.pools[id].nodeNames.prefix(cluster.pools[id].nodes)
        .enumerated()
      {
        places[name] = Place(pool: id, node: Int32(node))
      }
    }
    hasNames = !places.isEmpty
  }

  /// True where nodes have names and this list is of none of them.
  func isUnknown(_ list: String) -> Bool {
    hasNames && NodeList.names(in: list)?.allSatisfy { places[$0] == nil } == true
      && !list.contains("[")
  }

  /// The nodes of a list.
  mutating func nodes(in list: String) throws(UnreadableText) -> [Place] {
    var found: [Place] = []
    for part in NodeList.parts(of: list) {
      guard let names = NodeList.names(in: String(part)) else {
        throw UnreadableText("is no list of nodes; write them as cloud[0-3,7], or by name")
      }
      let pool = part.prefix { $0 != "[" }
      // Names of the cluster file are names, whatever they look like.
      if !names.allSatisfy({ places[$0] != nil }), pool.count < part.count,
        let id = cluster.pools.ids.first(where: { cluster.pools[$0].name == pool })
      {
        found += try positions(names, in: id)
      } else {
        for name in names { found.append(try place(of: name)) }
      }
    }
    guard !found.isEmpty else {
      throw UnreadableText("is no list of nodes; write them as cloud[0-3,7], or by name")
    }
    return found
  }

  private func positions(
    _ names: [String],
    in id: ID<Pool>
  ) throws(UnreadableText) -> [Place] {
    let pool = cluster.pools[id]
    var found: [Place] = []
    for name in names {
      guard let node = Int32(name.dropFirst(pool.name.count)), Int(node) < pool.nodes else {
        throw UnreadableText(
          "names a node of '\(pool.name)' that there is not; "
            + (pool.nodes == 0
              ? "it has none"
              : "its nodes are \(pool.name)[0] to \(pool.name)[\(pool.nodes - 1)]")
        )
      }
      found.append(Place(pool: id, node: node))
    }
    return found
  }

  private var firstName: String {
    cluster.pools.elements.lazy.compactMap(\.nodeNames.first).first ?? ""
  }

  private mutating func place(of name: String) throws(UnreadableText) -> Place {
    if let known = places[name] { return known }
    let all = cluster.pools.elements.filter { $0.nodes > 0 }
      .map { "\($0.name)[0-\($0.nodes - 1)]" }
    guard cluster.unit != .processor else {
      throw UnreadableText(
        "is a name, and processors are no nodes; give --cluster, or write processors by position, "
          + "such as \(all[0])"
      )
    }
    guard !hasNames, all.count == 1 else {
      throw UnreadableText(
        hasNames
          ? "is none of the cluster's, whose first is '\(firstName)'; correct one of them, or "
            + "write nodes by position, such as \(all[0])"
          : "is a name, and the cluster names no nodes; give its pools 'names', such as "
            + "names: g[01-16], or write nodes by position, such as \(all[0])"
      )
    }
    let id = ID<Pool>(0)
    guard standIns.count < cluster.pools[id].nodes else {
      throw UnreadableText(
        "names '\(name)', one node more than the cluster has, which has \(cluster.pools[id].nodes)"
      )
    }
    let place = Place(pool: id, node: Int32(standIns.count))
    standIns.append(name)
    places[name] = place
    return place
  }
}
