import Allot
import AllotFiles
import Testing

/// Inputs at which readers once stopped the program, or gave other jobs than the file has.
@Suite struct HostileInputTests {
  /// Where a format wants an object or a list, null is none, and not one that ends.
  @Test(arguments: ["batsim", "sacct-json", "philly-original", "sls"])
  func nothingIsNoObject(format: String) throws {
    for text in [
      "null", "null}", "null]", "[null]", "{\"jobs\": null}", "{\"jobs\": [null]}",
      "{\"jobs\": [null}]", "null\"jobs\": []}", "{\"profiles\": null, \"jobs\": []}",
      "{\"profiles\": {\"a\": null}, \"jobs\": []}", "[{\"attempts\": [null]}]",
      "{\"jobs\": [{\"time\": null, \"state\": null, \"tres\": null, \"job_id\": null}]}",
    ] {
      #expect(try failure(text, named: "a", format: format) != "none", "\(text)")
    }
  }

  private func roundTrip(_ trace: Trace) throws -> Trace {
    try read(String(decoding: TraceWriter.csv(trace), as: UTF8.self), format: "csv")
  }

  @Test func carriageReturnInACommentThatIsWrittenAgain() throws {
    let header = "job,submit_seconds,run_seconds,gpus\n1,0,5,1\n"
    #expect(
      try failure("# synthetic: a\rb\n" + header, named: "a")
        == "a:1: the comment synthetic has a carriage return in it; end lines with line feeds, or "
        + "carriage returns and line feeds"
    )
    #expect(try read("# synthetic: ab\r\n" + header).synthetic == "ab")
  }

  @Test func workOfARunningGangIsBeyondAllNumbers() throws {
    let row = "RUNNING|1795211150|1795211150|Unknown|900000000000|gres/gpu=1073741823\n"
    let trace = try read(
      "JobID|State|Submit|Start|End|ElapsedRaw|AllocTRES\n1+0|\(row)1+1|\(row)"
    )
    #expect(trace.rows.map(\.gpus) == [2_147_483_646])
    #expect(trace.cleaning.alteredWork["still_running"] == .max)
  }

  @Test(arguments: [(1, "submit"), (3, "run")])
  func timeBelowAllNumbersIsNoOther(_ field: Int, _ word: String) throws {
    var fields = "1 0 0 5 1 -1 -1 1 9 -1 1 1 1 1 1 1 -1 -1".split(separator: " ").map(String.init)
    // Its milliseconds, cut to 64 bits, are 616.
    fields[field] = "-18446744073709551"
    let message = try failure(fields.joined(separator: " ") + "\n", named: "a", format: "swf")
    #expect(message.contains(word) && message.contains("is too large"))
  }

  @Test func machineOfMoreProcessorsThanCanBe() throws {
    let row = "1 0 0 5 1 -1 -1 1 9 -1 1 1 1 1 1 1 -1 -1\n"
    let trace = try read("; MaxProcs: 2147483648\n" + row)
    #expect(trace.processors == nil)
    #expect(trace.remarks.count == 1)
    #expect(try roundTrip(try read("; MaxProcs: 2147483647\n" + row)).processors == 2_147_483_647)
  }

  @Test func startBeforeTheFirstSubmitComesBack() throws {
    let trace = try read(
      "JobID|State|Submit|Start|End|ElapsedRaw|AllocTRES\n"
        + "1|COMPLETED|1795211150|1795211100|1795211200|100|cpu=3\n"
    )
    #expect(trace.rows.map(\.start) == [SimTime(milliseconds: -50_000)])
    #expect(try roundTrip(trace).rows == trace.rows)
  }

  @Test(arguments: [3, 4, 60_000])
  func attemptsOfAllTime(_ count: Int) throws {
    let attempt =
      "{\"start_time\": \"1980-01-02 00:00:00\", \"end_time\": \"9999-01-01 00:00:00\", "
      + "\"detail\": [{\"ip\": \"m\", \"gpus\": [\"a\"]}]}"
    let attempts = repeatElement(attempt, count: count).joined(separator: ",")
    let text =
      "[{\"status\": \"Pass\", \"vc\": \"a\", \"jobid\": \"x\", \"user\": \"u\", "
      + "\"submitted_time\": \"2017-10-09 07:01:55\", \"attempts\": [\(attempts)]}]"
    if count < 4 {
      #expect(try roundTrip(try read(text)).rows.count == 1)
    } else {
      #expect(
        try failure(text, named: "a").hasSuffix(
          "ran for more than 1000000000000 seconds; look at the times of its attempts"
        )
      )
    }
  }

  @Test func countsOfManyJobsAreOneBomb() throws {
    let job = "{\"job.count\": 600000, \"job.tasks\": [{\"duration.ms\": 0}]}\n"
    #expect(
      try failure(job + job, named: "a")
        == "a:2: job.tasks[0] makes the log one of more than 1000000 containers by counts; look at "
        + "\"count\" and \"job.count\"; read a larger log in parts"
    )
  }

  @Test func limitInJsonBeyondAllNumbers() throws {
    let text = { (limit: Int64) in
      "{\"jobs\": [{\"job_id\": 1, \"time\": {\"submission\": 1795211150, \"start\": 1795211150, "
        + "\"end\": 1795211250, \"elapsed\": 100, \"limit\": \(limit)}, \"state\": {\"current\": "
        + "\"COMPLETED\"}, \"tres\": {\"allocated\": [{\"type\": \"cpu\", \"count\": 3}]}}]}"
    }
    let trace = try read(text(16_666_666_666))
    #expect(try roundTrip(trace).rows == trace.rows)
    #expect(
      try failure(text(16_666_666_667), named: "a")
        == "a:1: jobs[0].time.limit is too large: \"16666666667\"; limits are in minutes"
    )
  }

  /// An escape may name a character that stands for a byte that is no text.
  @Test func escapesOfPrivateCharactersComeBack() throws {
    let trace = try read(
      "{\"job.id\": \"a\", \"job.user\": \"x\\udbff\\udf80\", \"job.tasks\": [{\"duration.ms\": "
        + "5}]}"
    )
    let copy = try roundTrip(trace)
    #expect(copy.texts[copy.rows[0].user].utf8.elementsEqual(trace.texts[trace.rows[0].user].utf8))
  }

  /// Small logs, too, may end in the zeros that a crash leaves.
  @Test func zerosBehindASmallLog() throws {
    let log =
      "JobID|State|Submit|Start|End|ElapsedRaw|AllocTRES\n"
      + "1|COMPLETED|1795211150|1795211160|1795211260|100|cpu=3\n"
    let trace = try read(log)
    #expect(try read(log + "\0\0\0\0").rows == trace.rows)
  }

  @Test func separatorsThatNoTextCanHold() throws {
    let message = try failure(
      "JobID|State|Submit|Start|End|ElapsedRaw|AllocTRES\n"
        + "1|COMPLETED|1795211150|1795211160|1795211260|100|cpu=3"
        + String(repeating: "|1", count: 1_000) + "\n",
      named: "a"
    )
    #expect(message.contains("no way to cut it makes sense of every column"))
  }

  @Test func columnsThatAreNotUsedAreNamedInOneLine() throws {
    let names = (1...100_000).map { "c\($0)" }.joined(separator: "|")
    let trace = try read(
      "JobID|State|Submit|Start|End|ElapsedRaw|AllocTRES|\(names)\n"
        + "1|COMPLETED|1795211150|1795211160|1795211260|100|cpu=3|\(names)\n"
    )
    #expect(trace.remarks.allSatisfy { $0.utf8.count < 1_000 })
  }
}
