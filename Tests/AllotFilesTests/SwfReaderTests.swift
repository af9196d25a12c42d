import Allot
import AllotFiles
import Testing

@Suite struct SwfReaderTests {
  private static let header = """
    ; Version: 2.2
    ; UnixStartTime: 843480031
    ; MaxNodes: 100 (batch partition; 512 total)
    ; MaxProcs: 100

    """

  private static func line(
    _ number: Int = 1,
    submit: String = "0",
    run: String = "10",
    allocated: String = "4",
    processors: String = "-1",
    limit: String = "60",
    memory: String = "-1",
    status: String = "1"
  ) -> String {
    "\(number) \(submit) -5 \(run) \(allocated) 1.50 -1 \(processors) \(limit) \(memory)"
      + " \(status) 7 3 12 2 1 -1 -1\n"
  }

  /// What ends within a row without a line end is cut there.
  @Test func aCutLastLineIsTold() throws {
    let whole = Self.line() + Self.line(2)
    for cut in [10, 20, 40] {
      let trace = try read(String(whole.dropLast(cut)))
      #expect(trace.rows.count == 1)
      #expect(trace.cleaning.dropped == ["cut_row": 1])
      #expect(trace.remarks.contains { $0.hasPrefix("The file ends within the row of line 2:") })
    }
    #expect(try read(String(whole.dropLast())).rows.count == 2)
    #expect(try failure(String(Self.line().dropLast(10)), named: "a", format: "swf") != "no error")
  }

  @Test func readsHeaderAndFields() throws {
    let trace = try read(
      Self.header + Self.line(run: "10.9") + Self.line(2, submit: "5.25", processors: "8")
    )
    #expect(trace.format == "swf")
    #expect(trace.epoch == 843_480_031)
    #expect(trace.processors == 100)
    #expect(trace.remarks.isEmpty)
    #expect(trace.cleaning == Cleaning())
    let row = trace.rows[0]
    #expect(row.name == .number(1))
    #expect(row.run == SimDuration(milliseconds: 10_900))
    #expect(row.limit == SimDuration(seconds: 60))
    #expect(row.gpus == 4)
    #expect(trace.texts[row.user] == "7")
    #expect(trace.texts[row.group] == "3")
    #expect(trace.texts[row.queue] == "2")
    #expect(row.project == TextTable.none)
    #expect(row.ending == .completed)
    #expect(trace.rows[1].gpus == 8)
    #expect(trace.rows[1].submit == SimTime(milliseconds: 5_250))
  }

  @Test func nodesAreNoProcessors() throws {
    let trace = try read("; MaxNodes: 256\n" + Self.line(processors: "300"))
    #expect(trace.processors == nil)
    #expect(trace.nodes == 256)
    #expect(trace.rows.count == 1)
    #expect(try read("; MaxProcs: -1\n; MaxNodes: 256\n" + Self.line()).processors == nil)
    #expect(try read("; MaxProcs: 512\n; MaxNodes: 256\n" + Self.line()).processors == 512)
    #expect(try read(Self.line()).processors == nil)
    #expect(try read(Self.line() + "; MaxProcs: 1\n").processors == nil)
  }

  @Test func timesHaveMilliseconds() throws {
    let trace = try read(
      Self.line(submit: "0.5", run: "0.9", limit: "2.25") + Self.line(2, submit: "1", run: "1.9996")
    )
    #expect(trace.rows.map(\.submit.milliseconds) == [500, 1_000])
    #expect(trace.rows.map(\.run.milliseconds) == [900, 1_999])
    #expect(trace.rows.map(\.limit?.milliseconds) == [2_250, 60_000])
    #expect(
      trace.remarks == [
        "1 line has times with more than three decimals; they are cut to milliseconds."
      ]
    )
  }

  @Test(arguments: ["DAG-1 7", "{1,2} a|b", "-1 -1", "\t7", String(repeating: "x ", count: 9_000)])
  func furtherFieldsAreLeftAside(_ rest: String) throws {
    let line = Self.line().dropLast()
    let trace = try read("\(line) \(rest)\n" + Self.line(2))
    #expect(trace.rows.count == 2)
    #expect(trace.rows[0].run == trace.rows[1].run)
    #expect(
      trace.remarks == [
        "1 line has more than the 18 fields of the format; the further ones are left aside."
      ]
    )
  }

  @Test func oddHeaderIsRemarked() throws {
    let trace = try read("; MaxProcs: 1,152\n" + Self.line())
    #expect(trace.processors == nil)
    #expect(
      trace.remarks == ["The header's MaxProcs is not a number and is ignored: \"1,152\"."]
    )
  }

  @Test(arguments: ["\r\n", "\n"])
  func lineEndsAreTolerated(_ end: String) throws {
    let text = (Self.header + Self.line() + "\n" + Self.line(2)).replacing("\n", with: end)
    #expect(try read(text).rows.count == 2)
    #expect(try read(String(text.dropLast())).rows.count == 2)
    #expect(try read("\u{FEFF}" + text).rows.count == 2)
  }

  @Test func dropsByReason() throws {
    let trace = try read(
      Self.header + Self.line() + Self.line(2, allocated: "-1") + Self.line(3, processors: "101")
        + Self.line(4, run: "-1") + Self.line(5, run: "0.0007") + Self.line(6, status: "2")
        + Self.line(6, status: "3") + Self.line(6, status: "4") + Self.line(7, run: "-9")
        + Self.line(8, submit: "-1")
    )
    // Whether a job is too large depends on the machine of the replay.
    #expect(trace.rows.map(\.gpus) == [4, 101])
    #expect(
      trace.cleaning.dropped == [
        "processors_not_positive": 1, "run_not_positive": 3,
        "partial_execution_record": 3, "submit_not_known": 1,
      ]
    )
  }

  @Test(arguments: [
    ("0", Job.Ending.failed), ("1", .completed), ("5", .cancelled), ("-1", .completed),
  ])
  func statusIsTheEnding(_ status: String, _ ending: Job.Ending) throws {
    #expect(try read(Self.line(status: status)).rows[0].ending == ending)
  }

  @Test(arguments: ["-1", "0"])
  func missingRequestIsNoLimit(_ limit: String) throws {
    #expect(try read(Self.line(limit: limit)).rows[0].limit == nil)
  }

  @Test func memoryIsOfTheGang() throws {
    #expect(try read(Self.line(memory: "409600")).rows[0].memory == 1_600)
    #expect(try read(Self.line(memory: "1")).rows[0].memory == 1)
    let huge = try read(Self.line(memory: "99999999999999999"))
    #expect(huge.rows[0].memory == 0)
    #expect(huge.cleaning.altered == ["memory_out_of_range": 1])
  }

  @Test func sortsStablyAndSaysSo() throws {
    let trace = try read(
      Self.line(1, submit: "5") + Self.line(2, submit: "3") + Self.line(3, submit: "5")
        + Self.line(4, submit: "3")
    )
    #expect(trace.rows.map(\.name) == [.number(2), .number(4), .number(1), .number(3)])
    #expect(
      trace.remarks == ["2 of 4 rows were not in order of submit; they are sorted stably."]
    )
  }

  @Test func largeIdsAreTexts() throws {
    let line = "1 0 0 1 1 -1 -1 1 1 -1 1 99999999 70000 -1 99999999 -1 -1 -1\n"
    let trace = try read(line + line.replacing("1 0 0", with: "2 0 0"))
    #expect(trace.texts[trace.rows[0].user] == "99999999")
    #expect(trace.rows[0].user == trace.rows[1].user)
    #expect(trace.rows[0].user == trace.rows[0].queue)
    #expect(trace.texts[trace.rows[1].group] == "70000")
  }

  private static let unknown = "write a number, or -1 where it is not known"
  private static let errors: [(String, String)] = [
    (line(run: "abc"), "field 4 (run time) is not a number: \"abc\"; \(unknown)"),
    (line(run: "1.2.3"), "field 4 (run time) is not a number: \"1.2.3\"; \(unknown)"),
    (line(run: "-"), "field 4 (run time) is not a number: \"-\"; \(unknown)"),
    (line(run: "1e3"), "field 4 (run time) is not a number: \"1e3\"; \(unknown)"),
    (
      line(run: "99999999999999999999"),
      "field 4 (run time) is too large: \"99999999999999999999\"; \(unknown)"
    ),
    (
      line(run: "1000000000001"),
      "field 4 (run time) is too large: \"1000000000001\"; "
        + "times are in seconds, at most 1000000000000"
    ),
    (
      line(submit: "1000000000001"),
      "field 2 (submit time) is too large: \"1000000000001\"; "
        + "times are in seconds, at most 1000000000000"
    ),
    (
      line(submit: "-5"),
      "field 2 (submit time) is negative: \"-5\"; times count from the start of the log"
    ),
    (
      line(allocated: "-2"),
      "field 5 (allocated processors) is negative: \"-2\"; write -1 where it is not known"
    ),
    (
      line(processors: "-3"),
      "field 8 (requested processors) is negative: \"-3\"; write -1 where it is not known"
    ),
    (
      line(limit: "-60"),
      "field 9 (requested time) is negative: \"-60\"; write -1 where it is not known"
    ),
    (
      line(processors: "2147483648"),
      "field 8 (requested processors) is too large: \"2147483648\"; the largest count is 2147483647"
    ),
    (
      "8 0 0 1 1 -1 -1 1 1 -1\n",
      "10 fields where the format has 18; field 11 (status) is missing; "
        + "write -1 for every field that is not known"
    ),
  ]

  @Test(arguments: errors)
  func malformedIsAnError(_ line: String, _ message: String) throws {
    let text = Self.header + Self.line(70) + "\n" + line
    #expect(try failure(text, named: "bad.swf") == "bad.swf:7: \(message)")
    #expect(try failure(text.replacing("\n", with: "\r\n"), named: "b") == "b:7: \(message)")
  }

  @Test func duplicateNamesAreAnError() throws {
    #expect(
      try failure(Self.line(4) + Self.line(3) + Self.line(4), named: "bad.swf")
        == "bad.swf:3: job \"4\" is already on line 1; give each job a name of its own"
    )
    #expect(try read(Self.line(4) + Self.line(3)).rows.count == 2)
  }

  @Test func nothingUsableIsAnError() throws {
    let remedy = "a trace needs at least one job that started, ended and asked for something"
    #expect(
      try failure(Self.header, named: "a.swf")
        == "a.swf: no usable job: the file has no job; \(remedy)"
    )
    #expect(
      try failure(
        Self.line(run: "0") + Self.line(2, run: "0") + Self.line(3, allocated: "0"),
        named: "a.swf"
      )
        == "a.swf: no usable job: dropped 1 processors_not_positive, 2 run_not_positive; \(remedy)"
    )
  }
}
