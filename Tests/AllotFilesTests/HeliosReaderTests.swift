import Allot
import AllotFiles
import Testing

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
    #expect(trace.texts[trace.rows[1].models] == "V100")
    #expect(trace.rows[2].submit == SimTime(milliseconds: 5_842_001))
    #expect(trace.rows[2].limit == nil)
    #expect(trace.rows[2].ending == .limit)
    #expect(trace.epoch == nil)
  }

  @Test(arguments: [
    (
      "1,x,1,1",
      "column submit_time is not a time: \"x\"; write a number of which 1000000 are a second"
    ),
    ("1,-1,1,1", "column submit_time is negative: \"-1\"; write zero or more"),
    ("1,0,x,1", "column num_chips is not a whole number: \"x\"; write digits only"),
  ])
  func malformedIsAnError(_ row: String, _ message: String) throws {
    let text = "job_id,submit_time,num_chips,duration_s\n\(row)\n"
    #expect(try failure(text, named: "h.csv") == "h.csv:2: \(message)")
  }

  @Test func partsOfDevicesAndUnknownRunsAreLeftOut() throws {
    let text = "job_id,submit_time,num_chips,duration_s\n1,0,1.5,10\n2,0,1,\n3,0,1,1\n"
    let trace = try read(text)
    #expect(trace.rows.count == 1)
    #expect(trace.cleaning.dropped == ["part_of_device": 1, "start_not_known": 1])
    #expect(trace.cleaning.droppedWork["part_of_device"] == 15_000)
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
