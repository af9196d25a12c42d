import Allot
import AllotFiles
import Testing

@Suite struct BatsimReaderTests {
  @Test func readsJobsAndProfiles() throws {
    let trace = try read(Samples.batsim)
    #expect(trace.processors == 8)
    #expect(trace.countsProcessors)
    #expect(trace.epoch == nil)
    #expect(trace.rows.map(\.submit.milliseconds) == [0, 10_500, 20_000])
    #expect(trace.rows.map(\.run.milliseconds) == [100_250, 50_000, 50_000])
    #expect(trace.rows.map(\.limit?.milliseconds) == [200_000, nil, nil])
    #expect(trace.rows.map(\.gpus) == [8, 4, 8])
    #expect(trace.rows.map(\.ending) == [.completed, .failed, .failed])
    #expect(trace.rows[0].name == .number(1))
    #expect(trace.rows[2].name == .number(3))
    guard case .text(let id) = trace.rows[1].name else { return #expect(Bool(false)) }
    #expect(trace.texts[id] == "w0!2")
    #expect(trace.texts[trace.rows[1].user] == "a/b")
  }

  private static func file(_ job: String, profiles: String? = nil) -> String {
    let delay = "{\"p\": {\"type\": \"delay\", \"delay\": 1}}"
    return "{\"jobs\": [\n\(job)],\n\"profiles\": \(profiles ?? delay)}"
  }

  private static let job = "{\"id\": \"1\", \"subtime\": 0, \"res\": 1, \"profile\": \"p\"}"

  @Test(arguments: [
    (
      file(job, profiles: "{\"p\": {\"type\": \"parallel\", \"cpu\": [1]}}"),
      "2: jobs[0].profile is of the type \"parallel\", which says no duration; simulate it with "
        + "Batsim, and write what it took as a profile of the type delay"
    ),
    (
      file(job, profiles: "{}"),
      "2: jobs[0].profile is \"p\", which is no profile; the profiles of a workload stand in the "
        + "object \"profiles\""
    ),
    (
      file("\(job),\n{\"id\": 2, \"subtime\": 0, \"profile\": \"p\"}"),
      "3: jobs[1] has no \"res\"; every one needs it"
    ),
    (
      file(job.replacing("\"res\": 1", with: "\"res\": 1, \"res\": 2")),
      "2: jobs[0].res is there twice; remove one of them"
    ),
    (
      file(job.replacing("\"res\": 1", with: "\"res\": 1.5")),
      "2: jobs[0].res is not a whole number; write a number without decimals"
    ),
    (
      file(job.replacing("\"res\": 1", with: "\"res\": \"1\"")),
      "2: jobs[0].res is a text; a number is wanted there"
    ),
    (
      file(job.replacing("\"res\": 1", with: "\"res\": -1")),
      "2: jobs[0].res is negative: \"-1\"; write zero or more"
    ),
    (
      file(job.replacing("\"subtime\": 0", with: "\"subtime\": 1e15")),
      "2: jobs[0].subtime is too large: \"1000000000000000\"; times are in seconds, at most "
        + "1000000000000"
    ),
    (
      file(job.replacing("\"subtime\": 0", with: "\"subtime\": 1e15e")),
      "2: jobs[0].subtime is not a number: \"1e15e\"; write digits"
    ),
    (
      file(job.replacing("\"id\": \"1\"", with: "\"id\": \"a\\nb\"")),
      "2: jobs[0].id has a line break or a control character; names are one line"
    ),
    (
      file(job + "," + job),
      "2: job \"1\" is already on line 2; give each job a name of its own"
    ),
  ])
  func brokenJobsAreErrors(_ text: String, _ message: String) throws {
    #expect(try failure(text, named: "w.json") == "w.json:\(message)")
  }

  @Test func brokenJsonIsAnError() throws {
    let text = Self.file(Self.job)
    // Cut anywhere, it is an error and never a workload.
    for length in 1..<text.count {
      let cut = String(text.prefix(length))
      let message = try failure(cut, named: "w.json", format: "batsim")
      #expect(message.hasPrefix("w.json:"), "\(cut): \(message)")
      #expect(
        message.contains("the JSON ends in the middle") || message.contains("has no \"")
          || message.contains("not valid JSON") || message.contains("is no profile"),
        "\(cut): \(message)"
      )
    }
    #expect(
      try failure(text.replacing("}],", with: "]],"), named: "w.json")
        == "w.json:2: not valid JSON, in jobs: brackets and braces are mixed; "
        + "export it again, or mend it by hand"
    )
    #expect(
      try failure(text + "x", named: "w.json")
        == "w.json:3: the file goes on behind its end; a workload is one object"
    )
  }

  @Test func depthHasALimit() throws {
    let deep = String(repeating: "[", count: 100_000)
    let text = Self.file(Self.job.replacing("\"res\"", with: "\"x\": \(deep), \"res\""))
    #expect(
      try failure(text, named: "w.json", format: "batsim")
        == "w.json:2: jobs is more than 64 objects and lists deep; no log is: look for what "
        + "has no end"
    )
    #expect(try failure(deep, named: "w.json").contains("more than 64 objects and lists deep"))
  }

  @Test func linesAreCounted() throws {
    let jobs = (0..<50).map { Self.job.replacing("\"1\"", with: "\n\($0)") }.joined(separator: ",")
    let text = Self.file(jobs + ",\n{}")
    #expect(
      try failure(text, named: "w.json")
        == "w.json:53: jobs[50] has no \"id\"; every one needs it"
    )
  }
}
