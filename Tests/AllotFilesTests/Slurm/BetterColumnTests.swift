import Allot
import AllotFiles
import Testing

/// Which column counts where several say the same of a job of Slurm.
@Suite struct BetterColumnTests {
  private func row(_ header: String, _ cells: String) throws -> (row: TraceRow, trace: Trace) {
    let text = "JobID|State|Submit|\(header)\n1|COMPLETED|1000|\(cells)\n"
    let trace = try Trace.read(try InputFile(bytes: Array(text.utf8), path: "log"))
    return (trace.rows[0], trace)
  }

  @Test(arguments: [
    ("Start|End|Elapsed", "1000|11800|01:00:00", 3_600_000),
    ("Start|End|ElapsedRaw|Elapsed", "1000|11800|60|01:00:00", 60_000),
    ("Start|End|Suspended", "1000|11800|02:00:00", 3_600_000),
    ("Start|End", "1000|11800", 10_800_000),
    ("End|ElapsedRaw", "11800|60", 60_000),
  ])
  func runTime(_ header: String, _ cells: String, _ milliseconds: Int64) throws {
    let found = try row("\(header)|AllocCPUS", "\(cells)|4")
    #expect(found.row.run == SimDuration(milliseconds: milliseconds))
    #expect(found.row.cores == 4)
    #expect(found.row.start == (header.hasPrefix("Start") ? .zero : SimTime(seconds: 10_740)))
  }

  @Test(arguments: [
    // What was given says how much, what was asked for says of which model.
    ("ReqTRES|AllocTRES", "gres/gpu=8|gres/gpu:h100=8,gres/gpu=8", 8, ""),
    ("ReqTRES|AllocTRES", "gres/gpu:h100=8,gres/gpu=8|gres/gpu:h100=8,gres/gpu=8", 8, "h100"),
    ("ReqTRES|AllocTRES", "gres/gpu:h100=2|cpu=64,gres/gpu=8", 8, "h100"),
    ("ReqTRES|AllocTRES", "gres/gpu=4|", 4, ""), ("AllocTRES", "gres/gpu:h100=8", 8, ""),
    // Where resources do not tell of GPUs the older columns do.
    ("ReqGRES|AllocGRES|AllocTRES", "gpu:v100:4|gpu:v100:4|cpu=32", 4, "v100"),
    ("ReqGRES|AllocGRES|AllocTRES", "gpu:2(IDX:0-1)|gpu:2|cpu=16", 2, ""),
    ("AllocGRES", "gpu:a100:2(IDX:0,3),gpu:h100:1(IDX:1)", 3, ""),
    ("ReqGRES", "gres:gpu:1", 1, ""), ("ReqGRES", "gpu", 1, ""),
    ("ReqGRES|AllocTRES", "gpu:v100:4|cpu=4,gres/gpu=2", 2, "v100"),
  ])
  func devices(_ header: String, _ cells: String, _ gpus: Int32, _ model: String) throws {
    let found = try row("ElapsedRaw|Start|\(header)", "60|1000|\(cells)")
    #expect(found.row.gpus == gpus)
    #expect(found.trace.texts[found.row.models] == model)
  }

  @Test(arguments: [
    ("AllocCPUS", "8", 8), ("NCPUS", "8", 8), ("AllocCPUS|AllocTRES", "8|cpu=6", 6),
  ])
  func cores(_ header: String, _ cells: String, _ cores: Int32) throws {
    #expect(try row("ElapsedRaw|Start|\(header)", "60|1000|\(cells)").row.cores == cores)
  }

  @Test func partsOfDevicesAreToldByName() throws {
    let found = try row(
      "ElapsedRaw|Start|AllocTRES",
      "3600|1000|cpu=4,gres/shard:a=2,gres/shard=2,gres/mps=50"
    )
    #expect(found.row.gpus == 0)
    #expect(found.trace.cleaning.altered == ["parts_of_devices": 1])
    #expect(
      found.trace.remarks.contains(
        "1 job holds parts of GPUs, which are not modelled: 2.00 shard-hours (gres/shard) and "
          + "50.00 MPS-percent-hours (gres/mps); they count without these."
      )
    )
  }

  @Test(arguments: ["0", "1970-01-01T00:00:00", "Unknown", "None", ""])
  func theInstantZeroIsNotKnown(_ start: String) throws {
    let text =
      "JobID|State|Submit|Start|End|AllocTRES\n1|COMPLETED|1000|\(start)|4600|gres/gpu=1\n"
      + "2|COMPLETED|1000|1000|4600|gres/gpu=1\n"
    let trace = try Trace.read(try InputFile(bytes: Array(text.utf8), path: "log"))
    #expect(trace.rows.map(\.name) == [.number(2)])
    #expect(trace.cleaning.dropped == ["start_not_known": 1])
  }

  @Test func columnsThatAreNotUsedAreNamed() throws {
    let found = try row("ElapsedRaw|Start|AllocCPUS|JobName|WCKey", "60|1000|1|a|b")
    #expect(found.trace.remarks.contains("Columns that are not used: JobName, WCKey."))
  }

  // MARK: Zones

  private func runs(_ rows: String, zone: String) throws -> [Int64] {
    var reading = TraceReading()
    reading.zone = LocalClock(zone: zone)
    let text = "JobID|State|Submit|Start|End|Elapsed|AllocTRES\n" + rows
    let trace = try Trace.read(
      try InputFile(bytes: Array(text.utf8), path: "log"),
      reading: reading
    )
    #expect(!trace.remarks.contains { $0.contains("UTC") })
    return trace.rows.map { $0.run.milliseconds / 1_000 }
  }

  @Test func clocksThatAreSetBack() throws {
    // On 2025-10-26 at 3:00 clocks show 2:00 again.
    func row(_ submit: String, _ start: String, _ end: String, _ elapsed: String = "") -> String {
      "1|COMPLETED|2025-10-26T\(submit):00|2025-10-26T\(start):00|2025-10-26T\(end):00|\(elapsed)"
        + "|gres/gpu=1\n"
    }
    let berlin = "Europe/Berlin"
    // The end must be the second time that clocks show 2:10.
    #expect(try runs(row("02:50", "02:50", "02:10"), zone: berlin) == [1_200])
    // Nothing demands the later instants.
    #expect(try runs(row("02:10", "02:10", "02:50"), zone: berlin) == [2_400])
    #expect(try runs(row("01:00", "01:00", "04:00"), zone: berlin) == [4 * 3_600])
    #expect(try runs(row("01:00", "01:00", "04:00"), zone: "Asia/Seoul") == [3 * 3_600])
  }

  /// Elapsed tells which of two instants is the start, which the wait depends on.
  @Test func elapsedDemandsTheLaterInstant() throws {
    var reading = TraceReading()
    reading.zone = LocalClock(zone: "Europe/Berlin")
    let text =
      "JobID|State|Submit|Start|End|Elapsed|AllocTRES\n"
      + "1|COMPLETED|2025-10-26T01:30:00|2025-10-26T02:30:00|2025-10-26T03:30:00|01:00:00|cpu=1\n"
    let trace = try Trace.read(
      try InputFile(bytes: Array(text.utf8), path: "log"),
      reading: reading
    )
    #expect(trace.rows[0].start == SimTime(seconds: 7_200))
  }

  @Test func clocksThatAreSetForward() throws {
    let row = "1|COMPLETED|2025-03-30T01:30:00|2025-03-30T01:30:00|2025-03-30T03:30:00||cpu=1\n"
    #expect(try runs(row, zone: "Europe/Berlin") == [3_600])
  }

  @Test func zonesHaveNames() {
    #expect(LocalClock(zone: "Asia/Seoul")?.name == "Asia/Seoul")
    #expect(LocalClock(zone: "Nowhere/Atlantis") == nil)
  }

  @Test(arguments: [
    "default", "running=drop", "zone=Asia/Seoul delimiter=7c7c columns=JobID,State",
  ])
  func whatManifestsKeepIsReadBack(_ text: String) {
    #expect(TraceReading(description: text)?.description == text)
  }
}
