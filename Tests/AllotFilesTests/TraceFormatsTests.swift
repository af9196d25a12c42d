import AllotFiles
import Testing

@Suite struct TraceFormatsTests {
  @Test func formatsAreKnownByName() {
    #expect(
      TraceFormats.names == [
        "swf", "sacct", "csv", "philly", "helios", "helios-original", "acme", "openb", "eagle",
        "batsim", "sacct-json", "philly-original", "sls", "columns",
      ]
    )
  }

  @Test(arguments: Samples.all)
  func contentShowsTheFormat(_ sample: Samples.Sample) throws {
    let trace = try read(sample.text)
    #expect(trace.format == sample.format)
    #expect(trace.missingLimit == (sample.format == "swf" ? .drop : .run))
    #expect(try read(sample.text, format: sample.format).rows == trace.rows)
    #expect(try read("\u{FEFF}" + sample.text).rows == trace.rows)
    #expect(try read("\n\n" + sample.text.replacing("\n", with: "\r\n")).rows == trace.rows)
    #expect(try read(String(sample.text.dropLast())).rows == trace.rows)
  }

  @Test func unknownNamesListTheKnownOnes() throws {
    #expect(
      try failure("x", named: "a", format: "pbs")
        == "a: the format \"pbs\" is not known; use one of "
        + TraceFormats.names.joined(separator: ", ")
    )
  }

  @Test(arguments: ["hello\n", "a,b,c\n1,2,3\n", "\n\n", "# only a comment\n"])
  func unknownContentTellsWhatIsExpected(_ text: String) throws {
    let message = try failure(text, named: "a")
    #expect(
      message.hasPrefix(
        "a: the content is of no known trace format; expected "
          + "swf: lines of 18 numbers after comments that begin with \";\"; "
          + "sacct: the output of sacct -P, a header line with JobID|User|Account|…; "
          + "csv: a header line with job,submit_seconds,run_seconds,gpus; "
          + "philly: a header line with timestamp,duration,num_gpus; "
      )
    )
    #expect(
      message.hasSuffix("columns: any table, with --columns FILE, which says what its columns mean")
    )
  }

  @Test(arguments: [
    (
      "{\"nb_res\": 4, \"jobs\": [{\"id\": 1, \"subtime\": 0, \"res\": 1}]}",
      "a: the JSON is of no known format; it is nearest to batsim, but it has no "
        + "\"jobs[].profile\"; batsim is JSON with jobs[].subtime, jobs[].res and jobs[].profile; "
        + "the members of the file: nb_res, jobs, jobs[].id, jobs[].subtime, jobs[].res"
    ),
    (
      "[{\"jobid\": \"a\", \"submitted\": 1}]",
      "a: the JSON is of no known format; it is nearest to philly-original, but it has no "
        + "\"[].submitted_time\"; philly-original is JSON with [].jobid, [].submitted_time and "
        + "[].attempts; the members of the file: [].jobid, [].submitted"
    ),
  ])
  func unknownJsonTellsTheNearestFormat(_ text: String, _ message: String) throws {
    #expect(try failure(text, named: "a") == message)
  }

  @Test func otherJsonTellsWhatIsExpected() throws {
    let none = try failure("{\"nodes\": []}", named: "a")
    #expect(
      none.hasPrefix("a: the JSON is of no known format; its members: nodes; expected batsim: ")
    )
    #expect(
      try failure("{\"jobs\": [{\"id\" 1}]}", named: "a")
        == "a:1: not valid JSON, in jobs[0].id: a colon behind the key is missing; export it "
        + "again, or mend it by hand"
    )
  }

  @Test func nearestTableIsNamed() throws {
    let header = "job_id,user,gpu_num,cpu_num,type,state,submit_time,start_time,duration\n"
    #expect(
      try failure(header, named: "a")
        == "a:1: the table is of no known format; it is nearest to helios-original, but it "
        + "has no column \"vc\"; name it in the header line; the columns of helios-original are "
        + "job_id, submit_time, duration, gpu_num, vc, start_time; or say with --columns FILE "
        + "what its columns mean"
    )
  }

  @Test func zerosAreNoText() throws {
    let message =
      "a: the content is binary, or text in two bytes for each character: it begins "
      + "with zeros; save it as text in UTF-8"
    for format in [nil, "csv", "swf", "batsim"] {
      #expect(
        try failure([UInt8](repeating: 0, count: 100_000), named: "a", format: format) == message
      )
    }
    let wide: [UInt8] = "job,submit".utf8.flatMap { [$0, UInt8(0)] }
    #expect(try failure(wide, named: "a") == message)
    #expect(try failure(Gzip.compress([UInt8](repeating: 0, count: 9_000)), named: "a") == message)
  }

  /// A line of a million columns is an error of bounded length in every format.
  @Test(arguments: TraceFormats.names)
  func longLinesAreShortErrors(_ format: String) throws {
    for cell in ["x,", "1,", "\"", "[", "{\"a\":", "1 ", "|"] {
      let text = String(repeating: cell, count: 1_000_000)
      #expect(try failure(text, named: "a", format: format).utf8.count < 2_000)
      #expect(try failure(text, named: "a").utf8.count < 3_000)
    }
  }
}
