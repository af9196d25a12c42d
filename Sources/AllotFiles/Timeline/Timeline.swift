internal import Allot

/// What a file says of later terms, before it is known of which tenants, and when time zero is.
struct Timeline: Sendable {
  /// What changes at one instant.
  struct Change: Sendable {
    var at: InstantText
    var place: YamlValue
    var edits: [TermsEdit] = []
    /// What is added to a pool, or removed from it.
    var capacity: CapacityEdit?
    /// Nodes that are held for a while.
    var maintenance: Maintenance?
    /// True where it is a row of a table.
    var isRow = false

    /// True where somebody may be interrupted by it.
    var isInterrupting: Bool { maintenance != nil || capacity?.isInterrupting == true }
  }

  /// Whose clock dates without a zone are of; nil for that of the logs.
  var zone: LocalClock?
  /// In the order of the file.
  var changes: [Change] = []
  /// In the order of the file.
  var windows: [TermsWindow] = []

  /// The error for what is no instant.
  static func unreadable(_ place: YamlValue, _ text: String) -> InputError {
    place.error(
      "\(place.path) is '\(text)'",
      remedy: "write a date, such as 2026-07-01 or 2026-07-01T09:00:00+09:00, or a time since "
        + "time zero, such as 30 d"
    )
  }

  /// When something is that stands at a place.
  ///
  /// - Throws: ``InputError`` for what is no date, or one whose zone or day nobody knows.
  static func time(
    _ instant: InstantText?,
    at place: YamlValue,
    isRow: Bool = false,
    _ clock: ReplayClock
  ) throws(InputError) -> SimTime {
    guard let instant else { throw unreadable(place, try place.text()) }
    if instant.isDateWithoutZone && clock.zone == nil {
      let top = isRow ? "" : "write zone: Asia/Seoul at the top of the file, or "
      throw place.error(
        "the date '\(instant.text)' has no zone",
        remedy: "\(top)give --zone, or write the date as 2026-07-01T00:00:00+09:00"
      )
    }
    do {
      return try clock.time(of: instant)
    } catch {
      throw place.error(error.description)
    }
  }
}

/// The machine of a world, and the terms of its tenants, as time goes on.
struct TermsOverTime {
  /// What is commissioned at the beginning, and the terms then.
  let cluster: Cluster
  let tenants: Tenants
  /// The nodes that there ever are.
  let machine: ClusterOverTime
  /// Those that follow.
  let changes: [DatedTerms]
  /// When nodes are held on dates.
  let outages: [NodeOutage]
  /// When all of this begins or ends: dates where that of time zero is known, else times since.
  let instants: [String]
  /// Things that the user should know, each one sentence.
  let remarks: [String]
}

extension TermsOverTime {
  /// Terms that stay.
  init(of tenants: Tenants, on cluster: Cluster) {
    self.init(
      cluster: cluster,
      tenants: tenants,
      machine: ClusterOverTime(cluster),
      changes: [],
      outages: [],
      instants: [],
      remarks: []
    )
  }
}
