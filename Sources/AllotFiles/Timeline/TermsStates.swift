internal import Allot

/// The different terms that dates and windows make, each made and checked once.
struct TermsStates {
  private let timeline: Timeline
  private let cluster: Cluster
  /// The terms after so many of the dates.
  private(set) var dated: [Tenants]
  /// The terms after so many of the dates, with some windows open.
  private var made: [Key: Tenants] = [:]

  private struct Key: Hashable {
    var dates: Int
    var windows: [Int]
  }

  init(_ timeline: Timeline, on cluster: Cluster, _ tenants: Tenants) {
    self.timeline = timeline
    self.cluster = cluster
    dated = [tenants]
  }

  /// The terms at an instant, which is called `text`.
  ///
  /// - Throws: ``InputError`` where they do not go together, at the line of the last one to change.
  mutating func tenants(
    at time: SimTime,
    _ text: String,
    _ dates: [(time: SimTime, change: Int)],
    _ openings: [[Range<SimTime>]]
  ) throws(InputError) -> Tenants {
    let past = dates.prefix { $0.time <= time }
    while dated.count <= past.count {
      var tenants = dated[dated.count - 1]
      for edit in timeline.changes[dates[dated.count - 1].change].edits {
        try edit.apply(to: &tenants)
      }
      dated.append(tenants)
    }
    let open = openings.indices.filter { window in openings[window].contains { $0.contains(time) } }
    let key = Key(dates: past.count, windows: open)
    if let known = made[key] { return known }
    var tenants = dated[past.count]
    for window in open {
      for edit in timeline.windows[window].edits { try edit.apply(to: &tenants) }
    }
    let windows = open.flatMap { timeline.windows[$0].edits }
    let lastDate = past.last.map { timeline.changes[$0.change].edits } ?? []
    let names = open.map { "'\(timeline.windows[$0].name)'" }
    let meanwhile = names.isEmpty ? "" : ", with \(names.joined(separator: " and ")) open,"
    try check(tenants, "from \(text) on\(meanwhile)", windows + lastDate)
    made[key] = tenants
    return tenants
  }

  /// Refuses shares that are more than everything, what the cluster has not, and reserves of more
  /// than there is to keep.
  private func check(
    _ tenants: Tenants,
    _ text: String,
    _ edits: [TermsEdit]
  ) throws(InputError) {
    guard let last = edits.last else { return }
    for parent in tenants.ids {
      let children = tenants[parent].children
      let sum = children.reduce(0) { $0 + (tenants[$1].share?.millionths ?? 0) }
      guard sum > Share.whole.millionths else { continue }
      let path = tenants.path(of: parent)
      let culprit = edits.last { edit in children.contains { tenants.path(of: $0) == edit.path } }
      throw (culprit ?? last).place.error(
        "\(text) the shares of "
          + (path.isEmpty ? "the tenants at the top" : "the children of '\(path)'")
          + " sum to \(QuantityText.percent(Share(millionths: sum))), more than 100 %",
        remedy:
          "shares are parts of the parent; lower another one at the same instant, or in the same "
          + "window"
      )
    }
    let world = World(cluster: cluster, tenants: tenants, jobs: [])
    try world.check(tenantsOf: last.place.file)
    for edit in edits {
      guard let id = tenants.find(path: edit.path) else { continue }
      for resource in world.resources {
        let nominal = world.nominal(of: id, in: resource) ?? 0
        let reserve = tenants.terms(of: id).reserve
        guard let kept = cluster.amount(of: resource, in: reserve, whole: nominal), kept > nominal
        else { continue }
        throw edit.place.error(
          "\(text) '\(edit.path)' reserves \(kept), more than the \(nominal) that it is "
            + "entitled to",
          remedy: "a reserve is a part of the entitlement that is never lent: lower it, or raise "
            + "the share"
        )
      }
    }
  }
}
