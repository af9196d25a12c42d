public import Allot

/// What a scenario says; every field is optional, and the command line's options override it.
///
/// ```yaml
/// scenario:
///   name: next-year
///   cluster: gwangju
///   tenants: korea
///   trace: traces/last-year.swf.gz
///   assign: users.yaml
///   timeline: next-year.yaml  # what changes on dates
///   outages: events.txt       # when nodes are out, or failures: {rate: 3.5}; checkpoint: 1 h
///   models: {h100: [H100, H200]}   # or any, or a file
///   allow_drops: 20%
///   scale_users: 1.2
///   load: 0.95                # more than 3 needs 'allow_overload: true'
///   missing_limit: run
///   epoch: 2025-01-01T00:00:00+09:00
///   from: 2025-07-01          # with what ran then; to: 2025-12-31
///   measure: 30 d..60 d
///   generate: {days: 28, load: 0.9}
/// ```
///
/// `cluster` and `tenants` are presets' names or paths. Paths are relative to the scenario's
/// folder. A section `cluster`, `tenants`, `assign`, `timeline` or `models` in the same file stands
/// for the field of that name.
public struct ScenarioFile: Sendable, Equatable {
  /// The file as the user named it.
  public var file: String
  /// The name that reports show.
  public var name: String?
  /// A cluster preset, or the path of a file.
  public var cluster: String?
  /// A tenants preset, or the path of a file.
  public var tenants: String?
  /// The path of the trace.
  public var trace: String?
  /// The path of the file with the section `assign`.
  public var assign: String?
  /// The path of the file with the sections `timeline` and `windows`.
  public var timeline: String?
  /// The path of the table of when nodes are out.
  public var outages: String?
  /// How nodes fail where no table says it.
  public var failures: FailureModel?
  /// How often jobs save their work for when a node fails under them.
  public var checkpoint: SimDuration?
  /// Which models jobs accept; nil where nothing is said.
  public var models: ModelRule?
  /// The part of the trace's work that may be left out.
  public var allowedDrops: Share?
  /// The factor by which users are added or removed, in millionths.
  public var userScale: Int64?
  /// The offered load to which arrivals are stretched, in millionths; positive.
  public var load: Int64?
  /// True where a load of more than 3 is meant.
  public var allowsOverload = false
  /// What happens to jobs without a limit: `drop`, `run` or a duration.
  public var missingLimit: String?
  /// The date of the trace's time zero, as written.
  public var epoch: String?
  /// From when on the log is replayed, as written.
  public var from: String?
  /// Until when its jobs are submitted, as written.
  public var to: String?
  /// The measurement window FROM..TO, as written.
  public var measure: String?
  /// How the trace is made for a seed; nil where nothing is said.
  public var generation: Generation?

  /// The line of each key that is given, for errors of those who read the texts later.
  private var lines: [String: Int] = [:]

  /// The factors of users that are taken, in millionths.
  public static let userScales: ClosedRange<Int64> = 10_000...100_000_000

  private static let keys = [
    "name", "cluster", "tenants", "trace", "assign", "timeline", "outages", "failures",
    "checkpoint", "models",
    "allow_drops", "scale_users",
    "load", "allow_overload", "missing_limit", "epoch", "from", "to", "measure",
    "generate",
  ]

  /// The scenario of a preset's name, else of a file.
  public static func load(_ nameOrPath: String) throws(InputError) -> ScenarioFile {
    let isPreset = ScenarioPresets.all.contains { $0.name == nameOrPath }
    let top = try Preset.loadSections(nameOrPath, subject: "scenario", among: ScenarioPresets.all)
    let slash = isPreset ? nil : nameOrPath.lastIndex(of: "/")
    let folder = slash.map { String(nameOrPath[...$0]) } ?? ""
    return try ScenarioFile(top: top, path: nameOrPath, folder: folder)
  }

  /// An error about one of the scenario's keys, at its line.
  public func error(_ key: String, _ message: String, remedy: String = "") -> InputError {
    InputError(file: file, line: lines[key], message, remedy: remedy)
  }

  private static func interval(_ value: YamlValue) throws(InputError) -> SimDuration {
    let interval = try value.duration()
    guard interval > .zero else {
      throw value.error("\(value.path) is no time", remedy: "write it as 1 h")
    }
    return interval
  }

  private init(top: YamlMapping, path: String, folder: String) throws(InputError) {
    let mapping = try top.required("scenario").mapping(keys: Self.keys)
    file = top.owner.file
    for entry in mapping.entries { lines[entry.key] = entry.line }
    func inFolder(_ name: String) -> String {
      name.hasPrefix("/") ? name : folder + name
    }
    func source(
      _ key: String,
      _ presets: [Preset],
      orSection other: String? = nil
    ) throws(InputError) -> String? {
      guard let value = mapping[key] else {
        return top[key] == nil && other.map { top[$0] == nil } ?? true ? nil : path
      }
      guard top[key] == nil else {
        throw value.error(
          "\(value.path) and the section '\(key)' are both given",
          remedy: "keep one of them"
        )
      }
      let name = try value.text()
      if presets.contains(where: { $0.name == name }) { return name }
      guard presets.isEmpty || StrictYAML.isReadable(inFolder(name)) else {
        var unknown = Preset.unknown(name, subject: key, among: presets, folder: folder)
        unknown.message = "\(value.path) is '\(name)': \(unknown.message)"
        (unknown.file, unknown.line) = (value.file, value.line)
        throw unknown
      }
      return inFolder(name)
    }
    name = try mapping["name"]?.text()
    cluster = try source("cluster", ClusterPresets.all)
    tenants = try source("tenants", TenantsPresets.all)
    assign = try source("assign", [])
    timeline = try source("timeline", [], orSection: "windows")
    outages = try mapping["outages"]?.text()
    outages = outages.map(inFolder)
    checkpoint = try mapping["checkpoint"].map { value throws(InputError) in
      try Self.interval(value)
    }
    trace = try mapping["trace"]?.text()
    trace = trace.map(inFolder)
    models = try Self.models(mapping["models"], section: top["models"], inFolder)
    allowedDrops = try mapping["allow_drops"]?.share()
    if let value = mapping["scale_users"] {
      let factor = try value.millionths()
      guard Self.userScales.contains(factor) else {
        throw value.error("\(value.path) must be 0.01 to 100, such as 1.2")
      }
      userScale = factor
    }
    load = try mapping["load"]?.millionths()
    if load == 0 { throw error("load", "scenario.load must be more than zero") }
    allowsOverload = try mapping["allow_overload"]?.word(among: ["true", "false"]) == "true"
    missingLimit = try mapping["missing_limit"]?.text()
    if let text = missingLimit, !["drop", "run"].contains(text),
      QuantityText.duration(text) == nil
    {
      throw error(
        "missing_limit",
        "scenario.missing_limit must be drop, run or a duration such as 2 h, not '\(text)'"
      )
    }
    epoch = try mapping["epoch"]?.text()
    (from, to) = (try mapping["from"]?.text(), try mapping["to"]?.text())
    measure = try mapping["measure"]?.text()
    if let value = mapping["generate"] { generation = try Generation(value) }
    if let value = mapping["failures"] { failures = try FailureModel(value) }
  }

  /// The rule for models: a word, a mapping, or the path of a file; or the section beside.
  private static func models(
    _ value: YamlValue?,
    section: YamlValue?,
    _ inFolder: (String) -> String
  ) throws(InputError) -> ModelRule? {
    guard let value else {
      return try section.map { value throws(InputError) in try ModelRule(value) }
    }
    guard section == nil else {
      throw value.error(
        "\(value.path) and the section 'models' are both given",
        remedy: "keep one of them"
      )
    }
    if !value.isMapping, let path = try? value.text(), StrictYAML.isReadable(inFolder(path)) {
      return try ModelRule.load(inFolder(path))
    }
    return try ModelRule(value)
  }
}
