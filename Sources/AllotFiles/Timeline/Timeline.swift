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
    /// True where it is a row of a table.
    var isRow = false
  }

  /// Whose clock dates without a zone are of; nil for that of the logs.
  var zone: LocalClock?
  /// In the order of the file.
  var changes: [Change] = []
  /// In the order of the file.
  var windows: [TermsWindow] = []
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
  /// When they begin: dates where that of time zero is known, else times since then.
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
      instants: [],
      remarks: []
    )
  }
}
