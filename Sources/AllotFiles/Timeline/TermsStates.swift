internal import Allot

/// The terms that dates and windows make as time goes on, each different one made and checked once.
struct TermsStates {
  private let timeline: Timeline
  private let cluster: Cluster
  /// The terms after so many of the dates, whether they go together or not: only what holds once
  /// all changes of an instant are made must.
  private(set) var dated: [Tenants]
  private var open: [Bool]
  private var lastEdits: [TermsEdit] = []
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
    self.cluster = cluster
    dated = [tenants]
    open = timeline.windows.map { _ in false }
  }

  /// Takes the next change.
  ///
  /// - Throws: ``InputError`` for a tenant that is not there, or for whom it makes no sense.
  mutating func take(_ event: Event) throws(InputError) {
    switch event {
    case .opens(let window): open[window] = true
    case .closes(let window): open[window] = false
    case .date(let change):
      var tenants = dated[dated.count - 1]
      lastEdits = timeline.changes[change].edits
      for edit in lastEdits { try edit.apply(to: &tenants) }
      dated.append(tenants)
    }
  }

  /// The terms of this instant, which is called `text`.
  ///
  /// - Throws: ``InputError`` where they do not go together, at the line of the last one to change.
  mutating func tenants(at text: @autoclosure () -> String) throws(InputError) -> Tenants {
    let key = Key(dates: dated.count, open: open)
    if let known = made[key] { return known }
    var tenants = dated[dated.count - 1]
    var edits = lastEdits
    let windows = timeline.windows.indices.filter { open[$0] }
    for window in windows {
      for edit in timeline.windows[window].edits { try edit.apply(to: &tenants) }
      edits += timeline.windows[window].edits
    }
    let names = windows.map { "'\(timeline.windows[$0].name)'" }
    let meanwhile = names.isEmpty ? "" : ", with \(names.joined(separator: " and ")) open,"
    try check(tenants, "from \(text()) on\(meanwhile)", edits)
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

  /// Refuses shares that are more than everything, what the cluster has not, and reserves of more
  /// than there is to keep.
  private func check(
    _ tenants: Tenants,
    _ when: String,
    _ edits: [TermsEdit]
  ) throws(InputError) {
    guard let last = edits.last else { return }
    if let (parent, sum) = Self.overfull(tenants) {
      let children = tenants[parent].children
      let path = tenants.path(of: parent)
      let culprit = edits.last { edit in children.contains { tenants.path(of: $0) == edit.path } }
      throw (culprit ?? last).place.error(
        "\(when) the shares of "
          + (path.isEmpty ? "the tenants at the top" : "the children of '\(path)'")
          + " sum to \(QuantityText.percent(sum)), more than 100 %",
        remedy: "shares are parts of the parent; lower another one at the same instant, or in the "
          + "same window"
      )
    }
    let world = World(cluster: cluster, tenants: tenants, jobs: [])
    do {
      try world.check(tenantsOf: last.place.file)
    } catch {
      let culprit = edits.last { error.message.contains("'\($0.path)'") } ?? last
      throw culprit.place.error(error.message, remedy: error.remedy)
    }
    for edit in edits {
      guard let id = tenants.find(path: edit.path) else { continue }
      for resource in world.resources {
        let nominal = world.nominal(of: id, in: resource) ?? 0
        let reserve = tenants.terms(of: id).reserve
        guard let kept = cluster.amount(of: resource, in: reserve, whole: nominal), kept > nominal
        else { continue }
        throw edit.place.error(
          "\(when) '\(edit.path)' reserves \(kept), more than the \(nominal) that it is "
            + "entitled to",
          remedy: "a reserve is a part of the entitlement that is never lent: lower it, or raise "
            + "the share"
        )
      }
    }
  }
}
