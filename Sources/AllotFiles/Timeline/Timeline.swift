internal import Allot

/// What a file says of later terms, before it is known of which tenants, and when time zero is.
struct Timeline: Sendable {
  /// What changes at one instant.
  struct Change: Sendable {
    var at: InstantText
    var place: YamlValue
    var edits: [TermsEdit]
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

/// The terms of a world's tenants as time goes on.
struct TermsOverTime {
  /// Those of the beginning.
  let first: Tenants
  /// Those that follow.
  let changes: [DatedTenants]
  /// When they begin: dates where that of time zero is known, else times since then.
  let instants: [String]
  /// Things that the user should know, each one sentence.
  let remarks: [String]
}

extension TermsOverTime {
  /// Terms that stay.
  init(of tenants: Tenants) {
    self.init(first: tenants, changes: [], instants: [], remarks: [])
  }
}
