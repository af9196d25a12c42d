internal import Allot

extension ColumnMap {
  /// The map in a file of column names.
  ///
  /// ```yaml
  /// columns: {job: job_id, submit: submit_time, run: duration, gpus: gpu_num, user: user}
  /// times: calendar              # or s, ms, us: numbers; without it, calendar or seconds
  /// units: {limit: min, memory: GiB}
  /// states: {completed: [ok], failed: [crashed, oom]}
  /// ```
  static func load(_ path: String) throws(InputError) -> ColumnMap {
    let top = try StrictYAML.load(path).mapping(keys: ["columns", "times", "units", "states"])
    var map = ColumnMap(columns: try columns(top.required("columns")))
    if let times = top["times"] {
      switch try times.word(among: ["calendar", "s", "ms", "us"]) {
      case "calendar": map.times = .calendar
      case "s": map.times = .numbers(perSecond: 1)
      case "ms": map.times = .numbers(perSecond: 1_000)
      default: map.times = .numbers(perSecond: 1_000_000)
      }
    }
    if let units = top["units"] {
      let units = try units.mapping(keys: ["run", "limit", "cores", "memory"])
      map.runUnit = try unit(units["run"], among: durations) ?? .second
      map.limitUnit = try unit(units["limit"], among: durations) ?? .second
      map.coreUnit = try unit(units["cores"], among: cores) ?? .one
      map.memoryUnit = try unit(units["memory"], among: sizes) ?? .one
    }
    if let states = top["states"] { map.states = try words(states) }
    return map
  }

  private static func columns(_ value: YamlValue) throws(InputError) -> [Field: String] {
    var columns: [Field: String] = [:]
    for entry in try value.mapping(keys: Field.keys).entries {
      guard let position = Field.keys.firstIndex(of: entry.key),
        let field = Field(rawValue: position)
      else { continue }
      columns[field] = try entry.value.text()
    }
    guard columns[.submit] != nil else {
      throw value.error("columns has no 'submit'", remedy: "say which column has the submit times")
    }
    guard columns[.run] != nil || (columns[.start] != nil && columns[.end] != nil) else {
      throw value.error(
        "columns does not say how long jobs ran",
        remedy: "give 'run', or 'start' and 'end'"
      )
    }
    guard columns[.gpus] != nil || columns[.cores] != nil else {
      throw value.error(
        "columns has neither 'gpus' nor 'cores'",
        remedy: "give one of them or both"
      )
    }
    return columns
  }

  private typealias Units = [(name: String, unit: NumberUnit)]

  private static let durations: Units = [
    ("us", NumberUnit(numerator: 1, denominator: 1_000)), ("ms", .one), ("s", .second),
    ("min", NumberUnit(numerator: 60_000)), ("h", NumberUnit(numerator: 3_600_000)),
    ("d", NumberUnit(numerator: 86_400_000)),
  ]

  private static let cores: Units = [
    ("cores", .one), ("millicores", NumberUnit(numerator: 1, denominator: 1_000)),
  ]

  private static let sizes: Units = [
    ("B", NumberUnit(numerator: 1, denominator: 1 << 20)),
    ("KiB", NumberUnit(numerator: 1, denominator: 1 << 10)), ("MiB", .one),
    ("GiB", NumberUnit(numerator: 1 << 10)), ("TiB", NumberUnit(numerator: 1 << 20)),
    ("MB", NumberUnit(numerator: 1_000_000, denominator: 1 << 20)),
    ("GB", NumberUnit(numerator: 1_000_000_000, denominator: 1 << 20)),
    ("TB", NumberUnit(numerator: 1_000_000_000_000, denominator: 1 << 20)),
  ]

  private static func unit(
    _ value: YamlValue?,
    among units: Units
  ) throws(InputError) -> NumberUnit? {
    guard let value else { return nil }
    let word = try value.word(among: units.map(\.name))
    return units.first { $0.name == word }?.unit
  }

  private static func words(_ value: YamlValue) throws(InputError) -> [String: JobState] {
    var words: [String: JobState] = [:]
    let kinds: [(String, JobState)] = [
      ("completed", .ended(.completed)), ("failed", .ended(.failed)),
      ("cancelled", .ended(.cancelled)), ("limit", .ended(.limit)), ("running", .running),
      ("waiting", .waiting),
    ]
    let mapping = try value.mapping(keys: kinds.map(\.0))
    for (key, state) in kinds {
      guard let entry = mapping[key] else { continue }
      for word in entry.isList ? try entry.list() : [entry] {
        guard words.updateValue(state, forKey: try word.text()) == nil else {
          throw word.error("\(try word.text()) is there twice", remedy: "keep one of them")
        }
      }
    }
    return words
  }
}
