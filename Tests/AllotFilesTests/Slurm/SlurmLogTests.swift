import Allot
import AllotFiles
import Testing

/// Which records of an export are one job: by cluster, id, submit, user and state.
@Suite struct SlurmLogTests {
  private static let header =
    "Cluster|JobID|User|State|Submit|Start|End|ElapsedRaw|ReqTRES|AllocTRES\n"

  /// A record that asked for one GPU for each that it held.
  private static func row(
    _ job: String,
    cluster: String = "",
    user: String = "ann",
    state: String = "COMPLETED",
    submit: Int,
    start: Int? = nil,
    run: Int,
    gpus: Int = 1
  ) -> String {
    let start = start ?? submit
    return
      "\(cluster)|\(job)|\(user)|\(state)|\(submit)|\(start)|\(start + run)|\(run)"
      + "|gres/gpu=\(gpus)|cpu=\(gpus * 8),gres/gpu=\(gpus)\n"
  }

  private func trace(_ rows: String..., reading: TraceReading = TraceReading()) throws -> Trace {
    let text = Self.header + rows.joined()
    let file = try InputFile(bytes: Array(text.utf8), path: "log")
    return try Trace.read(file, format: "sacct", reading: reading)
  }

  private func names(_ trace: Trace) -> [String] {
    trace.rows.map { row in
      switch row.name {
      case .number(let number): String(number)
      case .text(let text): trace.texts[text]
      }
    }
  }

  private func gpuHours(_ trace: Trace) -> Double {
    trace.rows.reduce(0.0) { $0 + Double($1.work) / 3_600_000 }
  }

  @Test func anIdThatIsUsedAgainIsAnotherJob() throws {
    let trace = try trace(
      Self.row("1", submit: 1_000, run: 3_600),
      Self.row("1", user: "bob", submit: 9_000, run: 3_600),
      Self.row("1", submit: 20_000, run: 3_600, gpus: 2)
    )
    #expect(names(trace) == ["1", "1@2", "1@3"])
    #expect(gpuHours(trace) == 4)
    #expect(trace.cleaning.dropped.isEmpty)
    #expect(trace.cleaning.altered == ["id_used_again": 2])
    #expect(trace.cleaning.alteredWork["id_used_again"] == 10_800_000)
  }

  /// The second use of the id was exported twice: its work is that of the record that is left.
  @Test func countsAreOfWhatIsLeft() throws {
    let trace = try trace(
      Self.row("1", submit: 1_000, run: 3_600),
      Self.row("1", user: "bob", state: "RUNNING", submit: 9_000, run: 100),
      Self.row("1", user: "bob", submit: 9_000, run: 3_600)
    )
    #expect(names(trace) == ["1", "1@2"])
    #expect(trace.cleaning.altered == ["id_used_again": 1])
    #expect(trace.cleaning.alteredWork["id_used_again"] == 3_600_000)
    #expect(trace.cleaning.dropped == ["repeated_row": 1])
  }

  @Test func theFirstToBeSubmittedKeepsTheId() throws {
    let trace = try trace(
      Self.row("1", submit: 9_000, run: 60),
      Self.row("1", submit: 1_000, run: 60)
    )
    #expect(names(trace) == ["1", "1@2"])
    #expect(trace.rows[0].submit < trace.rows[1].submit)
  }

  @Test func clustersNumberAlike() throws {
    let trace = try trace(
      Self.row("1", cluster: "east", submit: 1_000, run: 60),
      Self.row("1", cluster: "west", submit: 1_000, run: 60)
    )
    #expect(names(trace) == ["east:1", "west:1"])
    #expect(trace.rows.map { trace.texts[$0.cluster] } == ["east", "west"])
    #expect(trace.cleaning == Cleaning())
  }

  @Test func oneClusterTellsNothingApart() throws {
    let trace = try trace(Self.row("1", cluster: "east", submit: 1_000, run: 60))
    #expect(names(trace) == ["1"])
    #expect(trace.rows[0].cluster == TextTable.none)
  }

  @Test func aRowThatStandsTwiceIsOne() throws {
    let trace = try trace(
      Self.row("1", submit: 1_000, run: 60),
      Self.row("2", submit: 1_000, run: 60),
      Self.row("1", submit: 1_000, run: 60)
    )
    #expect(names(trace).sorted() == ["1", "2"])
    #expect(trace.cleaning.dropped == ["repeated_row": 1])
    #expect(trace.cleaning.droppedWork["repeated_row"] == 60_000)
  }

  /// The export of January has the job running, that of February has its end.
  @Test func theRowThatKnowsTheEndCounts() throws {
    let running = Self.row("1", state: "RUNNING", submit: 1_000, run: 500)
    let ended = Self.row("1", submit: 1_000, run: 900)
    for trace in [try trace(running, ended), try trace(ended, running)] {
      #expect(trace.rows.map(\.run) == [SimDuration(seconds: 900)])
      #expect(trace.cleaning.dropped == ["repeated_row": 1])
      #expect(trace.cleaning.altered.isEmpty)
    }
  }

  @Test(arguments: ["NODE_FAIL", "PREEMPTED", "REQUEUED", "BOOT_FAIL"])
  func ofAJobThatWasPutBackTheLastRunCounts(_ state: String) throws {
    let trace = try trace(
      Self.row("7", state: state, submit: 1_000, run: 100),
      Self.row("7", submit: 1_100, start: 1_220, run: 60)
    )
    #expect(trace.rows.map(\.run) == [SimDuration(seconds: 60)])
    #expect(trace.cleaning.dropped == ["earlier_run_of_requeued_job": 1])
    #expect(trace.cleaning.droppedWork["earlier_run_of_requeued_job"] == 100_000)
  }

  /// Whether a submit belongs to the run before it shows the time between them alone.
  @Test(arguments: [
    (0, true), (3, true), (600, true), (601, false), (86_400 * 90, false), (-1, false),
  ])
  func anIdThatComesRoundAgainIsNotPutBack(_ seconds: Int, isPutBack: Bool) throws {
    for state in ["NODE_FAIL", "PREEMPTED", "REQUEUED"] {
      let trace = try trace(
        Self.row("7", state: state, submit: 1_000, run: 100, gpus: 8),
        Self.row("7", submit: 1_100 + seconds, start: 1_300 + seconds, run: 60)
      )
      #expect(names(trace) == (isPutBack ? ["7"] : ["7", "7@2"]))
      #expect(trace.cleaning.dropped == (isPutBack ? ["earlier_run_of_requeued_job": 1] : [:]))
      #expect(trace.cleaning.altered == (isPutBack ? [:] : ["id_used_again": 1]))
    }
  }

  /// Jobs that are put back may not start for two minutes and more, which Eligible says.
  @Test func whoIsPutBackMayHaveToWait() throws {
    let text = """
      JobID|User|State|Submit|Eligible|Start|ElapsedRaw|ReqTRES
      7|ann|NODE_FAIL|1000|1000|1000|100|cpu=1
      7|ann|COMPLETED|1101|9000|9000|60|cpu=1

      """
    let trace = try Trace.read(try InputFile(bytes: Array(text.utf8), path: "log"))
    #expect(trace.cleaning.dropped == ["earlier_run_of_requeued_job": 1])
  }

  @Test func anIdThatComesRoundAgainIsNotResized() throws {
    let trace = try trace(
      Self.row("5", state: "RESIZING", submit: 1_000, run: 3_600, gpus: 4),
      Self.row("5", submit: 900_000, run: 3_600, gpus: 2)
    )
    #expect(names(trace) == ["5", "5@2"])
    #expect(trace.cleaning.altered == ["id_used_again": 1])
  }

  @Test func whoFailedIsNotPutBackForAnother() throws {
    let trace = try trace(
      Self.row("7", state: "NODE_FAIL", submit: 1_000, run: 100),
      Self.row("7", user: "bob", submit: 1_100, run: 60),
      Self.row("8", state: "FAILED", submit: 2_000, run: 100),
      Self.row("8", submit: 2_100, run: 60)
    )
    #expect(names(trace) == ["7", "7@2", "8", "8@2"])
    #expect(trace.cleaning.dropped.isEmpty)
  }

  @Test func theFirstOfAGoneJobThatWasPutBackAndCancelledIsNoJob() throws {
    let trace = try trace(
      Self.row("1", submit: 1_000, run: 60),
      Self.row("7", state: "PREEMPTED", submit: 1_000, run: 100),
      Self.row("7", state: "CANCELLED", submit: 1_100, start: 0, run: 0)
    )
    #expect(names(trace) == ["1"])
    #expect(
      trace.cleaning.dropped == ["earlier_run_of_requeued_job": 1, "never_started": 1]
    )
  }

  @Test func partsOfAResizedJobAllRan() throws {
    let trace = try trace(
      Self.row("5", state: "RESIZING", submit: 1_000, run: 3_600, gpus: 4),
      Self.row("5", submit: 4_600, run: 3_600, gpus: 2)
    )
    #expect(names(trace) == ["5", "5@2"])
    #expect(gpuHours(trace) == 6)
    #expect(trace.cleaning.altered == ["resized_part": 1])
    #expect(trace.cleaning.alteredWork["resized_part"] == 14_400_000)
  }

  @Test func componentsAreOneJob() throws {
    let trace = try trace(
      Self.row("900+1", submit: 1_000, run: 60, gpus: 2),
      Self.row("900+0", submit: 1_000, run: 50, gpus: 8),
      Self.row("901", submit: 1_000, run: 60)
    )
    #expect(names(trace) == ["900", "901"])
    #expect(trace.rows[0].gpus == 10)
    #expect(trace.rows[0].cores == 80)
    #expect(trace.rows[0].run == SimDuration(seconds: 60))
    #expect(trace.gangs.map { $0.map(\.gpus) } == [[8, 2]])
    #expect(trace.cleaning.altered == ["component_ended_early": 1])
  }

  @Test func componentsOfAnIdThatIsUsedAgainAreAnotherJob() throws {
    let trace = try trace(
      Self.row("900+0", submit: 1_000, run: 60, gpus: 8),
      Self.row("900+1", submit: 1_000, run: 60, gpus: 4),
      Self.row("900+0", user: "bob", submit: 5_000, run: 60, gpus: 2),
      Self.row("900+1", user: "bob", submit: 5_000, run: 60, gpus: 1)
    )
    #expect(names(trace) == ["900", "900@2"])
    #expect(trace.rows.map(\.gpus) == [12, 3])
    #expect(trace.cleaning.altered == ["id_used_again": 1])
  }

  @Test func aGangRunsWholeOrNotAtAll() throws {
    let trace = try trace(
      Self.row("900+0", submit: 1_000, run: 60, gpus: 8),
      Self.row("900+1", state: "CANCELLED", submit: 1_000, start: 0, run: 0, gpus: 4),
      Self.row("901", submit: 1_000, run: 60)
    )
    #expect(names(trace) == ["901"])
    #expect(trace.cleaning.dropped == ["never_started": 2])
  }

  @Test(arguments: [
    (RunningAtExport.elapsed, Int64?(7_200), 0), (.limit, 10_000, 0), (.drop, nil, 1),
  ])
  func whatStillRuns(_ rule: RunningAtExport, _ seconds: Int64?, _ dropped: Int) throws {
    var reading = TraceReading()
    reading.running = rule
    let text =
      "JobID|State|Submit|Start|End|ElapsedRaw|Timelimit|ReqTRES\n"
      + "1|RUNNING|1000|1000|Unknown|7200|02:46:40|gres/gpu=8\n"
      + "2|COMPLETED|1000|1000|1060|60|02:00|gres/gpu=1\n"
    let file = try InputFile(bytes: Array(text.utf8), path: "log")
    let trace = try Trace.read(file, reading: reading)
    let run = trace.rows.first { $0.name == .number(1) }?.run
    #expect(run == seconds.map { SimDuration(seconds: $0) })
    #expect(trace.cleaning.dropped["still_running", default: 0] == dropped)
    #expect(trace.cleaning.altered["still_running", default: 0] == 1 - dropped)
    if dropped == 1 { #expect(trace.cleaning.droppedWork["still_running"] == 57_600_000) }
  }

  /// Without a length the job ran until the last instant of which the log tells.
  @Test func whatStillRunsRanUntilTheLogEnds() throws {
    let text =
      "JobID|State|Submit|Start|End|ReqTRES\n1|RUNNING|1000|1000|Unknown|gres/gpu=8\n"
      + "2|COMPLETED|4000|4100|4600|gres/gpu=1\n"
    let trace = try Trace.read(try InputFile(bytes: Array(text.utf8), path: "log"))
    #expect(trace.rows[0].run == SimDuration(seconds: 3_600))
  }
}
