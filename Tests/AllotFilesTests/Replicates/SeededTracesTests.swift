import Allot
import AllotFiles
import Testing

@Suite struct SeededTracesTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func generation(days: Int, load: Int64) -> Generation {
    var generation = Generation()
    generation.days = days
    generation.load = Share(millionths: load)
    return generation
  }

  @Test func aSeedGivesWhatTheGeneratedFileHolds() throws {
    let cluster = try ClusterFile.load("gwangju")
    let made = try SeededTraces(
      machine: ClusterOverTime(cluster),
      generation: generation(days: 3, load: 800_000)
    ).trace(seed: 7)
    let file = try TraceGenerator(
      seed: 7,
      days: 3,
      load: Share(percent: 80),
      cluster: cluster
    ).generate()
    let path = try folder.write(TraceWriter.csv(file), to: "made.csv")
    let read = try Trace.read(path: path)
    #expect(made.rows == read.rows)
    #expect(
      (0..<made.texts.count).map { made.texts[ID($0)] }
        == (0..<read.texts.count).map { read.texts[ID($0)] }
    )
    #expect(made.epoch == read.epoch && made.processors == read.processors)
    #expect(made.synthetic == read.synthetic && made.missingLimit == read.missingLimit)
    #expect(TraceWriter.csv(made) == TraceWriter.csv(read))
  }

  @Test func defaultsAreTheGenerators() throws {
    let generator = try TraceGenerator(seed: 1)
    #expect(Generation().days == generator.days)
    #expect(Generation().load == generator.load)
  }

  @Test func seedsDiffer() throws {
    let traces = try SeededTraces(
      machine: ClusterOverTime(TraceGenerator.gwangju),
      generation: generation(days: 1, load: 300_000)
    )
    #expect(try traces.trace(seed: 1).rows != traces.trace(seed: 2).rows)
    #expect(try traces.trace(seed: 1).rows == traces.trace(seed: 1).rows)
  }

  @Test func refusesWhatCanNotBeMade() {
    #expect(throws: InputError.self) {
      try SeededTraces(
        machine: ClusterOverTime(TraceGenerator.gwangju),
        generation: generation(days: 0, load: 900_000)
      )
    }
  }
}
