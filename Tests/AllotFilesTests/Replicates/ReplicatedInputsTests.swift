import Allot
import AllotFiles
import Testing

@Suite struct ReplicatedInputsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func logOptions() throws -> ReplayOptions {
    var options = ReplayOptions()
    options.trace = try folder.write("log.csv", SampleLog.text())
    options.cluster = "gwangju"
    options.tenants = try folder.write("tenants.yaml", "tenants: {a: {}, b: {}}")
    options.assign = try folder.write(
      "assign.yaml",
      "assign: {by: user, map: {a: [u0], b: [u1, gone]}}"
    )
    return options
  }

  private func seedOptions(_ more: String = "") throws -> ReplayOptions {
    var options = ReplayOptions()
    options.scenario = try folder.write(
      "scenario.yaml",
      "scenario:\n  cluster: gwangju\n  tenants: korea\n\(more)"
    )
    return options
  }

  private func refusal(_ options: ReplayOptions, _ replicates: Replicates) -> String {
    do {
      _ = try ReplicatedInputs(options, replicates)
      return "no error"
    } catch {
      return "\(error)".replacing(folder.path + "/", with: "")
    }
  }

  @Test func aBasisBindsItsLogAsAReplayDoes() throws {
    let options = try logOptions()
    let whole = try ReplayInputs(options)
    let basis = try ReplayBasis(options)
    let bound = try basis.bind(#require(basis.log))
    #expect(bound.world.jobs == whole.world.jobs)
    #expect(bound.rows == whole.rows && bound.cleaning == whole.cleaning)
    #expect(bound.remarks == whole.remarks && bound.files == whole.files)
    #expect(bound.settings == whole.settings)
    #expect(bound.files.map(\.role) == ["cluster", "trace", "tenants", "assign"])
  }

  @Test func replicatesAreBoundLikeTheLog() throws {
    var options = try logOptions()
    options.missingLimit = .drop
    options.load = 500_000
    let inputs = try ReplicatedInputs(options, .resample(count: 5))
    #expect(inputs.count == 5)
    for position in 0..<inputs.count {
      let replicate = try inputs.inputs(of: position)
      let trace = try inputs.trace(of: position)
      #expect(replicate.trace.rows == trace.rows)
      #expect(replicate.cleaning.dropped["limit_missing"] == trace.rows.count { $0.limit == nil })
      for (job, row) in zip(replicate.world.jobs, replicate.rows) {
        let user = trace.texts[trace.rows[Int(row)].user]
        let path = ["u0": "a", "u1": "b"][user] ?? "other/\(user)"
        #expect(replicate.world.tenants.path(of: job.tenant) == path)
        #expect(Int32(job.gpus) == trace.rows[Int(row)].gpus)
      }
      let load = LoadScaling(jobs: replicate.world.jobs, cluster: replicate.world.cluster)
      #expect(abs((load.offeredLoad ?? 0) - 0.5) < 0.000_1)
      #expect(replicate.settings["load"] == "0.5" && replicate.settings["format"] == "csv")
    }
  }

  @Test(arguments: [Replicates.resample(count: 20), .shake(count: 4, by: SimDuration(seconds: 9))])
  func tenantsAndFilesAreTheSameInAll(replicates: Replicates) throws {
    let options = try logOptions()
    let inputs = try ReplicatedInputs(options, replicates)
    let tenants = try ReplayInputs(options).world.tenants
    for position in 0..<inputs.count {
      let replicate = try inputs.inputs(of: position)
      #expect(replicate.world.tenants == tenants)
      #expect(replicate.files == inputs.basis.files)
      #expect(replicate.remarks.isEmpty)
    }
  }

  @Test func remarksAreToldOnceAndAreTheLogs() throws {
    let options = try logOptions()
    let inputs = try ReplicatedInputs(options, .resample(count: 2))
    #expect(try inputs.remarks == ReplayInputs(options).remarks)
    #expect(inputs.remarks.contains { $0.contains("1 assigned name has no job: gone") })
  }

  @Test func aReplicateDoesNotDependOnOthers() throws {
    let options = try logOptions()
    for replicates in [
      Replicates.resample(count: 6), .shake(count: 6, by: SimDuration(seconds: 600)),
    ] {
      let inputs = try ReplicatedInputs(options, replicates)
      let forwards = try (0..<6).map { try inputs.inputs(of: $0).world.jobs }
      let alone = try ReplicatedInputs(options, replicates).inputs(of: 4).world.jobs
      #expect(forwards[4] == alone)
      #expect(forwards[3] != forwards[4])
    }
  }

  @Test func seedsNeedNoLog() throws {
    let options = try seedOptions("  generate: {days: 2, load: 0.3}")
    let inputs = try ReplicatedInputs(options, .seeds(7...9))
    let second = try inputs.inputs(of: 1)
    let same = try TraceGenerator(
      seed: 8,
      days: 2,
      load: Share(percent: 30),
      cluster: ClusterFile.load("gwangju")
    ).generate()
    #expect(second.trace.rows == same.rows)
    #expect(inputs.replicates.name(of: 1) == "seed 8")
    #expect(second.files.map(\.role) == ["scenario", "cluster", "tenants"])
    #expect(second.remarks.isEmpty && inputs.basis.log == nil)

    var replay = options
    replay.trace = try folder.write(TraceWriter.csv(same), to: "made.csv")
    #expect(try ReplayInputs(replay).world.jobs == second.world.jobs)
  }

  @Test func seedsWithALogAreRefused() throws {
    var options = try seedOptions()
    options.trace = "log.csv"
    #expect(
      refusal(options, .seeds(1...3))
        == "--seeds makes the traces and --trace 'log.csv' is a log; replicate a log with "
        + "--resample N or --shake N:DURATION"
    )
    #expect(
      refusal(try seedOptions("  trace: log.csv"), .seeds(1...3))
        == "--seeds makes the traces and the scenario names the log 'log.csv'; replicate a log "
        + "with --resample N or --shake N:DURATION, or say in the scenario how they are made, such "
        + "as generate: {days: 28, load: 0.9}"
    )
    let both = try seedOptions("  trace: log.csv\n  generate: {days: 1, load: 0.1}")
    #expect(refusal(both, .seeds(1...3)) == "no error")
    options = ReplayOptions()
    options.processors = 128
    #expect(
      refusal(options, .seeds(1...3))
        == "--seeds makes jobs for a cluster's GPUs, which --processors has not; give --cluster"
    )
  }

  @Test func logsAreNeededForTheOthers() throws {
    let missing = "a trace is missing: give --trace FILE, or a scenario that names one"
    #expect(refusal(try seedOptions(), .resample(count: 3)) == missing)
    #expect(
      refusal(try seedOptions("  generate: {}"), .shake(count: 3, by: SimDuration(seconds: 1)))
        == missing + ", or make traces with --seeds 1..30"
    )
    var options = try logOptions()
    options.trace = try folder.write("short.csv", SampleLog.text(days: 3))
    #expect(refusal(options, .resample(count: 3)).hasPrefix("short.csv: the log has 4 days"))
  }
}
