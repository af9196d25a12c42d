import AllotFiles
import Testing

@Suite struct TraceFormatsTests {
  @Test func formatsAreKnownByName() {
    #expect(TraceFormats.names == ["swf", "sacct", "csv", "philly", "helios"])
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
        == "a: the format \"pbs\" is not known; use one of swf, sacct, csv, philly, helios"
    )
  }

  @Test(arguments: ["hello\n", "a,b,c\n1,2,3\n", "\n\n", "# only a comment\n", "{\"jobs\": []}"])
  func unknownContentTellsWhatIsExpected(_ text: String) throws {
    #expect(
      try failure(text, named: "a")
        == "a: the content is of no known trace format; expected "
        + "swf: lines of 18 numbers after comments that begin with \";\"; "
        + "sacct: the output of sacct -P, a header line with JobID|User|Account|…; "
        + "csv: a header line with job,submit_seconds,run_seconds,gpus; "
        + "philly: a header line with timestamp,duration,num_gpus,cluster; "
        + "helios: a header line with job_id,submit_time,num_chips,duration_s"
    )
  }
}
