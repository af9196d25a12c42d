import Allot
import AllotFiles
import Testing

@Suite struct AssignmentTests {
  private func assignment(_ text: String) throws(InputError) -> Assignment {
    try AssignmentFile.read(StrictYAML.readSections(text, file: "a.yaml").required("assign"))
  }

  private func tenants(_ text: String) throws(InputError) -> Tenants {
    try TenantsFile.read(StrictYAML.readSections(text, file: "t.yaml").required("tenants"))
  }

  private static let korea = """
    tenants: {national: {}, enterprise: {}, university: {children: {kaist: {}, postech: {}}}}
    """

  /// A trace whose jobs are named 1, 2, … with these users and tenant paths.
  private func trace(_ users: [String], tenants: [String] = []) -> Trace {
    var trace = Trace(file: "x.swf", format: "swf")
    for (position, user) in users.enumerated() {
      var row = TraceRow(
        name: .number(Int64(position + 1)),
        submit: SimTime(seconds: Int64(position)),
        run: SimDuration(seconds: 1),
        limit: nil,
        gpus: 1
      )
      row.user = trace.texts.id(of: user)
      row.queue = trace.texts.id(of: user.isEmpty ? "" : "q" + user)
      if position < tenants.count { row.tenant = trace.texts.id(of: tenants[position]) }
      trace.rows.append(row)
    }
    return trace
  }

  private struct Bound: Equatable {
    var paths: [String]
    var report: AssignmentReport
  }

  private func bind(
    _ rule: Assignment,
    _ trace: Trace,
    _ text: String? = korea
  ) throws(InputError) -> Bound {
    var tenants = try text.map { text throws(InputError) in try self.tenants(text) } ?? .single
    let (rows, report) = try rule.bind(trace, to: &tenants)
    return Bound(paths: rows.map { tenants.path(of: $0) }, report: report)
  }

  private func error(_ text: String) -> String {
    errorText { () throws(InputError) in
      try bind(assignment(text), trace(["1", "2"]))
    }
  }

  @Test func mapsUsers() throws {
    let rule = try assignment(
      "assign: {by: user, map: {national: [1, 2], university/kaist: 4, enterprise: [9]}}"
    )
    let bound = try bind(rule, trace(["1", "4", "7", "2", "8", "7", "a/b", "a_b", ""]))
    #expect(
      bound.paths == [
        "national", "university/kaist", "other/7", "national", "other/8", "other/7", "other/a_b",
        "other/a_b", "other/unknown",
      ]
    )
    #expect(bound.report.unlistedJobs == 6)
    #expect(bound.report.unlistedUsers == 5)
    #expect(bound.report.unusedNames == ["9"])
    #expect(
      bound.report.remarks == [
        "6 jobs (0.00 GPU-hours) of 5 users that no rule takes to a tenant are below 'other'",
        "1 assigned name has no job: 9",
      ]
    )
  }

  @Test func aMapOfAnotherTraceIsAnError() throws {
    #expect(
      error("assign:\n  by: queue\n  map: {national: [1, 2]}")
        == "a.yaml:3: no job of x.swf has a queue that is assigned here; the first of 2 is '1'; "
        + "name the trace's own, such as q1, q2, or assign by another column"
    )
    let other = try assignment("assign: {by: user, map: {other: [1]}}")
    #expect(try bind(other, trace(["1"])).paths == ["other/1"])
  }

  @Test func namesWinOverPatternsAndPatternsGoInOrder() throws {
    let rule = try assignment(
      """
      assign:
        by: user
        map:
          national: ["nat-*", "*-x"]
          enterprise: ["nat-1", "?-lab", "gone-*"]
          university/kaist: ["*"]
      """
    )
    let users = ["nat-2", "nat-1", "nat-1-x", "uni-x", "a-lab", "ab-lab", "", "nat-"]
    let bound = try bind(rule, trace(users))
    #expect(
      bound.paths == [
        "national", "enterprise", "national", "national", "enterprise", "university/kaist",
        "other/unknown", "national",
      ]
    )
    #expect(bound.report.unusedNames == ["gone-*"])
    #expect(bound.report.unlistedJobs == 1)
    #expect(
      error("assign:\n  by: user\n  map: {national: ['x-*']}")
        == "a.yaml:3: no job of x.swf has a user that is assigned here; the first of 1 is 'x-*'; "
        + "name the trace's own, such as 1, 2, or assign by another column"
    )
  }

  @Test func theFirstRuleThatListsAJobDecides() throws {
    let rule = try assignment(
      """
      assign:
        - by: partition
          map: {national: [q1], enterprise: [q2, q9]}
        - {by: user, map: {university/kaist: ["*"]}}
      """
    )
    let bound = try bind(rule, trace(["1", "2", "3", ""]))
    #expect(bound.paths == ["national", "enterprise", "university/kaist", "other/unknown"])
    #expect(bound.report.unusedNames == ["q9"])
    let drawn = try assignment(
      """
      assign:
        - {by: user, map: {national: [1]}}
        - {split: {seed: 1, by: user, weights: {enterprise: 1}}}
      """
    )
    #expect(try bind(drawn, trace(["2", "1"])).paths == ["enterprise", "national"])
    #expect(error("assign: []") == "a.yaml:1: assign lists no rule")
    #expect(
      error("assign:\n  - {by: user, map: {national: [1]}}\n  - {by: user, map: {national: [7]}}")
        == "a.yaml:3: no job of x.swf has a user that is assigned here; the first of 1 is '7'; "
        + "name the trace's own, such as 1, 2, or assign by another column"
    )
    #expect(
      error("assign:\n  - {by: user, map: {national: [1]}}\n  - {by: account, map: {other: [7]}}")
        == "x.swf: no job of the trace has an account, by which a.yaml assigns jobs; "
        + "assign by another column"
    )
  }

  @Test func aTraceOfAnotherMayLackWhomTheRuleNames() throws {
    var tenants = try tenants(Self.korea)
    let rule = try assignment("assign: {by: user, map: {national: [7]}}")
    let rows = try rule.bind(trace(["1"]), to: &tenants, mayMatchNobody: true).rows
    #expect(rows.map { tenants.path(of: $0) } == ["other/1"])
  }

  @Test func unlistedLeavesAreNotDeclared() throws {
    var tenants = try tenants(Self.korea)
    let rule = try assignment("assign: {by: user, map: {national: [1]}}")
    let rows = try rule.bind(trace(["5", "1"]), to: &tenants).rows
    let leaf = tenants[rows[0]]
    let other = try #require(leaf.parent)
    #expect(!leaf.isDeclared && leaf.share == nil)
    #expect(!tenants[other].isDeclared && tenants[other].name == "other")
    #expect(tenants[Tenants.root].children.last == other)
  }

  @Test func aDeclaredOtherTakesUnlistedUsers() throws {
    let text = "tenants: {national: {}, other: {share: 10%, children: {bob: {share: 5%}}}}"
    let rule = try assignment("assign: {by: user, map: {national: [1], other: [ann]}}")
    let bound = try bind(rule, trace(["1", "bob", "eve", "ann"]), text)
    #expect(bound.paths == ["national", "other/bob", "other/eve", "other/ann"])
    #expect(bound.report.unlistedJobs == 2)
    let deep = "tenants: {other: {children: {bob: {children: {x: {}}}}}}"
    #expect(
      errorText { () throws(InputError) in
        try bind(.automatic, trace(["bob", "1"], tenants: ["", "other"]), deep)
      }
        == "x.swf: the user 'bob' is not listed and would be the leaf 'other/bob', "
        + "which has children; assign the user to one of them"
    )
  }

  @Test func otherColumnsAssignToo() throws {
    let bound = try bind(
      assignment("assign: {by: queue, map: {enterprise: q1}}"),
      trace(["1", "2"])
    )
    #expect(bound.paths == ["enterprise", "other/2"])
    for column in Assignment.Column.allCases {
      var row = trace(["1"]).rows[0]
      var texts = TextTable()
      (row.user, row.queue, row.tenant) = (TextTable.none, TextTable.none, TextTable.none)
      let name = texts.id(of: "name")
      switch column {
      case .user: row.user = name
      case .group: row.group = name
      case .queue, .partition: row.queue = name
      case .virtualCluster: row.virtualCluster = name
      case .project, .account: row.project = name
      case .qos: row.qos = name
      case .cluster: row.cluster = name
      case .tenant: row.tenant = name
      }
      var trace = Trace(file: "x.csv", format: "csv")
      (trace.rows, trace.texts) = ([row], texts)
      let rule = try assignment("assign: {by: \(column.rawValue), map: {national: name}}")
      #expect(try bind(rule, trace).paths == ["national"])
    }
  }

  @Test func withoutTenantsEverythingIsOne() throws {
    let bound = try bind(.automatic, trace(["1", "2"], tenants: ["x", "y"]), nil)
    #expect(bound == Bound(paths: ["all", "all"], report: AssignmentReport()))
  }

  @Test func withoutASectionTheTracesOwnPathsCount() throws {
    let bound = try bind(
      .automatic,
      trace(["1", "2", "3"], tenants: ["university/kaist", "", "national"])
    )
    #expect(bound.paths == ["university/kaist", "other/2", "national"])
    #expect(bound.report.unlistedJobs == 1)
    #expect(
      errorText { () throws(InputError) in try bind(.automatic, trace(["1", "2"])) }
        == "x.swf: no job says to which of the tenants it belongs; add a section such as "
        + "assign: {by: partition, map: {TENANT: [NAME, …]}} to the tenants file, with names such "
        + "as q1, q2; 'allot tenants draft' prints one"
    )
    let asked = try bind(
      assignment("assign: {by: tenant}"),
      trace(["1"], tenants: ["enterprise"])
    )
    #expect(asked.paths == ["enterprise"])
  }

  @Test func pathsOfTheTraceAreChecked() {
    #expect(
      errorText { () throws(InputError) in
        try bind(.automatic, trace(["1", "2"], tenants: ["national", "natonal"]))
      }
        == "x.swf: job 2 belongs to the tenant 'natonal', which is not declared; "
        + "did you mean 'national'?"
    )
    #expect(
      errorText { () throws(InputError) in
        try bind(.automatic, trace(["1"], tenants: ["university"]))
      }
        == "x.swf: job 1 belongs to the tenant 'university', which has children; "
        + "assign to one of its leaves: university/kaist, university/postech"
    )
    #expect(
      errorText { () throws(InputError) in
        try bind(assignment("assign: {by: tenant}"), trace(["1"]))
      }
        == "x.swf: no job of the trace has a tenant, by which a.yaml assigns jobs; "
        + "assign by another column"
    )
  }

  @Test func tenantsOfAMapAreChecked() {
    #expect(
      error("assign:\n  by: user\n  map:\n    national: [1]\n    universty/kaist: [2]\n")
        == "a.yaml:5: '2' is assigned to the tenant 'universty/kaist', which is not declared; "
        + "did you mean 'university/kaist'?"
    )
    #expect(
      error("assign:\n  by: user\n  map:\n    university: [1,\n      2]\n")
        == "a.yaml:4: '1' is assigned to the tenant 'university', which has children; "
        + "assign to one of its leaves: university/kaist, university/postech"
    )
    #expect(
      error("assign:\n  by: user\n  map:\n    national: [1]\n    enterprise: [2, 1]\n")
        == "a.yaml:5: '1' is assigned to 'enterprise', but line 4 assigns it to 'national'; "
        + "keep one of them"
    )
    #expect(
      errorText { () throws(InputError) in
        try bind(assignment("assign: {by: user, map: {national: [1]}}"), trace(["1"]), nil)
      }
        == "a.yaml:1: '1' is assigned to the tenant 'national', which is not declared; "
        + "give the tenants with --tenants"
    )
  }

  @Test func formIsChecked() {
    #expect(
      error("assign: {by: usr, map: {national: [1]}}")
        == "a.yaml:1: assign.by can not be 'usr'; did you mean 'user'?"
    )
    #expect(error("assign: {map: {national: [1]}}") == "a.yaml:1: assign needs the key 'by'")
    #expect(error("assign: {by: user}") == "a.yaml:1: assign needs the key 'map' or 'split'")
    #expect(error("assign: {by: user, map: {}}") == "a.yaml:1: assign.map lists nobody")
    #expect(
      error("assign: {by: user, map: {national: {a: 1}}}")
        == "a.yaml:1: assign.map.national must be a single value, not a mapping"
    )
    #expect(
      error("assign:\n  by: user\n  split: {seed: 1, weights: {national: 1}}")
        == "a.yaml:2: assign has both 'split' and 'by'; write 'by' inside 'split'"
    )
    #expect(
      error("assign:\n  split: {seed: 1, weights: {national: 1}}\n  map: {national: [1]}")
        == "a.yaml:3: assign has both 'split' and 'map'; keep one of them"
    )
    #expect(
      error("assign: {split: {weights: {national: 1}}}")
        == "a.yaml:1: assign.split needs the key 'seed'"
    )
    #expect(
      error("assign: {split: {seed: 1, weights: {national: 0}}}")
        == "a.yaml:1: assign.split.weights needs a positive weight"
    )
    #expect(
      error("assign: {split: {seed: 1, weights: {national: -1}}}")
        == "a.yaml:1: assign.split.weights.national is negative: '-1'"
    )
    #expect(
      error("assign:\n  split:\n    seed: 1\n    weights:\n      natonal: 1")
        == "a.yaml:5: a part is assigned to the tenant 'natonal', which is not declared; "
        + "did you mean 'national'?"
    )
    #expect(
      error("assign: {split: {seed: 1, by: group, weights: {national: 1}}}")
        == "x.swf: no job of the trace has a group, by which a.yaml assigns jobs; "
        + "assign by another column"
    )
  }

  @Test func aDrawIsTheSameInAnyOrder() throws {
    let rule = try assignment(
      "assign: {split: {seed: 7, weights: {national: 5, enterprise: 3, university/kaist: 2}}}"
    )
    let users = (0..<2_000).map { "user\($0)" }
    let forward = try bind(rule, trace(users + users)).paths
    let backward = try bind(rule, trace(users.reversed())).paths
    #expect(Array(forward.prefix(2_000)) == backward.reversed())
    #expect(forward.prefix(2_000) == forward.suffix(2_000))
    let counts = ["national", "enterprise", "university/kaist"].map { path in
      backward.count { $0 == path }
    }
    #expect(counts.reduce(0, +) == 2_000)
    for (count, expected) in zip(counts, [1_000, 600, 400]) {
      #expect(abs(count - expected) < 100)
    }
    let other = try assignment(
      "assign: {split: {seed: 8, weights: {national: 5, enterprise: 3, university/kaist: 2}}}"
    )
    #expect(try bind(other, trace(users)).paths != Array(forward.prefix(2_000)))
  }

  @Test func anErrorLeavesTheTreeAlone() throws {
    var tenants = try tenants(Self.korea)
    let before = tenants
    _ = errorText { () throws(InputError) in
      try Assignment.automatic.bind(trace(["1", "2"], tenants: ["", "nobody"]), to: &tenants)
    }
    #expect(tenants == before)
  }
}
