import Allot
import AllotFiles
import AllotPolicies
import Foundation
import Testing

/// The example files of the documents can be read and mean what the documents say.
@Suite struct ExampleFilesTests {
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("docs").path

  @Test func thePolicyIsWhatItSays() throws {
    let policy = try PolicyFile.load(Self.folder + "/examples/policy.yaml")
    #expect(policy.name == "careful-borrowing")
    #expect(policy.order is FairShareOrder)
    #expect((policy.quota as? BorrowingQuota)?.borrow == Share(percent: 50))
    #expect((policy.fill as? EasyFill)?.backfill == .policy)
    #expect((policy.ledger as? HalfLifeLedger)?.halfLife == SimDuration(seconds: 14 * 86_400))
    #expect((policy.ledger as? HalfLifeLedger)?.tick == SimDuration(seconds: 300))
    let reclaim = policy.reclaim as? WithinQuotaReclaim
    #expect(reclaim?.terms.checkpoint == SimDuration(seconds: 7_200))
    #expect(reclaim?.terms.grace == SimDuration(seconds: 300))
  }

  @Test func aPolicyInFullReadsBackAsItself() throws {
    let policy = try PolicyFile.load(Self.folder + "/examples/policy.yaml")
    let text = PolicyFile.text(of: policy)
    let folder = try TemporaryFolder()
    let again = try PolicyFile.load(try folder.write("again.yaml", text))
    #expect(PolicyFile.text(of: again) == text)
  }

  @Test(arguments: ["examples/tenants.yaml", "philly-tenants.yaml"])
  func tenantsAndAssignmentsAreRead(name: String) throws {
    let path = Self.folder + "/" + name
    let tenants = try TenantsFile.load(path)
    #expect(tenants.ids.map { tenants[$0].name } == ["", "national", "enterprise", "university"])
    _ = try AssignmentFile.load(path)
  }

  @Test(arguments: [("log.swf", "swf", 8), ("sacct.txt", "sacct", 4), ("jobs.csv", "csv", 4)])
  func tracesAreRead(name: String, format: String, jobs: Int) throws {
    let trace = try Trace.read(path: Self.folder + "/examples/" + name, format: nil)
    #expect(trace.format == format)
    #expect(trace.rows.count == jobs)
  }
}
