import Allot
import AllotFiles
import AllotMetrics
import AllotPolicies
import AllotReport
import Foundation
import Testing

/// What a replay writes into a result folder.
@Suite struct ResultFilesTests {
  private struct Labels: JobLabels {
    func appendName(of job: ID<Job>, to cells: inout CSVRows) { cells.append(Int64(job.index)) }
    func appendUser(of job: ID<Job>, to cells: inout CSVRows) { cells.appendEmpty() }
    func appendClass(of job: ID<Job>, to cells: inout CSVRows) { cells.append("school") }
  }

  @Test func nothingThatHasComeMeanwhileIsReplaced() throws {
    let parent = try TemporaryFolder()
    let path = parent.path + "/result"
    for replaces in [false, true] {
      let folder = try OutputFolder(path: path, replaces: replaces)
      try folder.write("summary.json", [])
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      _ = try parent.write("result/thesis.tex", Data([7]))
      #expect(throws: OutputError.self) { try folder.finish() }
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["thesis.tex"])
      folder.discard()
      #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == ["result"])
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test func whatIsGivenUpStaysAway() throws {
    let parent = try TemporaryFolder()
    let folder = try OutputFolder(path: parent.path + "/result")
    try folder.write("a/summary.json", [])
    folder.discard()
    #expect(throws: OutputError.self) { try folder.write("a/summary.json", []) }
    #expect(throws: OutputError.self) { try folder.finish() }
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent.path) == [])
  }

  @Test func aFinishedResultIsNotDiscarded() throws {
    let parent = try TemporaryFolder()
    let path = parent.path + "/result"
    let folder = try OutputFolder(path: path)
    try folder.write("host.json", Array(#"{"command_line": []}"#.utf8))
    try folder.finish()
    folder.discard()
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["host.json"])
    #expect(throws: OutputError.self) { try OutputFolder.check(path) }
    try OutputFolder.check(path, replaces: true)
    // Files of these names may be somebody's own.
    _ = try parent.write("result/host.json", Data("{}".utf8))
    #expect(throws: OutputError.self) { try OutputFolder.check(path, replaces: true) }
  }

  @Test func largeTablesOfFiguresAreCompressed() throws {
    let tenants = Tenants.single
    let leaf = try #require(tenants.find(path: "all"))
    let hour = SimDuration(seconds: 3_600)
    let job = Job(submit: .zero, run: hour, limit: hour, gpus: 2, tenant: leaf)
    let world = World(cluster: Cluster(processors: 2), tenants: tenants, jobs: [job])
    let policy = try #require(PolicyPresets.named("easy"))
    var replay = try Replay(
      MeasuredWorld(world: world),
      policy: policy,
      figures: Figures.named("standard", writesFiles: true) ?? []
    )
    let large = [UInt8](repeating: UInt8(ascii: "7"), count: 9 << 20)
    replay.files.append(FigureFile(name: "large.csv", bytes: large))

    let parent = try TemporaryFolder()
    let folder = try OutputFolder(path: parent.path + "/result", replaces: false)
    let manifest = Manifest(
      version: "",
      inputs: [],
      settings: [:],
      policy: "",
      pass: "",
      cleaning: Manifest.Cleaning(dropped: [:], altered: [:]),
      digest: ""
    )
    let files = ResultFiles(
      world: world,
      labels: Labels(),
      manifest: manifest,
      compress: Gzip.compress
    )
    try files.write(replay, policyText: "", to: folder)
    try folder.finish()

    let names = try FileManager.default.contentsOfDirectory(atPath: parent.path + "/result")
    let wanted = [
      "jobs.csv", "large.csv.gz", "manifest.json", "queue.csv", "summary.json", "timeline.csv",
    ]
    #expect(names.sorted() == wanted)
    let packed = try InputFile(path: parent.path + "/result/large.csv.gz")
    let unpacked = packed.withText { $0.count }
    #expect(unpacked == large.count)
    #expect(packed.storedCount < large.count / 100)
    let jobs = try String(contentsOfFile: parent.path + "/result/jobs.csv", encoding: .utf8)
    let row = "0,0,0,3600,completed,all,,2,2,3600,0,processors,processor,school,0"
    #expect(jobs.split(separator: "\n").last.map(String.init) == row)
  }
}
