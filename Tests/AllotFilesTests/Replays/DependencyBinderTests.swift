import Allot
import AllotFiles
import Testing

/// Jobs of a log that wait for others: which are found, and what is told.
@Suite struct DependencyBinderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func inputs(
    _ text: String,
    as name: String = "log.csv",
    processors: Int = 16,
    from: String? = nil
  ) throws -> ReplayInputs {
    var options = ReplayOptions()
    options.trace = try folder.write(name, text)
    options.processors = processors
    options.allowedDrops = Share(percent: 100)
    options.from = from.flatMap { InstantText($0) }
    return try ReplayInputs(options)
  }

  private func told(_ inputs: ReplayInputs) -> String {
    inputs.remarks.joined(separator: "\n").replacing(folder.path + "/", with: "")
  }

  private let header =
    "# unit: processors\njob,submit_seconds,run_seconds,gpus,after,think_seconds\n"

  @Test func fieldsOfSwfNameTheJobBefore() throws {
    let inputs = try inputs(
      """
      ; MaxProcs: 16
      1 0 -1 1200 1 -1 -1 1 1200 -1 1 1 1 -1 1 1 -1 -1
      2 0 -1 2100 5 -1 -1 5 2100 -1 1 1 1 -1 1 1 1 30
      3 0 -1  900 1 -1 -1 1  900 -1 1 1 1 -1 1 1 2 -1
      4 0 -1  900 1 -1 -1 1  900 -1 1 1 1 -1 1 1 77 5

      """,
      as: "log.swf"
    )
    #expect(
      inputs.world.dependencies == [
        JobDependency(job: ID(1), preceding: ID(0), think: SimDuration(seconds: 30)),
        JobDependency(job: ID(2), preceding: ID(1)),
      ]
    )
    let told = told(inputs)
    #expect(
      told.contains("log.swf: 2 jobs (3.17 processor-hours) come when the jobs named as before")
    )
    #expect(told.contains("log.swf: 1 job (0.25 processor-hours) names jobs before them that"))
  }

  @Test func theNativeTableNamesSeveralAndWhatTheyMustComeTo() throws {
    let rows = "p,0,10,1,,\n7,0,10,1,,\nq,0,10,1,p|afterok:7|afterany:p,1.5\n"
    let inputs = try inputs(header + rows)
    let think = SimDuration(milliseconds: 1_500)
    let expected = [(0, JobDependency.Condition.any), (1, .ok), (0, .any)].map {
      JobDependency(job: ID(2), preceding: ID($0.0), think: think, condition: $0.1)
    }
    #expect(inputs.world.dependencies == expected)
    let written = TraceWriter.csv(inputs.trace)
    let again = try self.inputs(String(decoding: written, as: UTF8.self), as: "again.csv")
    #expect(again.world.dependencies == expected)
  }

  @Test func aPartOfALogKnowsNoEnds() throws {
    let header = header.replacing("think", with: "start_seconds,think")
    let inputs = try inputs(header + "1,0,10,1,,0,\n2,20,10,1,1,25,\n", from: "5 s")
    #expect(inputs.world.dependencies.isEmpty)
    #expect(told(inputs).contains("with --from they come when they were submitted"))
  }

  @Test(arguments: [
    ("1,0,10,1,1,\n", "log.csv: job '1' waits for its own end; let one of them wait for nobody"),
    ("1,0,9,1,2,\n2,0,9,1,1,\n", "log.csv: the jobs 2, 1 wait for each other's ends; let one"),
    (
      "1,0,9,1,,5\n", "log.csv:3: column think_seconds is behind no job: \"5\"; name the job before"
    ),
    ("1,0,9,1,2|,\n", "log.csv:3: column after lacks the name of a job: \"2|\"; write the names"),
    ("1,0,9,1,afterok:,\n", "log.csv:3: column after lacks the name of a job: \"afterok:\""),
    ("1,0,9,1,2,-5\n", "log.csv:3: column think_seconds is negative"),
  ])
  func whatCanNotBeIsAnError(rows: String, message: String) throws {
    let error = #expect(throws: InputError.self) { try inputs(header + rows) }
    let text = "\(error, default: "")".replacing(folder.path + "/", with: "")
    #expect(text.hasPrefix(message), "\(text)")
  }
}
