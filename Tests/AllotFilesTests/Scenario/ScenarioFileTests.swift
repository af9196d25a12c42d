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
    #expect(scenario.missingLimit == "2 h")
    #expect(scenario.epoch == "2025-01-01T00:00:00+09:00")
    #expect(scenario.measure == "30 d..60 d")
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
