import Allot
import AllotFiles
import Testing

/// Quotas by dates in a table, as those of Helios are.
@Suite struct QuotaDatesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func inputs(_ table: String, zone: String? = "UTC") throws -> ReplayInputs {
    var options = ReplayOptions()
    options.trace = try folder.write(
      "log.csv",
      "# epoch: 1585699200\n# unit: processors\njob,submit_seconds,run_seconds,gpus,tenant\n"
        + "1,0,60,1,vc1\n2,200000,60,1,vc2\n"
    )
    options.processors = 100
    options.tenants = try folder.write(
      "tenants.yaml",
      "tenants: {vc1: {quota: 9}, vc2: {quota: 9}}"
    )
    options.timeline = try folder.write("quotas.csv", table)
    options.reading.zone = zone.flatMap { LocalClock(zone: $0) }
    return try ReplayInputs(options)
  }

  @Test func eachRowHoldsFromItsDateOn() throws {
    let rows = [
      "2020-04-01,40,60,100", "2020-04-02,40,60,100", "2020-04-03,0,60,60", "2020-04-04,0,30,30",
    ]
    let inputs = try inputs("date,vc1,vc2,total\n" + rows.joined(separator: "\n") + "\n")
    let world = inputs.world
    let steps = [DatedTerms(at: .zero, on: world.cluster, world.tenants)] + world.changes
    let devices = steps.map { step in
      let entitlements = Entitlements(cluster: world.cluster, tenants: step.tenants)
      return [Int(step.time.milliseconds / 86_400_000)]
        + [1, 2].map { Int(entitlements.gpus(of: ID($0))) }
    }
    #expect(devices == [[0, 40, 60], [2, 0, 60], [3, 0, 30]])
    let told = inputs.remarks.joined(separator: "\n")
    #expect(told.contains("from 2020-04-03T00:00:00Z on vc1 has quota 0 (0 processors, before 40)"))
    #expect(inputs.settings["changes"] == "2020-04-03T00:00:00Z, and 1 more")
  }

  @Test(arguments: [
    (
      "date,vc1,vc2,total\n2020-04-01,40,60,99\n",
      "2: column total is not the sum of the others, which is 100: \"99\""
    ),
    ("date,vc1\nsoon,40\n", "2: column date is no date: \"soon\"; write dates, such as 2026-07-01"),
    ("date,vc1\n2020-04-01,\n", "2: column vc1 is empty; every row needs it"),
    ("date,vc1\n2020-04-01,-4\n", "2: column vc1 is negative"),
    ("date,vc1,vc2,vc1\n2020-04-01,4,4,4\n", "1: the column 'vc1' is there twice; keep one"),
    ("date,vc9\n2020-04-03,4\n", "2: there is no tenant 'vc9'; did you mean"),
  ])
  func whatCanNotBeIsAnError(table: String, message: String) throws {
    let error = #expect(throws: InputError.self) { try inputs(table) }
    let said = "\(error, default: "")".replacing(folder.path + "/quotas.csv:", with: "")
    #expect(said.hasPrefix(message), "\(said)")
  }

  @Test func datesNeedAZone() throws {
    let error = #expect(throws: InputError.self) {
      try inputs("date,vc1\n2020-04-03,4\n", zone: nil)
    }
    #expect("\(error, default: "")".contains("--zone"))
  }
}
