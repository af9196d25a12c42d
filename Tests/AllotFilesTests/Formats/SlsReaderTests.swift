import Allot
import AllotFiles
import Testing

@Suite struct SlsReaderTests {
  @Test func containersAreJobs() throws {
    let trace = try read(Samples.sls)
    let names = trace.rows.map { row in
      if case .text(let id) = row.name { trace.texts[id] } else { "a number" }
    }
    #expect(names == ["job_1/1", "job_1/2", "job_1/3", "2/1", "2/2"])
    #expect(trace.rows.map(\.submit.milliseconds) == [6_664, 7_000, 7_000, 9_000, 9_000])
    #expect(trace.rows.map(\.run.milliseconds) == [17_043, 1_000, 1_000, 500, 500])
    #expect(trace.rows.map(\.cores) == [1, 4, 4, 1, 1])
    #expect(trace.rows.map(\.memory) == [1_024, 2_048, 2_048, 1_024, 1_024])
    #expect(trace.rows.map(\.gpus) == [0, 1, 1, 0, 0])
    #expect(trace.rows.map(\.start?.milliseconds) == [6_664, 7_000, 7_000, nil, nil])
    // What is said behind the containers is of the whole job.
    #expect(trace.rows[..<3].allSatisfy { trace.texts[$0.user] == "ann" })
    #expect(trace.texts[trace.rows[0].queue] == "prod")
    #expect(trace.texts[trace.rows[0].jobClass] == "map")
    #expect(trace.texts[trace.rows[0].nodes] == "/r/n1")
    #expect(
      trace.remarks == [
        "3 containers do not say their size; they have what the simulator gives them, 1 core and "
          + "1024 MiB."
      ]
    )
  }

  @Test(arguments: [
    (
      "{\"job.tasks\": [{\"container.start.ms\": 1}]}",
      "1: job.tasks[0] does not say how long it runs; give container.start.ms and "
        + "container.end.ms, or duration.ms"
    ),
    (
      "{\"job.tasks\": [{\"duration.ms\": 1, \"count\": 2000000}]}",
      "1: job.tasks[0] makes the log one of more than 1000000 containers by counts; look at "
        + "\"count\" and \"job.count\"; read a larger log in parts"
    ),
    (
      "{\"job.count\": 2000000,\n\"job.tasks\": [{\"duration.ms\": 1}]}",
      "2: job.tasks[0] makes the log one of more than 1000000 containers by counts; look at "
        + "\"count\" and \"job.count\"; read a larger log in parts"
    ),
    (
      "{\"job.tasks\": {}}", "1: job.tasks is an object; a list is wanted there"
    ),
    (
      "{\"job.tasks\": [{\"container.start.ms\": \"soon\"}]}",
      "1: job.tasks[0].container.start.ms is a text; a number is wanted there"
    ),
  ])
  func brokenContainersAreErrors(_ text: String, _ message: String) throws {
    #expect(try failure(text, named: "s.json") == "s.json:\(message)")
  }
}
