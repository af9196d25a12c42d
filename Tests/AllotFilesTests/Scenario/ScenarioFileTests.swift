import Allot
import AllotFiles
import Testing

@Suite struct ScenarioFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func error(_ text: String) throws -> String {
    let path = try folder.write("s.yaml", text)
    return errorText { () throws(InputError) in try ScenarioFile.load(path) }
      .replacing(folder.path + "/", with: "")
  }

  @Test func readsEveryField() throws {
    _ = try folder.write("small.yaml", "cluster: {}")
    let path = try folder.write(
      "s.yaml",
      """
      scenario:
        name: next-year
        cluster: small.yaml
        tenants: korea
        trace: traces/last.swf.gz
        assign: /abs/users.yaml
        load: 0.95
        missing_limit: 2 h
        epoch: 2025-01-01T00:00:00+09:00
        measure: 30 d..60 d
        generate: {days: 14, load: 1.05}
      """
    )
    let scenario = try ScenarioFile.load(path)
    #expect(scenario.file == path)
    #expect(scenario.name == "next-year")
    #expect(scenario.cluster == folder.path + "/small.yaml")
    #expect(scenario.tenants == "korea")
    #expect(scenario.trace == folder.path + "/traces/last.swf.gz")
    #expect(scenario.assign == "/abs/users.yaml")
    #expect(scenario.load == 950_000)
    #expect(!scenario.allowsOverload)
    #expect(scenario.missingLimit == "2 h")
    #expect(scenario.epoch == "2025-01-01T00:00:00+09:00")
    #expect(scenario.measure == "30 d..60 d")
    #expect(scenario.generation?.days == 14)
    #expect(scenario.generation?.load == Share(millionths: 1_050_000))
    #expect(
      scenario.error("epoch", "no date").description == "\(path):9: no date"
    )
    #expect(scenario.error("seed", "none", remedy: "add it").description == "\(path): none; add it")
  }

  @Test func everythingIsOptional() throws {
    let path = try folder.write("s.yaml", "scenario: {}")
    let scenario = try ScenarioFile.load(path)
    #expect(scenario.name == nil && scenario.cluster == nil && scenario.trace == nil)
    #expect(scenario.load == nil && scenario.assign == nil && scenario.tenants == nil)
    #expect(scenario.generation == nil)
  }

  @Test func sectionsOfTheSameFileCount() throws {
    let path = try folder.write(
      "s.yaml",
      "scenario: {name: x}\ncluster: {}\ntenants: {a: {}}\nassign: {by: tenant}\n"
    )
    let scenario = try ScenarioFile.load(path)
    #expect(scenario.cluster == path)
    #expect(scenario.tenants == path)
    #expect(scenario.assign == path)
  }

  @Test func generationHasTheGeneratorsDefaultsAndLimits() throws {
    let path = try folder.write("s.yaml", "scenario:\n  generate: {}")
    #expect(try ScenarioFile.load(path).generation == Generation())
    #expect(
      try error("scenario:\n  generate:\n    days: 367")
        == "s.yaml:3: scenario.generate.days is 367, outside 1 to 366"
    )
    #expect(
      try error("scenario:\n  generate:\n    days: 7\n    load: 3.5")
        == "s.yaml:4: scenario.generate.load is 3.5, outside 0.01 to 3"
    )
    #expect(
      try error("scenario:\n  generate:\n    load: 90%")
        == "s.yaml:3: scenario.generate.load must be a number with at most six decimals, not '90%'"
    )
    #expect(
      try error("scenario:\n  generate:\n    day: 7")
        == "s.yaml:3: unknown key 'day' in scenario.generate; did you mean 'days'?"
    )
    #expect(
      try error("scenario:\n  generate: yes")
        == "s.yaml:2: scenario.generate must be a mapping (key: value), not the single value 'yes'"
    )
  }

  @Test func errorsNameTheLine() throws {
    #expect(
      try error("scenario:\n  cluster: gwanju")
        == "s.yaml:2: scenario.cluster is 'gwanju': there is neither a cluster preset "
        + "nor a readable file of that name; did you mean 'gwangju'? "
        + "the presets are gwangju, gwangju-inventory, korea-2025"
    )
    #expect(
      try error("tenants: {a: {}}\nscenario:\n  tenants: korea")
        == "s.yaml:3: scenario.tenants and the section 'tenants' are both given; keep one of them"
    )
    #expect(
      try error("scenario:\n  clutser: x")
        == "s.yaml:2: unknown key 'clutser' in scenario; did you mean 'cluster'?"
    )
    #expect(
      try error("scenario:\n  load: 0") == "s.yaml:2: scenario.load must be more than zero"
    )
    #expect(
      try error("scenario:\n  load: high")
        == "s.yaml:2: scenario.load must be a number with at most six decimals, not 'high'"
    )
    #expect(
      try error("scenario:\n  allow_overload: yes")
        == "s.yaml:2: scenario.allow_overload can not be 'yes'; the choices are true, false"
    )
    #expect(
      try error("scenario:\n  missing_limit: never")
        == "s.yaml:2: scenario.missing_limit must be drop, run or a duration such as 2 h, "
        + "not 'never'"
    )
    #expect(try error("tenants: {}") == "s.yaml:1: the file needs the key 'scenario'")
    #expect(
      try error("scenarios: {}")
        == "s.yaml:1: unknown key 'scenarios' at the top; did you mean 'scenario'?"
    )
  }
}
