import Allot
import AllotFiles
import Testing

/// Tables whose columns a map explains: published ones, and any by a file of column names.
@Suite struct MappedTableTests {
  @Test func originalHelios() throws {
    let trace = try read(Samples.heliosOriginal)
    #expect(trace.rows.count == 2)
    let row = trace.rows[0]
    #expect(row.name == .number(1_425_511))
    #expect(row.run == SimDuration(seconds: 36_848))
    #expect((row.gpus, row.gpusPerNode, row.cores) == (16, 8, 64))
    #expect(row.start == SimTime(seconds: 10))
    #expect(trace.texts[row.virtualCluster] == "vcJkd")
    // A job of processors alone is a job.
    #expect((trace.rows[1].gpus, trace.rows[1].cores) == (0, 16))
    #expect(trace.rows[1].ending == .failed)
    #expect(trace.cleaning.dropped == ["never_started": 1])
    #expect(trace.epoch == 1_591_728_061)
    #expect(trace.remarks.count == 2)
  }

  @Test func acmeRunsFromStartToEnd() throws {
    let trace = try read(Samples.acme)
    #expect(trace.epoch == 1_677_601_102)
    // The wait of 10 s is in the column duration of the second row, and not in its run.
    #expect(trace.rows.map(\.run.milliseconds) == [117_000, 8_000])
    #expect(trace.rows.map(\.gpus) == [8, 64])
    #expect(trace.rows.map(\.submit.milliseconds) == [0, 336_000])
    #expect(trace.texts[trace.rows[1].jobClass] == "Pretrain")
    #expect(trace.remarks == ["Columns that are not used: duration, queue, gpu_time."])
  }

  @Test func podsAreJobs() throws {
    let trace = try read(Samples.openb)
    #expect(trace.epoch == nil)
    #expect(trace.rows.map(\.submit.milliseconds) == [0, 10_000, 20_000])
    #expect(trace.rows.map(\.gpus) == [1, 0, 8])
    #expect(trace.rows.map(\.cores) == [12, 7, 16])
    #expect(trace.rows.map(\.ending) == [.completed, .completed, .failed])
    #expect(trace.texts[trace.rows[2].models] == "G2|P100")
    #expect(trace.texts[trace.rows[2].qos] == "BE")
    #expect(trace.cleaning.dropped == ["pending": 1])
    #expect(trace.cleaning.altered == ["parts_of_devices": 1, "still_running": 1])
    #expect(trace.cleaning.alteredWork["parts_of_devices"] == 41_400)
    #expect(
      trace.remarks == [
        "1 job holds parts of GPUs (gpu_milli), which are not modelled: 0.01 GPU-hours; they count "
          + "without these.",
        "1 job still waited when the log was made; nothing says how long they would run, and they "
          + "are left out.",
        "1 job still ran when the log was made; by --running elapsed they count with 1.00 "
          + "GPU-hours "
          + "and 12.00 core-hours.",
      ]
    )
  }

  @Test func eagle() throws {
    let trace = try read(Samples.eagle)
    #expect(trace.rows.map(\.limit?.milliseconds) == [172_800_000, 1_800_000])
    #expect(trace.rows.map(\.cores) == [360, 36])
    #expect(trace.rows.map(\.gpus) == [0, 2])
    #expect(trace.rows[1].ending == .limit)
    #expect(trace.texts[trace.rows[1].qos] == "high")
    #expect(trace.texts[trace.rows[0].project] == "account3")
  }

  private static let header =
    "job_id,user,vc,gpu_num,cpu_num,node_num,state,submit_time,start_time,end_time,duration,queue\n"
  private static let row =
    "3,u,v,4,20,1,COMPLETED,2020-04-01 00:00:00,2020-04-01 00:01:00,"
    + "2020-04-01 01:01:00,3600,60\n"

  @Test(arguments: [
    (
      header.replacing("queue", with: "user") + row,
      "1: the column \"user\" is there twice; remove or rename one of them"
    ),
    (
      header + row.replacing("2020-04-01 00:00:00", with: "1975-04-01 00:00:00"),
      "2: column submit_time is before 1980: \"1975-04-01 00:00:00\"; a clock was not set; "
        + "correct the time, or leave the cell empty"
    ),
    (
      header + row.replacing("COMPLETED", with: "LOST"),
      "2: column state is not a known state: \"LOST\"; known are COMPLETED, FAILED, CANCELLED, "
        + "TIMEOUT, RUNNING and PENDING; a file for --columns can have others"
    ),
    (
      header + row.replacing("2020-04-01 00:01:00", with: "soon"),
      "2: column start_time is not a time: \"soon\"; write it as 2017-10-09 07:01:55, or in seconds"
    ),
    (
      header + row.replacing(",20,", with: ",many,"),
      "2: column cpu_num is not a whole number: \"many\"; write digits only"
    ),
    (
      header + row.replacing(",3600,", with: ",an hour,"),
      "2: column duration is not a duration: \"an hour\"; write a number, or HH:MM:SS"
    ),
    (
      header + String(row.dropLast(4)),
      "2: 11 cells where the header has 12; quote texts that contain a comma, and leave unknown "
        + "cells empty"
    ),
  ])
  func brokenTablesAreErrors(_ text: String, _ message: String) throws {
    #expect(try failure(text, named: "t.csv") == "t.csv:\(message)")
  }

  @Test func theBeginningOf1970IsNotKnown() throws {
    let text =
      Self.header + Self.row
      + Self.row.replacing("3,u", with: "4,u").replacing(
        "2020-04-01 00:01:00",
        with: "1970-01-01 00:00:00"
      ).replacing(",3600,", with: ",0,")
    let trace = try read(text)
    #expect(trace.rows.count == 1)
    #expect(trace.cleaning.dropped == ["never_started": 1])
  }

  // MARK: Any table

  private func trace(_ table: String, columns: String, named: String = "c.yaml") throws -> Trace {
    let folder = try TemporaryFolder()
    var reading = TraceReading()
    reading.columnFile = try folder.write(named, columns)
    return try Trace.read(path: try folder.write("table.csv", table), reading: reading)
  }

  private static let table = """
    Task,Queued At,Took,Wish,Owner,Cards,Mem,Outcome,Nix
    a,1600000000500,1.5,90,kim,2.0,0.5,ok,x
    b,1600000060500,2,,lee,4,16,oom,x
    c,1600000061500,3,30,lee,0.25,1,ok,x

    """
  private static let columns = """
    columns: {job: Task, submit: Queued At, run: Took, limit: Wish, user: Owner, gpus: Cards,
      memory: Mem, state: Outcome}
    times: ms
    units: {run: h, limit: min, memory: GiB}
    states: {completed: ok, failed: [oom, crash]}

    """

  @Test func anyTableIsReadByItsColumns() throws {
    let trace = try trace(Self.table, columns: Self.columns)
    #expect(trace.format == "columns")
    #expect(trace.epoch == 1_600_000_000)
    #expect(trace.rows.map(\.submit.milliseconds) == [500, 60_500])
    #expect(trace.rows.map(\.run.milliseconds) == [5_400_000, 7_200_000])
    #expect(trace.rows.map(\.limit?.milliseconds) == [5_400_000, nil])
    #expect(trace.rows.map(\.gpus) == [2, 4])
    #expect(trace.rows.map(\.memory) == [512, 16_384])
    #expect(trace.rows.map(\.ending) == [.completed, .failed])
    #expect(trace.texts[trace.rows[1].user] == "lee")
    // A quarter of a card for three hours.
    #expect(trace.cleaning.dropped == ["part_of_device": 1])
    #expect(trace.cleaning.droppedWork == ["part_of_device": 2_700_000])
    #expect(trace.remarks == ["Columns that are not used: Nix."])
  }

  @Test(arguments: [
    (
      "columns: {job: Task}",
      "c.yaml:1: columns has no 'submit'; say which column has the submit times"
    ),
    (
      "columns: {submit: a}",
      "c.yaml:1: columns does not say how long jobs ran; give 'run', or 'start' and 'end'"
    ),
    (
      "columns: {submit: a, run: b}",
      "c.yaml:1: columns has neither 'gpus' nor 'cores'; give one of them or both"
    ),
    (
      "columns: {submit: a, run: b, gpu: c}",
      "c.yaml:1: unknown key 'gpu' in columns; did you mean 'gpus'?"
    ),
    (
      "columns: {submit: Queued At, run: Took, gpus: Cards}\nunits: {run: weeks}",
      "c.yaml:2: units.run can not be 'weeks'; the choices are us, ms, s, min, h, d"
    ),
    (
      "columns: {submit: Queued At, run: Lasted, gpus: Cards}",
      "table.csv:1: there is no column \"Lasted\", which c.yaml names; the columns of the "
        + "table are Task, Queued At, Took, Wish, Owner, Cards, Mem, Outcome, Nix; write its name "
        + "into c.yaml"
    ),
    (
      "columns: {submit: Queued At, run: Took, gpus: Cards}\ntimes: calendar",
      "table.csv:2: column Queued At is not a time: \"1600000000500\"; write it as "
        + "2017-10-09 07:01:55"
    ),
  ])
  func wrongColumnFilesAreErrors(_ columns: String, _ message: String) throws {
    let folder = try TemporaryFolder()
    var reading = TraceReading()
    reading.columnFile = try folder.write("c.yaml", columns)
    let path = try folder.write("table.csv", Self.table)
    let error = errorText { () throws(InputError) in try Trace.read(path: path, reading: reading) }
    #expect(error.replacing(folder.path + "/", with: "") == message)
    #expect(
      try failure("a\n1\n", named: "t", format: "columns")
        == "t: nothing says what the columns of the table mean; give --columns FILE; "
        + "docs/traces.md shows one"
    )
  }

  /// Programs separate cells as they like.
  @Test(arguments: [";", "\t", "|"])
  func cellsMayBeSeparatedOtherwise(_ separator: String) throws {
    let trace = try trace(Self.table.replacing(",", with: separator), columns: Self.columns)
    #expect(trace.rows.map(\.gpus) == [2, 4])
    #expect(trace.rows.map { trace.texts[$0.user] } == ["kim", "lee"])
  }

  @Test func columnsThatTheTableHasNotAreTold() throws {
    let trace = try trace(Self.table, columns: Self.columns.replacing("Owner", with: "Ownr"))
    #expect(
      trace.remarks.contains("The table has not all columns that --columns names: Ownr.")
    )
  }

  @Test func quotedCellsMayHoldLineEnds() throws {
    let table = Self.table.replacing("ok,x", with: "ok,\"x\ny, \"\"z\"\"\n\n\"")
    #expect(try trace(table, columns: Self.columns).rows.map(\.gpus) == [2, 4])
    let named = Self.table.replacing("kim", with: "\"kim\nlee\"")
    let folder = try TemporaryFolder()
    var reading = TraceReading()
    reading.columnFile = try folder.write("c.yaml", Self.columns)
    for (text, message) in [
      (named, "table.csv:2: column Owner has a line end in a name"),
      (Self.table + "\"d,1\n", "table.csv:5: a quoted cell does not end; close the quote"),
    ] {
      let path = try folder.write("table.csv", text)
      let error = errorText { () throws(InputError) in try Trace.read(path: path, reading: reading)
      }
      #expect(error.replacing(folder.path + "/", with: "").hasPrefix(message))
    }
  }

  @Test func aCutLastRowIsTold() throws {
    for cut in 1...20 {
      let trace = try trace(
        String(Self.table.dropLast(cut)).replacing("0.25", with: "8"),
        columns: Self.columns.replacing(", state: Outcome", with: "")
      )
      let isCut = trace.cleaning.dropped["cut_row"] == 1
      #expect(isCut || trace.rows.count == 3)
      #expect(isCut == (cut > 2))
    }
  }

  /// Jobs that still ran, and of which nothing says how long, ran until the log ended.
  @Test(arguments: [
    (RunningAtExport.elapsed, [36_000, 21_600, 7_200], 0), (.limit, [36_000, 50_000, 7_200], 0),
    (.drop, [36_000], 3),
  ])
  func whatStillRuns(_ rule: RunningAtExport, _ seconds: [Int64], dropped: Int) throws {
    let folder = try TemporaryFolder()
    var reading = TraceReading()
    reading.running = rule
    reading.columnFile = try folder.write(
      "c.yaml",
      "columns: {submit: S, start: B, end: E, gpus: G, state: T, limit: L}\n"
    )
    let table = """
      S,B,E,G,T,L
      0,0,36000,4,done,
      0,14400,,8,RUNNING,50000
      0,28800,,2,RUNNING,
      0,36000,,1,RUNNING,

      """
    let trace = try Trace.read(path: try folder.write("t.csv", table), reading: reading)
    #expect(trace.rows.map { $0.run.milliseconds / 1_000 } == seconds)
    #expect(trace.cleaning.dropped["still_running", default: 0] == dropped)
    #expect(trace.cleaning.altered["still_running", default: 0] == seconds.count - 1)
    // It started when the log ended.
    #expect(trace.cleaning.dropped["run_not_positive", default: 0] == (dropped == 0 ? 1 : 0))
  }
}
