internal import Allot

/// The terms that dates and windows make as time goes on, each different one made and checked once.
struct TermsStates {
  private let timeline: Timeline
  /// What there is, and who has what of it, after so many of the dates, whether it goes together or
  /// not: only what holds once all changes of an instant are made must.
  private(set) var dated: [(cluster: Cluster, tenants: Tenants)]
  /// The machine after the dates so far.
  private(set) var machine: ClusterOverTime
  private var open: [Bool]
  /// The terms after so many of the dates, with some windows open.
  private var made: [Key: Tenants] = [:]

  private struct Key: Hashable {
    var dates: Int
    var open: [Bool]
  }

  /// What changes the terms.
  enum Event {
    case date(Int)
    case opens(Int)
    case closes(Int)
  }

  init(_ timeline: Timeline, on cluster: Cluster, _ tenants: Tenants) {
    self.timeline = timeline
    dated = [(cluster, tenants)]
    machine = ClusterOverTime(cluster)
    open = timeline.windows.map { _ in false }
  }

  /// Takes the next change, which comes at an instant; nil for one that is in force from the start.
  ///
  /// - Throws: ``InputError`` for a tenant or a pool that is not there, or for whom it makes no
  ///   sense.
  mutating func take(_ event: Event, at time: SimTime?) throws(InputError) {
    switch event {
    case .opens(let window): open[window] = true
    case .closes(let window): open[window] = false
    case .date(let place):
      let change = timeline.changes[place]
      var tenants = dated[dated.count - 1].tenants
      for edit in change.edits { try edit.apply(to: &tenants) }
      try change.capacity?.apply(to: &machine, at: time)
      dated.append((machine.commissioned, tenants))
    }
  }

  /// The terms of this instant, which is called `text`; `last` was the last of the dates.
  ///
  /// - Throws: ``InputError`` where they do not go together, at the line of the last one to change.
  mutating func tenants(
    after last: Timeline.Change?,
    at text: @autoclosure () -> String
  ) throws(InputError) -> Tenants {
    let key = Key(dates: dated.count, open: open)
    if let known = made[key] { return known }
    var (cluster, tenants) = dated[dated.count - 1]
    var edits = last?.edits ?? []
    let windows = timeline.windows.indices.filter { open[$0] }
    for window in windows {
      for edit in timeline.windows[window].edits { try edit.apply(to: &tenants) }
      edits += timeline.windows[window].edits
    }
    let names = windows.map { "'\(timeline.windows[$0].name)'" }
    let meanwhile = names.isEmpty ? "" : ", with \(names.joined(separator: " and ")) open,"
    if let place = edits.last?.place ?? last?.place {
      try check(tenants, on: cluster, "from \(text()) on\(meanwhile)", edits, at: place)
    }
    made[key] = tenants
    return tenants
  }

  /// The first tenant whose children have shares of more than everything, and their sum.
  static func overfull(_ tenants: Tenants) -> (parent: ID<Tenant>, sum: Share)? {
    for parent in tenants.ids {
      let children = tenants[parent].children
      let sum = children.reduce(0) { $0 + (tenants[$1].share?.millionths ?? 0) }
      if sum > Share.whole.millionths { return (parent, Share(millionths: sum)) }
    }
    return nil
  }

  /// Refuses a machine of nothing, shares that are more than everything, what the cluster has not,
  /// and reserves of more than there is to keep; at the place of the edit that says so, else at
  /// that of the last change.
  private func check(
    _ tenants: Tenants,
    on cluster: Cluster,
    _ when: String,
    _ edits: [TermsEdit],
    at last: YamlValue
  ) throws(InputError) {
    guard cluster.nodes > 0 else {
      throw last.error("\(when) the cluster has no nodes", remedy: "let some stay")
    }
    if let (parent, sum) = Self.overfull(tenants) {
      let children = tenants[parent].children
      let path = tenants.path(of: parent)
      let culprit = edits.last { edit in children.contains { tenants.path(of: $0) == edit.path } }
      throw (culprit?.place ?? last).error(
        "\(when) the shares of "
          + (path.isEmpty ? "the tenants at the top" : "the children of '\(path)'")
          + " sum to \(QuantityText.percent(sum)), more than 100 %",
        remedy: "shares are parts of the parent; lower another one at the same instant, or in the "
          + "same window"
      )
    }
    let world = World(cluster: cluster, tenants: tenants, jobs: [])
    do {
      try world.check(tenantsOf: last.file)
    } catch {
      let culprit = edits.last { error.message.contains("'\($0.path)'") }
      throw (culprit?.place ?? last).error(error.message, remedy: error.remedy)
    }
    for id in tenants.ids {
      guard let reserve = tenants.terms(of: id).reserve else { continue }
      for resource in world.resources {
        let nominal = world.nominal(of: id, in: resource) ?? 0
        // Of what the cluster has nothing of, nobody keeps anything either.
        guard let kept = cluster.amount(of: resource, in: reserve, whole: nominal), kept > nominal,
          cluster.total(of: resource) > 0
        else { continue }
        let path = tenants.path(of: id)
        let culprit = edits.last { $0.path == path }
        throw (culprit?.place ?? last).error(
          "\(when) '\(path)' reserves \(kept) \(cluster.name(of: resource)), more than the "
            + "\(nominal) that it is entitled to",
          remedy: "a reserve is a part of the entitlement that is never lent: lower it at the same "
            + "instant, or raise the share"
        )
      }
    }
  }
}
