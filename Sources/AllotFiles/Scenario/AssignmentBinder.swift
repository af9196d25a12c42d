internal import Allot

/// One binding of a trace to tenants, while it is under way.
struct AssignmentBinder {
  let trace: Trace
  private(set) var tenants: Tenants
  private(set) var report = AssignmentReport()
  private let file: String
  /// True where it was checked on another trace that the rule fits.
  var mayMatchNobody = false
  /// The parent of unlisted users, once it is needed.
  private var other: ID<Tenant>?
  /// The leaf of each unlisted user, by the id of its name.
  private var leaves: [ID<Tenant>?]
  private var unlisted: [Bool]

  /// Where a rule sends jobs.
  private enum Target {
    case leaf(ID<Tenant>)
    case other
  }

  init(trace: Trace, tenants: Tenants, file: String) {
    self.trace = trace
    self.tenants = tenants
    self.file = file
    leaves = Array(repeating: nil, count: trace.texts.count)
    unlisted = Array(repeating: false, count: trace.texts.count)
  }

  /// One rule, with its target for each text of its column; nil stands for "not listed".
  private struct BoundRule {
    var column: Assignment.Column
    var targets: [Target?]
  }

  mutating func bind(
    by rules: [Assignment.Rule],
    _ measure: WorkMeasure
  ) throws(InputError) -> [ID<Tenant>] {
    var bound: [BoundRule] = []
    for rule in rules { bound.append(try self.bound(rule)) }
    if rules.isEmpty {
      let hasPaths = trace.rows.contains { $0.tenant != TextTable.none }
      if !hasPaths && !mayMatchNobody && !trace.rows.isEmpty { throw nobodyIsAssigned }
      bound = [hasPaths ? try paths() : BoundRule(column: .user, targets: targetsOfNobody)]
    }
    let rows = try bind(by: bound, measure)
    let areOptional = rules.allSatisfy { if case .optional = $0 { true } else { false } }
    if areOptional && !mayMatchNobody && !rows.isEmpty && report.unlistedJobs == rows.count {
      throw nobodyIsAssigned
    }
    return rows
  }

  private mutating func bound(_ rule: Assignment.Rule) throws(InputError) -> BoundRule {
    switch rule {
    case .optional(let rule):
      let (isChecked, names) = (mayMatchNobody, report.unusedNames)
      mayMatchNobody = true
      defer { (mayMatchNobody, report.unusedNames) = (isChecked, names) }
      return try bound(rule)
    case .paths:
      try require(.tenant)
      return try paths()
    case .map(let column, let listed):
      let targets = try self.targets(of: listed)
      try require(column)
      return try map(column, listed, targets)
    case .split(let column, let seed, let parts):
      let targets = try self.targets(of: parts)
      try require(column)
      return BoundRule(column: column, targets: draw(column, seed: seed, parts, targets))
    }
  }

  private var targetsOfNobody: [Target?] { Array(repeating: nil, count: trace.texts.count) }

  /// Binds each row by the first rule that lists it.
  private mutating func bind(
    by rules: [BoundRule],
    _ measure: WorkMeasure
  ) throws(InputError) -> [ID<Tenant>] {
    var rows: [ID<Tenant>] = []
    rows.reserveCapacity(trace.rows.count)
    var unlisted: Int128 = 0
    for row in trace.rows {
      let text = rules[0].column.text(of: row, in: trace)
      var target: Target?
      for rule in rules where target == nil {
        target = rule.targets[Int(rule.column.text(of: row, in: trace).index)]
      }
      if case .leaf(let tenant)? = target {
        rows.append(tenant)
        continue
      }
      rows.append(try leaf(of: row, text))
      if target == nil {
        count(unlisted: row, text)
        unlisted += Int128(measure.work(of: row))
      }
    }
    if report.unlistedJobs > 0 { report.unlistedWork = measure.text(unlisted) }
    return rows
  }

  private func paths() throws(InputError) -> BoundRule {
    var targets = targetsOfNobody
    for row in trace.rows where row.tenant != TextTable.none {
      let index = Int(row.tenant.index)
      guard targets[index] == nil else { continue }
      let job = "job \(row.name.text(in: trace.texts))"
      targets[index] = try target(
        trace.texts[row.tenant],
        file: trace.file,
        line: nil,
        whose: "\(job) belongs to"
      )
    }
    return BoundRule(column: .tenant, targets: targets)
  }

  /// Names win over patterns, of which the first in the order of the file that fits decides.
  private mutating func map(
    _ column: Assignment.Column,
    _ listed: [Assignment.Listed],
    _ targetsOfListed: [Target]
  ) throws(InputError) -> BoundRule {
    var positions: [String: Int] = [:]
    for (position, entry) in listed.enumerated() { positions[entry.name] = position }
    let patterns = listed.indices.compactMap { position in
      NamePattern(listed[position].name).map { (pattern: $0, position: position) }
    }
    var targets = targetsOfNobody
    var isKnown = targets.map { _ in false }
    var isUsed = listed.map { _ in false }
    for row in trace.rows {
      let text = column.text(of: row, in: trace)
      let index = Int(text.index)
      guard text != TextTable.none, !isKnown[index] else { continue }
      isKnown[index] = true
      let name = trace.texts[text]
      let position = positions[name] ?? patterns.first { $0.pattern.fits(name) }?.position
      guard let position else { continue }
      targets[index] = targetsOfListed[position]
      isUsed[position] = true
    }
    report.unusedNames += zip(listed, isUsed).filter { !$1 }.map { $0.0.name }
    if !isUsed.contains(true), !mayMatchNobody, let first = listed.first, !trace.rows.isEmpty {
      throw nobodyMatches(column, first: first, count: listed.count)
    }
    return BoundRule(column: column, targets: targets)
  }

  private func draw(
    _ column: Assignment.Column,
    seed: UInt64,
    _ parts: [Assignment.Weighted],
    _ targets: [Target]
  ) -> [Target?] {
    let sum = Int(parts.reduce(0) { $0 + $1.weight })
    var drawn = targetsOfNobody
    for row in trace.rows {
      let text = column.text(of: row, in: trace)
      let index = Int(text.index)
      guard drawn[index] == nil else { continue }
      // A stream of its own for each name: the draw depends on no other name and on no order.
      var random = RandomStream("split/\(trace.texts[text])", seed: seed)
      var rest = Int64(random.below(sum))
      let position = parts.firstIndex { part in
        rest -= part.weight
        return rest < 0
      }
      guard let position else { preconditionFailure("a draw lies below the sum of the weights") }
      drawn[index] = targets[position]
    }
    return drawn
  }

  // MARK: Targets

  private func targets(of listed: [Assignment.Listed]) throws(InputError) -> [Target] {
    var targets: [Target] = []
    for entry in listed {
      targets.append(
        try target(
          entry.tenant,
          file: file,
          line: entry.line,
          whose: "'\(entry.name)' is assigned to"
        )
      )
    }
    return targets
  }

  private func targets(of parts: [Assignment.Weighted]) throws(InputError) -> [Target] {
    var targets: [Target] = []
    for part in parts {
      targets.append(
        try target(part.tenant, file: file, line: part.line, whose: "a part is assigned to")
      )
    }
    return targets
  }

  private func target(
    _ path: String,
    file: String,
    line: Int?,
    whose: String
  ) throws(InputError) -> Target {
    if path == "other" { return .other }
    guard let tenant = tenants.find(path: path) else {
      let paths = Array(tenants.ids.dropFirst().map { tenants.path(of: $0) })
      throw InputError(
        file: file,
        line: line,
        "\(whose) the tenant '\(path)', which is not declared",
        remedy: tenants == Tenants.single
          ? "give the tenants with --tenants"
          : DidYouMean.remedy(for: path, among: paths, plural: "tenants")
      )
    }
    guard tenants[tenant].children.isEmpty else {
      let below = leaves(below: tenant).map { tenants.path(of: $0) }
      throw InputError(
        file: file,
        line: line,
        "\(whose) the tenant '\(path)', which has children",
        remedy: "assign to one of its leaves: " + below.prefix(5).joined(separator: ", ")
          + (below.count > 5 ? ", …" : "")
      )
    }
    return .leaf(tenant)
  }

  private func leaves(below tenant: ID<Tenant>) -> [ID<Tenant>] {
    let children = tenants[tenant].children
    return children.isEmpty ? [tenant] : children.flatMap { leaves(below: $0) }
  }

  // MARK: Unlisted users

  /// The text that names the leaf of a job below `other`: its user, else what the rule looked at.
  private func owner(of row: TraceRow, _ text: ID<Text>) -> ID<Text> {
    let user = Assignment.Column.user.text(of: row, in: trace)
    return user == TextTable.none ? text : user
  }

  private mutating func count(unlisted row: TraceRow, _ text: ID<Text>) {
    report.unlistedJobs += 1
    let index = Int(owner(of: row, text).index)
    guard !unlisted[index] else { return }
    unlisted[index] = true
    report.unlistedUsers += 1
  }

  private mutating func leaf(
    of row: TraceRow,
    _ text: ID<Text>
  ) throws(InputError) -> ID<Tenant> {
    let owner = owner(of: row, text)
    if let known = leaves[Int(owner.index)] { return known }
    let parent =
      other ?? tenants.find(path: "other")
      ?? tenants.add("other", below: Tenants.root, isDeclared: false)
    other = parent
    // A slash would read as one more level of a path. Names that differ only in it share a leaf.
    let written = trace.texts[owner].map { $0 == "/" ? "_" : $0 }
    let name = written.isEmpty ? "unknown" : String(written)
    let leaf =
      tenants.child(named: name, of: parent)
      ?? tenants.add(name, below: parent, isDeclared: false)
    guard tenants[leaf].children.isEmpty else {
      throw InputError(
        file: trace.file,
        "the user '\(name)' is not listed and would be the leaf 'other/\(name)', "
          + "which has children",
        remedy: "assign the user to one of them"
      )
    }
    leaves[Int(owner.index)] = leaf
    return leaf
  }

  // MARK: Texts

  private func require(_ column: Assignment.Column) throws(InputError) {
    guard !trace.rows.isEmpty, !mayMatchNobody,
      !trace.rows.contains(where: { column.text(of: $0, in: trace) != TextTable.none })
    else { return }
    throw InputError(
      file: trace.file,
      "no job of the trace has \(column.words), by which \(file) assigns jobs",
      remedy: "assign by another column"
    )
  }

  /// The error about a map that was made for another trace: every job would be below `other`.
  private func nobodyMatches(
    _ column: Assignment.Column,
    first: Assignment.Listed,
    count: Int
  ) -> InputError {
    InputError(
      file: file,
      line: first.line,
      "no job of \(trace.file) has \(column.words) that is assigned here; the first of "
        + "\(count) is '\(first.name)'",
      remedy: "name the trace's own, such as \(shown(column)), or assign by another column"
    )
  }

  /// The error about tenants to whom nothing leads: every job would be below `other`.
  private var nobodyIsAssigned: InputError {
    let columns: [Assignment.Column] = [.account, .virtualCluster, .partition, .group, .user]
    let column = columns.first { column in
      trace.rows.contains { column.text(of: $0, in: trace) != TextTable.none }
    }
    var remedy = "give jobs a column 'tenant', or name a file with a section 'assign' by --assign"
    if let column {
      remedy =
        "add a section such as assign: {by: \(column.rawValue), map: {TENANT: [NAME, …]}} to the "
        + "tenants file, with names such as \(shown(column)); 'allot tenants draft' prints one"
    }
    return InputError(
      file: trace.file,
      "no job says to which of the tenants it belongs",
      remedy: remedy
    )
  }

  /// The first names of a column, for a sentence.
  private func shown(_ column: Assignment.Column) -> String {
    var names: [String] = []
    for row in trace.rows where names.count < 6 {
      let name = trace.texts[column.text(of: row, in: trace)]
      if !name.isEmpty && !names.contains(name) { names.append(name) }
    }
    return names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
  }
}
