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
      trace.remarks == ["2 of 3 rows were not in order of submit; they are sorted stably."]
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
      try failure("timestamp,num_gpus\n", named: "p.csv")
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
    #expect(trace.remarks.count == 1)
  }
}

@Suite struct HeliosReaderTests {
  @Test func readsEveryColumn() throws {
    let trace = try read(Samples.helios)
    let row = trace.rows[0]
    #expect(row.name == .number(765_563))
    #expect(row.submit == SimTime(seconds: 5_835))
    #expect(row.run == SimDuration(seconds: 24))
    #expect(row.limit == SimDuration(seconds: 24))
    #expect(row.gpus == 128)
    #expect(row.ending == .cancelled)
    #expect(trace.texts[row.user] == "uH3om")
    #expect(trace.texts[row.virtualCluster] == "vcvGl")
    #expect(trace.texts[row.jobClass] == "finetune")
    #expect(row.tenant == TextTable.none)
    #expect(trace.rows.map(\.gpusPerNode) == [8, 0, 0])
    #expect(trace.texts[trace.rows[1].model] == "V100")
    #expect(trace.rows[2].submit == SimTime(milliseconds: 5_842_001))
    #expect(trace.rows[2].limit == nil)
    #expect(trace.rows[2].ending == .limit)
    #expect(trace.epoch == nil)
  }

  @Test(arguments: [
    ("1,x,1,1", "column submit_time is not a whole number: \"x\"; write whole microseconds"),
    ("1,-1,1,1", "column submit_time is negative: \"-1\"; write zero or more"),
    (
      "1,0,1.5,1",
      "column num_chips is a fraction: \"1.5\"; whole devices only: a job holds all of each"
    ),
    ("1,0,1,", "column duration_s is empty; every row needs it"),
  ])
  func malformedIsAnError(_ row: String, _ message: String) throws {
    let text = "job_id,submit_time,num_chips,duration_s\n\(row)\n"
    #expect(try failure(text, named: "h.csv") == "h.csv:2: \(message)")
  }

  @Test(.enabled(if: SharedFiles.areThere, "the folder with the real logs is not there"))
  func realLog() throws {
    let trace = try Trace.read(
      path: SharedFiles.path("traces/ai/helios/venus_2vc_sept2020.csv.gz")
    )
    #expect(trace.format == "helios")
    #expect(trace.rows.count == 1_867)
    #expect(trace.rows.count { $0.ending == .cancelled } == 589)
    #expect(trace.rows.count { $0.ending == .completed } == 786)
    #expect(trace.rows.count { $0.ending == .failed } == 492)
    #expect(trace.rows[0].submit == SimTime(seconds: 5_835))
    #expect(trace.cleaning == Cleaning())
    #expect(trace.remarks.isEmpty)
  }
}
