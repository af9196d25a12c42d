import Allot
import AllotFiles
import Testing

@Suite struct PhillyReaderTests {
  @Test func readsAndSorts() throws {
    let trace = try read(Samples.philly)
    #expect(trace.epoch == 1_506_671_912)
    #expect(trace.rows.map(\.name) == [.number(2), .number(3), .number(1)])
    #expect(
      trace.rows.map(\.submit) == [
        .zero, SimTime(seconds: 857_671), SimTime(seconds: 860_603),
      ]
    )
    #expect(trace.rows[1].run == SimDuration(milliseconds: 2_951_250))
    #expect(trace.rows[0].gpus == 8)
    #expect(trace.texts[trace.rows[0].virtualCluster] == "6c71a0")
    #expect(trace.rows.allSatisfy { $0.limit == nil })
    #expect(
      trace.remarks == [
        "Times without a zone are read as UTC; name the zone with --zone, such as --zone "
          + "Asia/Seoul.",
        "Columns that are not used: gpu_time.",
        "2 of 3 rows were not in order of submit; they are sorted stably.",
      ]
    )
  }

  @Test func malformedIsAnError() throws {
    let remedy = "write it as 2017-10-09 07:01:55"
    for time in ["2017-13-09 07:01:55", "2017-02-29 07:01:55", "2017-02-09 24:01:55", "soon"] {
      #expect(
        try failure("timestamp,duration,num_gpus\n\(time),1,1\n", named: "p.csv")
          == "p.csv:2: column timestamp is not a time: \"\(time)\"; \(remedy)"
      )
    }
    #expect(
      try failure("timestamp,num_gpus\n", named: "p.csv", format: "philly")
        == "p.csv:1: the column \"duration\" is missing; name it in the header line"
    )
  }

  @Test(.enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"))
  func realLog() throws {
    let trace = try Trace.read(path: SharedFiles.path("traces/ai/philly/philly_sia.csv.gz"))
    #expect(trace.format == "philly")
    #expect(trace.rows.count == 82_247)
    #expect(trace.rows[0].submit == .zero)
    #expect(trace.epoch == 1_504_521_041)
    #expect(trace.cleaning == Cleaning())
    #expect(trace.rows.count { $0.gpus == 1 } == 76_627)
    #expect(trace.remarks.count == 3)
  }
}
