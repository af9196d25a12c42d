import Allot
import AllotFiles
import Testing

@Suite struct DraftedTenantsTests {
  private static let head = "job,submit_seconds,run_seconds,gpus,user,project,queue,qos\n"

  private func trace(_ rows: [String]) throws -> Trace {
    try read(
      Self.head + rows.enumerated().map { "\($0 + 1),\($0),\($1)\n" }.joined()
    )
  }

  /// The tenants of a draft, and to whom each job of its trace belongs.
  private func bound(
    _ trace: Trace,
    by column: Assignment.Column? = nil
  ) throws -> (shares: [String: Int64], paths: [String], AssignmentReport) {
    let text = try DraftedTenants(trace, by: column).text
    let top = try StrictYAML.readSections(text, file: "draft.yaml")
    var tenants = try TenantsFile.read(top.required("tenants"))
    let shares = Dictionary(
      uniqueKeysWithValues: tenants[Tenants.root].children.map { id in
        (tenants[id].name, tenants[id].share?.millionths ?? -1)
      }
    )
    let (rows, report) = try AssignmentFile.read(top.required("assign")).bind(trace, to: &tenants)
    return (shares, rows.map { tenants.path(of: $0) }, report)
  }

  @Test func sharesArePartsOfTheWork() throws {
    let trace = try trace([
      "3600,4,ann,nat-llm,gpu,high", "3600,2,ben,uni,gpu,low", "7200,1,cem,uni,gpu,low",
    ])
    let (shares, paths, report) = try bound(trace)
    #expect(shares == ["nat-llm": 500_000, "uni": 500_000])
    #expect(paths == ["nat-llm", "uni", "uni"])
    #expect(report == AssignmentReport())
    #expect(try bound(trace, by: .qos).shares == ["high": 500_000, "low": 500_000])
    #expect(try bound(trace, by: .partition).shares == ["gpu": 1_000_000])
    let users = try bound(trace, by: .user)
    #expect(users.shares == ["ann": 500_000, "ben": 250_000, "cem": 250_000])
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>)
  func sharesSumToTheWholeAndEveryJobIsBound(seed: UInt64) throws {
    var random = RandomStream("draft", seed: seed)
    let names = ["a", "b", "c-1", "ünï", "true", "7", "x y", "\"q\"\"\"", "*", "k:v", "#h"]
    let rows = (0..<(1 + random.below(60))).map { _ in
      let name = names[random.below(names.count)]
      return "\(1 + random.below(9_999)),\(1 + random.below(64)),u,\(name),p,"
    }
    let trace = try trace(rows)
    let (shares, paths, report) = try bound(trace)
    #expect(shares.values.reduce(0, +) == 1_000_000)
    #expect(report.unlistedJobs == 0 && report.unusedNames.isEmpty)
    #expect(paths == trace.rows.map { trace.texts[$0.project] })
  }

  @Test func namesThatPathsCanNotHaveAreBoundToo() throws {
    let (shares, paths, report) = try bound(
      trace(["10,1,u,a/b,p,", "10,1,u,a_b,p,", "10,1,u,other,p,", "10,1,kim,,p,"])
    )
    #expect(shares == ["a_b": 500_000, "other": 500_000])
    #expect(paths == ["a_b", "a_b", "other/u", "other/kim"])
    #expect(report.unlistedJobs == 1)
  }

  @Test func aDraftGoesByWhatTheTraceHas() throws {
    let trace = try trace(["10,1,u,,p,"])
    #expect(try DraftedTenants(trace).text.contains("by: partition"))
    #expect(
      errorText { () throws(InputError) in try DraftedTenants(trace, by: .account) }
        .hasSuffix(
          "no job says an account; draft by what the trace has: --by partition, or --by user"
        )
    )
    let nobody = try read("job,submit_seconds,run_seconds,gpus\n1,0,1,1\n")
    #expect(
      errorText { () throws(InputError) in try DraftedTenants(nobody) }
        .hasSuffix("no job says whose it is; give jobs an account, a partition or a user")
    )
  }

  /// Names that differ in bytes that are no UTF-8 are those of two tenants.
  @Test func namesThatAreNotUTF8AreReadBack() throws {
    var bytes = Array(Self.head.utf8)
    for (place, name) in [[0x61, 0xE9], [0x61, 0xE8], Array("a\\xE9".utf8)].enumerated() {
      bytes += Array("\(place),0,3600,1,u,".utf8) + name + Array(",p,\n".utf8)
    }
    let trace = try Trace.read(try InputFile(bytes: bytes, path: "t.csv"))
    let (shares, paths, report) = try bound(trace)
    #expect(shares.count == 3 && shares.values.reduce(0, +) == 1_000_000)
    #expect(paths == trace.rows.map { trace.texts[$0.project] })
    #expect(report == AssignmentReport())
    let text = try DraftedTenants(trace).text
    #expect(KeptBytes.bytes(of: text) == Array(text.utf8))
    #expect(text.contains("# \\U0010FFE9 in a name is the byte E9 of the log"))
  }
}
