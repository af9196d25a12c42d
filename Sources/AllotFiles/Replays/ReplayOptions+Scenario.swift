extension ReplayOptions {
  /// Fills what the command line left open from the scenario, if there is one.
  mutating func fillFromScenario(_ files: inout [ReplayInputs.InputRecord]) throws {
    guard let scenario else { return }
    let file = try ScenarioFile.load(scenario)
    files.append(
      try ReplayInputs.InputRecord(
        role: "scenario",
        named: scenario,
        among: ScenarioPresets.all
      )
    )
    if cluster == nil && processors == nil { cluster = file.cluster }
    tenants = tenants ?? file.tenants
    trace = trace ?? file.trace
    assign = assign ?? file.assign
    load = load ?? file.load
    if missingLimit == nil, let text = file.missingLimit {
      do {
        missingLimit = try MissingLimit(text: text)
      } catch {
        throw file.error(
          "missing_limit",
          "scenario.missing_limit: \(error.description)",
          remedy: "write drop, run or a duration with its unit"
        )
      }
    }
    if epoch == nil, let text = file.epoch {
      guard let seconds = EpochText.unixSeconds(text) else {
        throw file.error(
          "epoch",
          "scenario.epoch is '\(text)'",
          remedy: "write it as 2026-03-02T00:00:00+09:00"
        )
      }
      epoch = seconds
    }
    if measure == nil, let text = file.measure {
      guard let window = MeasureText.window(text) else {
        throw file.error(
          "measure",
          "scenario.measure is '\(text)'",
          remedy: "write it as FROM..TO, such as 30 d..60 d"
        )
      }
      measure = window
    }
  }
}
