import Allot
import AllotFiles
import Testing

@Suite struct SacctJsonReaderTests {
  @Test func olderAndNewerNumbersMeanTheSame() throws {
    let trace = try read(Samples.sacctJson)
    let (first, second) = (trace.rows[0], trace.rows[1])
    #expect(trace.epoch == 1_795_211_160)
    #expect(first.name == .number(17))
    #expect(first.run == SimDuration(seconds: 3_600))
    #expect(first.limit == SimDuration(seconds: 5_400))
    #expect(first.start == SimTime(seconds: 10))
    #expect((first.gpus, first.gpusPerNode, first.cores, first.memory) == (16, 8, 32, 4_096))
    // It was given H100s and asked for any GPU.
    #expect(first.models == TextTable.none)
    #expect(trace.texts[first.user] == "ann")
    #expect(trace.texts[first.project] == "physics")
    #expect(trace.texts[first.qos] == "normal")
    #expect(trace.texts[first.queue] == "main")
    #expect(trace.texts[first.nodes] == "g[1-2]")
    #expect(trace.cleaning.altered == ["submit_from_eligible": 1])
    guard case .text(let id) = second.name else { return #expect(Bool(false)) }
    #expect(trace.texts[id] == "20_3")
    #expect(second.limit == nil)
    #expect(second.ending == .limit)
  }

  @Test(.enabled(if: SharedFiles.areThere, "the folder with the samples is not there"))
  func sampleHasTheJobsOfItsTable() throws {
    let trace = try Trace.read(path: SharedFiles.path("samples/slurm/sacct.json"))
    #expect(trace.format == "sacct-json")
    #expect(trace.rows.count + trace.cleaning.dropped.values.reduce(0, +) == 12)
    #expect(trace.gangs.count == 1)
    #expect(trace.gangs[0].map(\.gpus) == [1, 0])
    #expect(trace.cleaning.altered["still_running"] == 1)
    #expect(trace.cleaning.dropped == ["run_not_positive": 1])
    let table = try Trace.read(path: SharedFiles.path("samples/slurm/sacct-allocations.txt"))
    var compared = 0
    for row in trace.rows {
      guard case .number(let number) = row.name, row.gang == 0 else { continue }
      guard let other = table.rows.first(where: { $0.name == .number(number) }) else { continue }
      // A job that was put back has its last run in the table.
      guard other.run == row.run else { continue }
      compared += 1
      #expect(other.gpus == row.gpus)
      #expect(other.cores == row.cores)
      #expect(other.limit == row.limit)
      #expect(other.ending == row.ending)
      #expect(table.texts[other.user] == trace.texts[row.user])
      #expect(table.texts[other.project] == trace.texts[row.project])
    }
    #expect(compared > 2)
  }

  private static func job(_ time: String, state: String = "[\"COMPLETED\"]", tres: String = "{}")
    -> String
  {
    "{\"jobs\": [{\"job_id\": 1, \"state\": {\"current\": \(state)},\n\"time\": \(time),"
      + " \"tres\": \(tres)}]}"
  }

  @Test(arguments: [
    (
      job("{}", state: "\"RUNING\""),
      "1: jobs[0].state.current is not a state of Slurm: \"RUNING\"; write RUNNING in its place, "
        + "if that is meant"
    ),
    (job("{}"), "2: jobs[0].time has no \"submission\"; every one needs it"),
    (
      job("{\"submission\": 99999999999999}"),
      "2: jobs[0].time.submission is not known"
    ),
    (
      job("{\"submission\": {\"set\": 1, \"number\": 5}}"),
      "2: jobs[0].time.submission.set is a number; true or false is wanted there"
    ),
    (
      job(
        "{\"submission\": 5}",
        tres: "{\"allocated\": [{\"type\": \"cpu\", \"count\": 9999999999}]}"
      ),
      "2: jobs[0].tres.allocated[0] has a number that is too large; look at its tres"
    ),
    (
      job("{\"submission\": 5}").replacing(", \"tres\": {}", with: ""),
      "2: jobs[0] has no \"tres\"; every one needs it"
    ),
  ])
  func brokenRecordsAreErrors(_ text: String, _ message: String) throws {
    let found = try failure(text, named: "s.json")
    // A number beyond all times is one that is not known: the job can not be placed.
    if message.hasSuffix("is not known") {
      #expect(found.contains("1 submit_not_known"))
    } else {
      #expect(found == "s.json:\(message)")
    }
  }
}
