import Allot
import AllotFiles
import Testing

/// What options of planning do to the inputs of a replay.
@Suite struct PlanningInputsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Jobs of one hour and one device, with these models.
  private func options(_ models: [String], more: String = "") throws -> ReplayOptions {
    var options = ReplayOptions()
    let rows = models.enumerated().map { "\($0 + 1),\($0),3600,1,\($1),u\($0)\n" }.joined()
    options.trace = try folder.write(
      "log.csv",
      "job,submit_seconds,run_seconds,gpus,models,user\n" + rows
    )
    options.cluster = "gwangju"
    return options
  }

  private func refusal(_ options: ReplayOptions) -> String {
    do {
      _ = try ReplayInputs(options)
      return "no error"
    } catch {
      return "\(error)".replacing(folder.path + "/", with: "")
    }
  }

  @Test func moreThanATwentiethIsAnErrorThatNamesTheRemedies() throws {
    let models = Array(repeating: "h100", count: 18) + ["v100", "k80"]
    var options = try options(models)
    #expect(
      refusal(options)
        == "log.csv: 2.00 of 20.00 GPU-hours would be left out, more than 5 % of the trace's work "
        + "(model_not_in_cluster: 2 jobs, 2.00 GPU-hours); gwangju has no model for "
        + "'k80': 1 job, 1.00 GPU-hours, 'v100': 1 job, 1.00 GPU-hours; "
        + "say which models jobs accept with --models any or --models FILE, "
        + "or accept the loss with --allow-drops 10%"
    )
    options.allowedDrops = Share(percent: 9)
    #expect(refusal(options).contains("more than 9 %"))
    options.allowedDrops = Share(percent: 10)
    let inputs = try ReplayInputs(options)
    #expect(inputs.world.jobs.count == 18)
    #expect(inputs.cleaning.dropped == ["model_not_in_cluster": 2])
    #expect(inputs.cleaning.droppedWork == ["model_not_in_cluster": 7_200_000])
    #expect(inputs.settings["allow_drops"] == "10 %")
    #expect(inputs.remarks.contains { $0.contains("2 jobs (2.00 GPU-hours) dropped: 2 model_not") })
  }

  @Test func aTwentiethIsToldAlone() throws {
    let inputs = try ReplayInputs(options(Array(repeating: "h100", count: 19) + ["v100"]))
    #expect(inputs.world.jobs.count == 19)
  }

  @Test func modelsAreMapped() throws {
    var options = try options(["h100", "v100", "A100|H100", "", "nvidia_a100_1g.5gb"])
    options.models = "any"
    let any = try ReplayInputs(options)
    #expect(any.world.jobs.allSatisfy { $0.models == .any })
    #expect(any.settings["models"] == "any")
    options.models = try folder.write("models.yaml", "models: {v100: A100}")
    let mapped = try ReplayInputs(options)
    let (h100, a100) = (AcceptedModels.only(ID(0)), AcceptedModels.only(ID(1)))
    #expect(mapped.world.cluster.models.elements.map(\.name) == ["H100", "A100"])
    #expect(mapped.world.jobs.map(\.models) == [h100, a100, .any, .any, a100])
    #expect(mapped.settings["models"] == "{v100: [A100]}")
    #expect(mapped.files.map(\.role).contains("models"))
    #expect(
      mapped.remarks.contains {
        $0.contains("1 job (1.00 GPU-hours) asked for slices of GPUs (nvidia_a100_1g.5gb)")
      }
    )
    options.models = "nothing.yaml"
    #expect(refusal(options).hasPrefix("--models is 'nothing.yaml', which is no file"))
    options.models = try folder.write("typo.yaml", "models: {v100: [A10, A100]}")
    #expect(
      try ReplayInputs(options).remarks.contains {
        $0 == "--models names 'A10', of which gwangju has none; did you mean 'A100'?"
      }
    )
  }

  @Test func whatTheUserLeavesOutIsNoLoss() throws {
    var options = try options(["", ""])
    options.trace = try folder.write(
      "limits.csv",
      "job,submit_seconds,run_seconds,limit_seconds,gpus\n1,0,10,10,1\n2,0,90,,1\n"
    )
    options.missingLimit = .drop
    #expect(try ReplayInputs(options).world.jobs.count == 1)
    options.trace = try folder.write(
      "limits.swf",
      "1 0 0 10 1 -1 -1 1 10 -1 1 1 1 1 1 1 -1 -1\n2 0 0 90 1 -1 -1 1 -1 -1 1 1 1 1 1 1 -1 -1\n"
    )
    options.missingLimit = nil
    #expect(
      refusal(options).hasSuffix(
        "(limit_missing: 1 job, 0.03 processor-hours); give jobs without a limit one with "
          + "--missing-limit run, or accept the loss with --allow-drops 90%"
      )
    )
    options.missingLimit = .run
    #expect(try ReplayInputs(options).world.jobs.count == 2)
  }

  @Test func onAMachineOfCoresTheLossIsInCores() throws {
    var options = ReplayOptions()
    options.cluster = try folder.write(
      "cpus.yaml",
      "cluster: {name: cpus, nodes: {n: {cores: 64}}, pools: {all: {nodes: 4, kind: n}}}"
    )
    let head = "job,submit_seconds,run_seconds,gpus,cores\n1,0,3600,0,40\n2,0,3600,4,"
    options.trace = try folder.write("few.csv", head + "2\n")
    #expect(try ReplayInputs(options).cleaning.dropped == ["devices_not_in_cluster": 1])
    options.trace = try folder.write("many.csv", head + "8\n")
    #expect(
      refusal(options)
        == "many.csv: 8.00 of 48.00 core-hours would be left out, more than 5 % of the trace's "
        + "work (devices_not_in_cluster: 1 job, 8.00 core-hours); "
        + "accept the loss with --allow-drops 17%"
    )
  }

  @Test func scenariosSayTheSame() throws {
    var options = try options(["h100", "v100", "k80"])
    let text = "scenario: {models: {v100: A100}, allow_drops: 40%}"
    options.scenario = try folder.write("s.yaml", text)
    let inputs = try ReplayInputs(options)
    #expect(inputs.world.jobs.count == 2)
    #expect(inputs.settings["models"] == "{v100: [A100]}")
    _ = try folder.write("map.yaml", "models: any")
    for rule in [
      "scenario: {models: any}", "scenario: {models: map.yaml}",
      "scenario: {}\nmodels: any",
    ] {
      options.scenario = try folder.write("s.yaml", rule)
      #expect(try ReplayInputs(options).world.jobs.count == 3, "\(rule)")
    }
    options.scenario = try folder.write("s.yaml", "scenario:\n  models: nobody\n")
    #expect(refusal(options).hasPrefix("s.yaml:2: scenario.models can not be 'nobody'"))
    options.scenario = try folder.write("s.yaml", "scenario:\n  scale_users: 0\n")
    #expect(refusal(options) == "s.yaml:2: scenario.scale_users must be 0.01 to 100, such as 1.2")
  }

  @Test func timeZeroIsTheFirstSubmitWhereTheFileGivesNone() throws {
    var options = ReplayOptions()
    options.cluster = "gwangju"
    options.measure = MeasureText("10 s..20 s")
    let table = "job,submit_seconds,run_seconds,gpus\n1,1000,5,1\n2,1015,5,1\n3,1030,5,1\n"
    options.trace = try folder.write("own.csv", table)
    let own = try ReplayInputs(options)
    #expect(own.measure == SimTime(seconds: 1_010)...SimTime(seconds: 1_020))
    #expect(own.settings["measure"] == "10..20")
    #expect(own.world.jobs.map(\.submit.milliseconds) == [1_000_000, 1_015_000, 1_030_000])
    options.epoch = 1_772_377_200
    options.measure = MeasureText("2026-03-01T15:00:10Z..2026-03-01T15:00:20Z")
    #expect(try ReplayInputs(options).measure == own.measure)
    options.trace = try folder.write("dated.csv", "# epoch: 1772376200\n" + table)
    options.epoch = nil
    let dated = try ReplayInputs(options)
    #expect(dated.measure == SimTime(seconds: 1_010)...SimTime(seconds: 1_020))
    #expect(dated.settings["measure"] == "1010..1020")
  }

  @Test func theRemedyAgainstOldSubmitsWorksWhenTyped() throws {
    var rows = "1,0,10,1\n"
    for job in 2...40 { rows += "\(job),\(5_000_000 + job * 100),10,1\n" }
    let table = "job,submit_seconds,run_seconds,gpus\n" + rows
    for head in ["", "# epoch: 1772377200\n"] {
      var options = ReplayOptions()
      options.cluster = "gwangju"
      options.trace = try folder.write("log.csv", head + table)
      let remark = try #require(
        try ReplayInputs(options).remarks.first { $0.contains("--measure") }
      )
      #expect(remark.hasPrefix("1 of 40 jobs was submitted 57.9 days before the others"))
      let typed = try #require(remark.firstRange(of: "--measure ")?.upperBound)
      options.measure = MeasureText(String(remark[typed...]).replacing("'", with: ""))
      let window = try #require(try ReplayInputs(options).measure)
      #expect(window == SimTime(seconds: 5_000_200)...SimTime(seconds: 5_004_000))
    }
  }

  @Test func copiedUsersStayWithTheTenantOfTheirOriginal() throws {
    var options = ReplayOptions()
    options.cluster = "gwangju"
    options.trace = try folder.write("log.csv", SampleLog.text())
    options.tenants = try folder.write("t.yaml", "tenants: {a: {}, b: {}}")
    options.assign = try folder.write("a.yaml", "assign: {by: user, map: {a: [u0, u1], b: [u2]}}")
    let log = try ReplayInputs(options)
    options.userScale = 2_000_000
    let grown = try ReplayInputs(options)
    func jobs(_ inputs: ReplayInputs) -> [String: Int] {
      let tenants = inputs.world.tenants
      return Dictionary(grouping: inputs.world.jobs) { tenants.path(of: $0.tenant) }
        .mapValues(\.count)
    }
    #expect(jobs(grown) == jobs(log).mapValues { 2 * $0 })
    #expect(grown.settings["scale_users"] == "2")
    #expect(
      grown.growth == "Users are scaled by 2: 6 users with \(log.rows.count) jobs are added by "
        + "resampling."
    )
    options.userScale = 1_000_000
    let once = try ReplayInputs(options)
    #expect(once.world.jobs == log.world.jobs && once.growth == nil)
    let replicated = try ReplicatedInputs(options, .resample(count: 3))
    #expect(try replicated.inputs(of: 2).world.tenants == log.world.tenants)
    #expect(throws: UsageError.self) {
      try ReplicatedInputs(options, .seeds(1...2))
    }
  }
}
