internal import Allot

/// What a timeline says of nodes that are held for a while, so that nobody runs there.
struct Maintenance: Sendable {
  /// Which nodes, such as `cloud[0-31]`.
  private let nodes: YamlValue
  private let until: YamlValue
  /// What it is for.
  private let cause: String
  /// How long before its beginning it is known.
  private let notice: SimDuration
  /// What becomes of who still runs then, and how much later.
  private let running: NodeOutage.Running
  private let grace: SimDuration

  /// The keys that say it.
  static let keys = ["until", "nodes", "maintenance", "announced", "running", "grace"]

  /// What a change says of nodes; nil where it names none.
  static func read(_ mapping: YamlMapping) throws(InputError) -> Maintenance? {
    guard mapping["nodes"] != nil || mapping["maintenance"] != nil else {
      guard let idle = mapping["until"] ?? mapping["announced"] else { return nil }
      throw idle.error(
        "\(idle.path) is of maintenance, and no nodes are held",
        remedy:
          "leave it out, or write nodes and maintenance; what has an end otherwise is another "
          + "entry at that end, or a window"
      )
    }
    let running = try CapacityEdit.running(mapping, unless: .requeue)
    let grace = mapping["grace"]
    if let grace, running == .drain {
      throw grace.error(
        "\(grace.path) says when who runs there has to go, and nobody has to",
        remedy: "leave it out, or write running: requeue"
      )
    }
    return Maintenance(
      nodes: try mapping.required("nodes"),
      until: try mapping.required("until"),
      cause: try mapping.required("maintenance").text(),
      notice: try mapping["announced"]?.duration() ?? .zero,
      running: running,
      grace: try grace?.duration() ?? .zero
    )
  }

  /// The outages of its nodes; none where it is over before the replay begins.
  ///
  /// - Throws: ``InputError`` with the line of what is wrong.
  func outages(
    from at: SimTime,
    on machine: Cluster,
    _ clock: ReplayClock
  ) throws(InputError) -> [NodeOutage] {
    let end = try Timeline.time(InstantText(until.text()), at: until, clock)
    guard at < end else {
      throw until.error(
        "the maintenance does not end after it begins",
        remedy: "correct one of its dates"
      )
    }
    guard grace == .zero || at + grace < end else {
      throw until.error(
        "the grace lasts as long as the maintenance, so that nobody would have to go",
        remedy: "write a shorter grace, or running: drain where jobs may run on"
      )
    }
    guard end > clock.begin else { return [] }
    var finder = NodeFinder(machine)
    let list = try nodes.text()
    let places: [NodeFinder.Place]
    do {
      places = try finder.nodes(in: list)
    } catch {
      throw nodes.error("'\(list)' \(error.description)")
    }
    let from = max(at, clock.begin)
    let known = max(min(from, clock.begin), at - notice)
    return places.flatMap { place in
      func outage(from start: SimTime, _ running: NodeOutage.Running) -> NodeOutage {
        NodeOutage(
          place.pool,
          node: place.node,
          from: start,
          until: end,
          running: running,
          known: min(known, start)
        )
      }
      let later = max(from, at + grace)
      let forced = running == .requeue && later < end ? [outage(from: later, .requeue)] : []
      return (running == .drain || later > from ? [outage(from: from, .drain)] : []) + forced
    }
  }

  /// What is done, in words.
  func said(_ outages: [NodeOutage], on machine: Cluster, _ clock: ReplayClock) -> String {
    guard let first = outages.first else { return "" }
    let nodes = Set(outages.map { NodeFinder.Place(pool: $0.pool, node: $0.node) })
    let gpus = nodes.reduce(0) { $0 + machine.pools[$1.pool].kind.gpus }
    let who =
      running == .drain
      ? "who still runs runs on"
      : "who still runs is interrupted"
        + (grace > .zero ? " after \(DurationText.format(grace))" : "")
    let notice =
      notice > .zero
      ? "announced \(DurationText.format(notice)) before" : "announced by nobody"
    return "\(nodes.count) \(nodes.count == 1 ? "node" : "nodes") (\(gpus) "
      + "\(machine.unit.rawValue)s) are out for '\(cause)' until \(clock.text(first.until)), "
      + "\(notice); \(who)"
  }
}
