import Allot
import AllotFiles
import Testing

/// Cells of exports that are right, though not as most sites write them.
@Suite struct SacctOdditiesTests {
  private static let names =
    "JobID|User|State|Submit|Start|End|ElapsedRaw|Suspended|NNodes|AllocTRES|ReqGRES"

  private func trace(
    _ rows: [[String: String]],
    _ reading: TraceReading = TraceReading(),
    separator: String = "|"
  ) throws -> Trace {
    let usual = [
      "JobID": "1", "User": "ann", "State": "COMPLETED", "Submit": "1772377200",
      "Start": "1772377200", "End": "1772380800", "ElapsedRaw": "3600",
    ]
    let names = Self.names.split(separator: "|").map(String.init)
    let lines = rows.map { row in
      names.map { row[$0] ?? usual[$0] ?? "" }.joined(separator: separator)
    }
    let text = ([names.joined(separator: separator)] + lines).joined(separator: "\n") + "\n"
    return try Trace.read(
      try InputFile(bytes: Array(text.utf8), path: "s.txt"),
      reading: reading
    )
  }

  /// Old versions count the devices of each node.
  @Test(arguments: [
    ("PER_NODE:gpu:4", "2", 8), ("PER_NODE:gpu:a100:2", "3", 6), ("PER_JOB:gpu:4", "2", 4),
    ("gpu:4", "2", 4),
  ])
  func devicesMayBeOfEachNode(_ gres: String, _ nodes: String, _ devices: Int32) throws {
    let rows = [["JobID": "1", "ReqGRES": gres, "NNodes": nodes, "AllocTRES": "cpu=8"]]
    #expect(try trace(rows).rows.map(\.gpus) == [devices])
    // The same text on another number of nodes is not the same.
    let more = try trace(rows + [["JobID": "2", "ReqGRES": gres, "NNodes": "1"]])
    #expect(more.rows.first { $0.name == .number(1) }?.gpus == devices)
  }

  @Test(arguments: ["mem=4P", "mem=4089446400M", "mem=18446744073709551614M"])
  func memoryThatCanNotBeTrueIsLeftOut(_ memory: String) throws {
    let trace = try trace([["AllocTRES": "cpu=8,\(memory)"], ["JobID": "2", "AllocTRES": "cpu=8"]])
    #expect(trace.rows.map(\.memory) == [0, 0])
    #expect(trace.rows.map(\.cores) == [8, 8])
    #expect(trace.cleaning.altered["memory_out_of_range"] == 1)
  }

  @Test(arguments: [
    "2026-03-02T00:00:00+0900", "2026-03-02T00:00:00+09:00", "2026-03-01T15:00:00Z",
    "2026-03-01T15:00:00.000",
  ])
  func timesMaySayTheirZone(_ submit: String) throws {
    let trace = try trace([["Submit": submit, "AllocTRES": "cpu=8"]])
    #expect(trace.epoch == 1_772_377_200)
    #expect(trace.remarks.contains { $0.contains("read as UTC") } == submit.hasSuffix(".000"))
  }

  /// A job that still ran has run without the time for which it was suspended.
  @Test(arguments: [RunningAtExport.elapsed, .drop])
  func whoWasSuspendedRanLess(running: RunningAtExport) throws {
    var reading = TraceReading()
    reading.running = running
    let open = ["State": "RUNNING", "End": "Unknown", "ElapsedRaw": "", "AllocTRES": "cpu=8"]
    let trace = try trace(
      [
        open.merging(["Suspended": "00:15:00"]) { $1 },
        ["JobID": "2", "AllocTRES": "cpu=8"],
      ],
      reading
    )
    let run = trace.rows.first { $0.name == .number(1) }?.run
    #expect(run == (running == .drop ? nil : SimDuration(seconds: 2_700)))
  }

  @Test(arguments: ["^|", " | ", "::"])
  func aSeparatorOfSeveralCharactersSaysTheFormat(separator: String) throws {
    var reading = TraceReading()
    reading.delimiter = separator
    let trace = try trace([["AllocTRES": "cpu=8"]], reading, separator: separator)
    #expect(trace.format == "sacct")
    #expect(trace.rows.map(\.cores) == [8])
  }

  @Test func whoHeldAPartOfADeviceAloneIsLeftOutForThat() throws {
    let trace = try trace([
      ["AllocTRES": "gres/shard=4,node=1"], ["JobID": "2", "AllocTRES": "cpu=8"],
    ])
    #expect(trace.cleaning.dropped["part_of_device"] == 1)
    #expect(trace.remarks.contains { $0.contains("4.00 shard-hours") })
  }

  /// Without `--noconvert` Slurm shortens even multiples of 1,024.
  @Test func numbersOfNodesMayBeShortened() throws {
    let trace = try trace([["NNodes": "2K", "ReqGRES": "PER_NODE:gpu:2", "AllocTRES": "cpu=4096"]])
    #expect(trace.rows.map(\.gpus) == [4_096])
    #expect(trace.rows.map(\.gpusPerNode) == [2])
  }

  /// What ran could run: a later Eligible is of another run, or of a wrong clock.
  @Test(arguments: [("1772377100", Int64(100)), ("1772377300", 0)])
  func whatStartedCouldStart(_ eligible: String, wait: Int64) throws {
    let text =
      "JobID|User|State|Submit|Eligible|Start|ElapsedRaw|AllocTRES\n"
      + "1|ann|COMPLETED|1772377000|\(eligible)|1772377200|60|cpu=1\n"
      + "2|ann|COMPLETED|1772377000|1772377000|1772377200|60|cpu=1\n"
    let trace = try Trace.read(try InputFile(bytes: Array(text.utf8), path: "s.txt"))
    let row = trace.rows.first { $0.name == .number(1) }
    #expect(row?.submit == SimTime(seconds: wait))
    #expect(
      trace.cleaning.altered == [wait > 0 ? "submit_from_eligible" : "eligible_after_start": 1]
    )
  }

  /// Of tasks that waited in one export and ran in a later one, only the rest waits.
  @Test func tasksThatALaterExportKnowsDoNotWait() throws {
    func pending(_ id: String) -> [String: String] {
      ["JobID": id, "State": "PENDING", "Start": "Unknown", "End": "Unknown", "ElapsedRaw": "0"]
    }
    let ran = ["900_1", "900_2", "900_8"].map { ["JobID": $0, "AllocTRES": "cpu=8"] }
    let some = try trace([pending("900_[1-5%2]")] + ran)
    #expect(some.cleaning.dropped == ["pending": 3, "repeated_row": 2])
    let newer = try trace([pending("900_[1-5]")] + ran + [pending("900_[3,5]")])
    #expect(newer.cleaning.dropped == ["pending": 3, "repeated_row": 4])
    let all = try trace([pending("900_[1-2]"), pending("901_[1-2]")] + ran)
    #expect(all.cleaning.dropped == ["pending": 2, "repeated_row": 2])
    let another = ran.map { $0.merging(["User": "bob"]) { $1 } }
    #expect(try trace([pending("900_[1-2]")] + another).cleaning.dropped == ["pending": 2])
  }

  /// Names of nodes without brackets are names.
  @Test func nodesMayStandWithoutBrackets() throws {
    let text =
      "JobID|User|State|Submit|Start|ElapsedRaw|NodeList|AllocTRES\n"
      + "1|ann|COMPLETED|1000|1000|60|a1,a2|cpu=16,node=2\n"
    let trace = try Trace.read(try InputFile(bytes: Array(text.utf8), path: "s.txt"))
    #expect(trace.texts[trace.rows[0].nodes] == "a1,a2")
    #expect(trace.rows[0].gpusPerNode == 8)
  }
}
