import Allot
import AllotFiles
import Foundation
import Testing

@Suite struct SacctReaderTests {
  private static let header =
    "JobID|User|Account|Partition|State|Submit|Start|End|TimelimitRaw|AllocTRES"
  private static let noZone =
    "Times without a zone are read as UTC; name the zone with --zone, such as --zone Asia/Seoul, "
    + "or export with SLURM_TIME_FORMAT=%s."

  private static func row(
    _ job: String = "1",
    state: String = "COMPLETED",
    submit: String = "1000",
    start: String = "1010",
    end: String = "1070",
    limit: String = "10",
    tres: String = "cpu=4"
  ) -> String {
    "\(job)|ann|physics|main|\(state)|\(submit)|\(start)|\(end)|\(limit)|\(tres)\n"
  }

  private func trace(_ rows: String...) throws -> Trace {
    try read(Self.header + "\n" + rows.joined())
  }

  @Test func readsAndSorts() throws {
    let trace = try read(Samples.sacct)
    #expect(trace.rows.map { trace.texts[$0.nameID] } == ["2_0", ""])
    #expect(trace.epoch == 1_795_209_520)
    let row = trace.rows[1]
    #expect(row.name == .number(1))
    #expect(row.submit == SimTime(seconds: 10))
    #expect(row.run == SimDuration(seconds: 60))
    #expect(row.limit == SimDuration(seconds: 600))
    #expect(row.gpus == 4)
    #expect(row.gpusPerNode == 2)
    #expect(row.cores == 4)
    #expect(row.memory == 1_536)
    // ReqTRES asked for any GPU; AllocTRES says what it was given.
    #expect(trace.texts[row.models] == "")
    #expect(trace.texts[row.user] == "ann")
    #expect(trace.texts[row.project] == "physics")
    #expect(trace.texts[row.queue] == "main")
    #expect(trace.rows[0].ending == .cancelled)
    #expect(trace.rows[0].limit == nil)
    #expect(trace.cleaning.dropped == ["job_step": 1])
    #expect(trace.cleaning.altered == ["submit_from_eligible": 1])
    #expect(
      trace.remarks == [
        Self.noZone, "Columns that are not used: JobName, SubmitLine.",
        "1 row has separators or line ends in a text; the other columns tell how they are meant.",
        "1 of 2 rows were not in order of submit; they are sorted stably.",
      ]
    )
  }

  @Test func unixSecondsNeedNoRemark() throws {
    let trace = try trace(
      Self.row(submit: "1735700000", start: "1735700000", end: "1735700060")
    )
    #expect(trace.epoch == 1_735_700_000)
    #expect(trace.rows[0].submit == .zero)
    #expect(trace.rows[0].start == .zero)
    #expect(trace.rows[0].run == SimDuration(seconds: 60))
    #expect(trace.remarks.isEmpty)
  }

  @Test func smallNumbersAreAClockOfTheLog() throws {
    let trace = try trace(Self.row())
    #expect(trace.epoch == nil)
    #expect(trace.rows[0].submit == .zero)
    #expect(trace.rows[0].start == SimTime(seconds: 10))
  }

  @Test(arguments: [
    ("COMPLETED", Job.Ending.completed), ("FAILED", .failed), ("NODE_FAIL", .failed),
    ("OUT_OF_MEMORY", .failed), ("BOOT_FAIL", .failed), ("DEADLINE", .failed),
    ("CANCELLED", .cancelled), ("CANCELLED by 1000", .cancelled), ("CANCELLED+", .cancelled),
    ("PREEMPTED", .cancelled), ("TIMEOUT", .limit),
  ])
  func stateIsTheEnding(_ state: String, _ ending: Job.Ending) throws {
    #expect(try trace(Self.row(state: state)).rows[0].ending == ending)
  }

  @Test func dropsByReason() throws {
    let trace = try trace(
      Self.row("1"),
      Self.row("1.batch"),
      Self.row("1.0"),
      Self.row("3", state: "PENDING", start: "Unknown", end: "Unknown"),
      Self.row("4", state: "CANCELLED by 0", start: "None"),
      Self.row("5", end: "1010"),
      Self.row("6", tres: "billing=5"),
      Self.row("9", start: "0"),
      Self.row("10", submit: "0"),
      Self.row("910_[2-97%4]", state: "PENDING", start: "Unknown", end: "Unknown")
    )
    #expect(trace.rows.map(\.name) == [.number(1)])
    #expect(
      trace.cleaning.dropped == [
        "job_step": 2, "pending": 97, "never_started": 1, "run_not_positive": 1,
        "no_resources": 1, "start_not_known": 1, "submit_not_known": 1,
      ]
    )
    #expect(trace.cleaning.droppedCoreWork["submit_not_known"] == 240_000)
  }

  @Test(arguments: [
    ("cpu=2,gres/gpu:h100=2,gres/gpu=2", 2, 2, 0, "h100"), ("gres/gpu:a100=3", 3, 0, 0, "a100"),
    ("gres/gpu:a100=3,gres/gpu=4", 4, 0, 0, "a100"), ("gres/gpu=4", 4, 0, 0, ""),
    ("gres/gpu=8,gres/gpu:a100=4,gres/gpu:h100=4", 8, 0, 0, ""),
    ("gres/gpu:a100=4,gres/gpu:h100=4", 8, 0, 0, ""),
    ("gres/gpu:a100=0,gres/gpu:h100=4", 4, 0, 0, "h100"),
    ("cpu=1,gres/gpumem=80G,gres/gpuutil=50", 0, 1, 0, ""), ("cpu=1,mem=100M", 0, 1, 100, ""),
    ("cpu=1,mem=100", 0, 1, 100, ""), ("cpu=1,mem=2G", 0, 1, 2_048, ""),
    ("cpu=1,mem=1.50T", 0, 1, 1_572_864, ""), ("cpu=1,mem=1K", 0, 1, 1, ""),
    ("cpu=1,mem=0", 0, 1, 0, ""), ("cpu=1K", 0, 1_024, 0, ""),
  ])
  func resources(
    _ tres: String,
    _ gpus: Int32,
    _ cores: Int32,
    _ memory: Int32,
    _ model: String
  ) throws {
    let header = Self.header.replacing("AllocTRES", with: "ReqTRES") + "\n"
    let trace = try read(header + Self.row(tres: tres))
    let row = trace.rows[0]
    #expect(row.gpus == gpus)
    #expect(row.cores == cores)
    #expect(row.memory == memory)
    #expect(trace.texts[row.models] == model)
    let isMixed = gpus == 8
    #expect(trace.cleaning.altered == (isMixed ? ["models_mixed": 1] : [:]))
  }

  @Test(arguments: [
    ("gres/gpu=8,node=2", 4), ("gres/gpu=8,node=1", 0), ("gres/gpu=9,node=2", 0),
    ("gres/gpu=8", 0),
  ])
  func devicesPerNode(_ tres: String, _ perNode: Int32) throws {
    #expect(try trace(Self.row(tres: tres)).rows[0].gpusPerNode == perNode)
  }

  @Test(arguments: [("10", 600), ("UNLIMITED", nil), ("Partition_Limit", nil), ("", nil)])
  func limits(_ limit: String, _ seconds: Int64?) throws {
    #expect(
      try trace(Self.row(limit: limit)).rows[0].limit == seconds.map { SimDuration(seconds: $0) }
    )
  }

  @Test(arguments: [
    ("00:10:00", 600), ("1-02:03:04", 93_784), ("05:30", 330), ("UNLIMITED", nil),
  ])
  func writtenLimits(_ limit: String, _ seconds: Int64?) throws {
    let text = Self.header.replacing("TimelimitRaw", with: "Timelimit") + "\n"
    let trace = try read(text + Self.row(limit: limit))
    #expect(trace.rows[0].limit == seconds.map { SimDuration(seconds: $0) })
  }

  @Test func missingColumnsAreNamed() throws {
    #expect(
      try failure("JobID|User|Account|Submit|Start|AllocTRES\n", named: "s.txt")
        == "s.txt:1: columns are missing: State, ElapsedRaw or Elapsed or End; "
        + "export with SLURM_TIME_FORMAT=%s sacct -a -X -P -D --noconvert -o JobID,User,Account,"
        + "Partition,QOS,Cluster,State,Submit,Eligible,Start,End,ElapsedRaw,TimelimitRaw,NNodes,"
        + "NodeList,ReqTRES,AllocTRES"
    )
  }

  private static let errors: [(row: String, message: String)] = [
    (
      row(limit: "-999999999999999999"),
      "column TimelimitRaw is not a limit: "
        + "\"-999999999999999999\"; "
        + "TimelimitRaw is in minutes, Timelimit is D-HH:MM:SS or UNLIMITED"
    ),
    (
      row(tres: "gres/gpu:a=2147483647,gres/gpu:b=1"),
      "column AllocTRES has a number that is too large: "
        + "\"gres/gpu:a=2147483647,gres/gpu:b=1\"; "
        + "write it as Slurm does, such as cpu=4,gres/gpu=2,mem=64G,node=1"
    ),
    (
      row(state: "COMPLETE"),
      "column State is not a state of Slurm: \"COMPLETE\"; write COMPLETED in its place, if that "
        + "is meant"
    ),
    (
      row(submit: "yesterday"),
      "column Submit is not a time: \"yesterday\"; "
        + "write YYYY-MM-DDTHH:MM:SS or Unix seconds"
    ),
    (
      row(start: "2026-02-30T00:00:00"),
      "column Start is not a time: \"2026-02-30T00:00:00\"; "
        + "write YYYY-MM-DDTHH:MM:SS or Unix seconds"
    ),
    (
      row(limit: "ten"),
      "column TimelimitRaw is not a limit: \"ten\"; "
        + "TimelimitRaw is in minutes, Timelimit is D-HH:MM:SS or UNLIMITED"
    ),
    (
      row(tres: "cpu=x"),
      "column AllocTRES is malformed: \"cpu=x\"; "
        + "write it as Slurm does, such as cpu=4,gres/gpu=2,mem=64G,node=1"
    ),
    (
      row(tres: "gres/gpu:h100\u{1}=2"),
      "column AllocTRES is malformed: \"gres/gpu:h100\u{1}=2\"; "
        + "write it as Slurm does, such as cpu=4,gres/gpu=2,mem=64G,node=1"
    ),
    (
      row(tres: "cpu=99999999999"),
      "column AllocTRES has a number that is too large: "
        + "\"cpu=99999999999\"; write it as Slurm does, such as cpu=4,gres/gpu=2,mem=64G,node=1"
    ),
    (
      row("x"),
      "column JobID is not the id of a job: \"x\"; Slurm writes 17, 17_3, 17_[4-9] or 17+1"
    ),
    (
      row("910_[2-97$4]"),
      "column JobID is not the id of a job: \"910_[2-97$4]\"; "
        + "Slurm writes 17, 17_3, 17_[4-9] or 17+1"
    ),
    (
      row(start: "1979-12-31T00:00:00"),
      "column Start is before 1980: \"1979-12-31T00:00:00\"; "
        + "a clock was not set; correct the time, or write Unknown"
    ),
  ]

  @Test(arguments: errors)
  func malformedIsAnError(_ row: String, _ message: String) throws {
    #expect(
      try failure("\(Self.header)\n\(Self.row("9"))\(row)", named: "s.txt") == "s.txt:3: \(message)"
    )
  }
}

@Suite(.enabled(if: SharedFiles.areThere, "the folder with the Slurm samples is not there"))
struct SacctSampleTests {
  private func sample(_ name: String) throws -> Trace {
    try Trace.read(path: SharedFiles.path("samples/slurm/\(name)"))
  }

  @Test func allocations() throws {
    let trace = try sample("sacct-allocations.txt")
    #expect(trace.format == "sacct")
    // 174 allocations that ran, two of which are the components of one job, twice.
    #expect(trace.rows.count == 172)
    #expect(trace.gangs.map(\.count) == [2, 2])
    #expect(trace.cleaning.dropped == ["never_started": 61, "run_not_positive": 4])
    #expect(trace.cleaning.altered == ["submit_from_eligible": 19, "still_running": 1])
    #expect(trace.remarks.count == 4)
  }

  @Test func stepsAndDuplicates() throws {
    let trace = try sample("sacct-with-steps-and-duplicates.txt")
    #expect(
      trace.cleaning.dropped == [
        "never_started": 61, "run_not_positive": 4, "job_step": 182,
        "earlier_run_of_requeued_job": 4,
      ]
    )
    let single = try sample("sacct-allocations.txt")
    #expect(TraceWriter.csv(trace) == TraceWriter.csv(single))
  }

  @Test func everyField() throws {
    let trace = try sample("sacct-ALL-head.txt")
    #expect(trace.rows.count == 18)
    #expect(trace.cleaning.dropped == ["run_not_positive": 1])
  }

  @Test func unconvertedLacksColumns() throws {
    do {
      _ = try sample("sacct-noconvert.txt")
      Issue.record("the sample lacks needed columns")
    } catch let error as InputError {
      #expect(error.line == 1)
      #expect(
        error.message == "columns are missing: State"
      )
    }
  }
}
