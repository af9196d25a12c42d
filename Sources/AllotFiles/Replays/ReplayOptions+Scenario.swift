extension ReplayOptions {
  /// Fills what the command line left open from the scenario, and gives the scenario if there is
  /// one.
  mutating func fillFromScenario(
    _ files: inout [ReplayInputs.InputRecord]
  ) throws -> ScenarioFile? {
    guard let scenario else {
      try checkLoad(nil)
      return nil
    }
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
    timeline = timeline ?? file.timeline
    if outages == nil { failures = failures ?? file.failures }
    outages = outages ?? file.outages
    checkpoint = checkpoint ?? file.checkpoint
    if models == nil { modelRule = modelRule ?? file.models }
    userScale = userScale ?? file.userScale
    allowedDrops = allowedDrops ?? file.allowedDrops
    allowsOverload = allowsOverload || file.allowsOverload
    try checkLoad(file)
    load = load ?? file.load
    generation = generation ?? file.generation
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
    from = try from ?? file.instant(file.from, "from")
    to = try to ?? file.instant(file.to, "to", isEnd: true)
    if measure == nil, let text = file.measure {
      guard let window = MeasureText(text) else {
        throw file.error(
          "measure",
          "scenario.measure is '\(text)'",
          remedy: "write it as FROM..TO, such as 30 d..60 d or 2026-07-01..2026-12-31"
        )
      }
      measure = window
    }
    return file
  }

  /// Reads the rule for models where it is named by a word or a file.
  mutating func readModels(_ files: inout [ReplayInputs.InputRecord]) throws {
    guard let models else { return }
    if models == ModelRule.any.text {
      modelRule = .any
      return
    }
    guard StrictYAML.isReadable(models) else {
      throw UsageError(
        "--models is '\(models)', which is no file; write --models any, or a file with a section "
          + "such as models: {h100: [H100, H200]}"
      )
    }
    modelRule = try ModelRule.load(models)
    files.append(try ReplayInputs.InputRecord(role: "models", named: models, among: []))
  }

  /// Reads what changes on dates, where a file says so.
  func readTimeline(_ files: inout [ReplayInputs.InputRecord]) throws -> Timeline? {
    guard let timeline else {
      // As an assignment, it may stand beside the tenants.
      guard let tenants, !TenantsPresets.all.contains(where: { $0.name == tenants }) else {
        return nil
      }
      return try TimelineFile.read(StrictYAML.loadSections(tenants))
    }
    files.append(try ReplayInputs.InputRecord(role: "timeline", named: timeline, among: []))
    return try TimelineFile.load(timeline)
  }

  /// Refuses loads that are per cent by mistake more likely than meant: three times the machine is
  /// more than any site offers for long.
  private func checkLoad(_ scenario: ScenarioFile?) throws {
    let isScenarios = load == nil
    guard let load = load ?? scenario?.load, load > Self.largestLoad, !allowsOverload else {
      return
    }
    let text = MillionthsText.text(of: load)
    let what = "\(text), so \(text) times what the machine can do"
    let guess =
      (10_000_000...100 * Self.largestLoad).contains(load)
      ? "write \(MillionthsText.text(of: load / 100)) for \(text) per cent, or " : ""
    if isScenarios, let scenario {
      throw scenario.error(
        "load",
        "scenario.load is \(what)",
        remedy: guess + "add 'allow_overload: true' for more than 3"
      )
    }
    throw UsageError("--load is \(what); \(guess)give --allow-overload for more than 3")
  }

  /// Three times the machine, in millionths.
  private static let largestLoad: Int64 = 3_000_000
}

extension ScenarioFile {
  /// The instant that a key names; nil where it is not given.
  fileprivate func instant(
    _ text: String?,
    _ key: String,
    isEnd: Bool = false
  ) throws(InputError) -> InstantText? {
    guard let text else { return nil }
    if let instant = InstantText(text, isEnd: isEnd) { return instant }
    throw error(
      key,
      "scenario.\(key) is '\(text)'",
      remedy: "write a time since time zero, such as 30 d, or a date, such as 2026-07-01"
    )
  }
}
