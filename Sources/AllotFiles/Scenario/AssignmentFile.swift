/// Reads assignments: the section `assign` of a YAML file.
///
/// ```yaml
/// assign: {by: user, map: {national: [1, 2], university/kaist: [4]}}
/// ```
///
/// with names and patterns (`nat-*`, `lab-?`), or a draw, once for each user and independent of the
/// trace's order:
///
/// ```yaml
/// assign: {split: {seed: 7, by: user, weights: {national: 5, enterprise: 3, university: 2}}}
/// ```
///
/// or several of these in a list, of which the first that lists a job decides. A rule that is
/// `optional: true` may list nobody.
public enum AssignmentFile {
  /// The assignment of a file.
  public static func load(_ path: String) throws(InputError) -> Assignment {
    try read(StrictYAML.loadSections(path).required("assign"))
  }

  /// The assignment of a section `assign`.
  public static func read(_ section: YamlValue) throws(InputError) -> Assignment {
    guard section.isList else {
      return Assignment(rules: [try readRule(section)], file: section.file)
    }
    var rules: [Assignment.Rule] = []
    for value in try section.list() { rules.append(try readRule(value)) }
    guard !rules.isEmpty else { throw section.error("\(section.path) lists no rule") }
    return Assignment(rules: rules, file: section.file)
  }

  private static func readRule(_ section: YamlValue) throws(InputError) -> Assignment.Rule {
    let mapping = try section.mapping(keys: ["by", "map", "split", "optional"])
    let isOptional = try mapping["optional"]?.word(among: ["true", "false"]) == "true"
    let rule = try readRule(mapping)
    return isOptional ? .optional(rule) : rule
  }

  private static func readRule(_ mapping: YamlMapping) throws(InputError) -> Assignment.Rule {
    let section = mapping.owner
    if let split = mapping["split"] {
      for other in ["by", "map"] {
        guard let value = mapping[other] else { continue }
        throw value.error(
          "\(section.path) has both 'split' and '\(other)'",
          remedy: other == "by" ? "write 'by' inside 'split'" : "keep one of them"
        )
      }
      return try readSplit(split)
    }
    let column = try column(mapping.required("by"))
    guard let map = mapping["map"] else {
      guard column == .tenant else {
        throw section.error("\(section.path) needs the key 'map' or 'split'")
      }
      return .paths
    }
    return .map(column, try readMap(map))
  }

  private static func column(_ value: YamlValue) throws(InputError) -> Assignment.Column {
    let word = try value.word(among: Assignment.Column.allCases.map(\.rawValue))
    guard let column = Assignment.Column(rawValue: word) else {
      preconditionFailure("the words are the columns' own")
    }
    return column
  }

  private static func readMap(_ map: YamlValue) throws(InputError) -> [Assignment.Listed] {
    var listed: [Assignment.Listed] = []
    var positions: [String: Int] = [:]
    for entry in try map.entries() {
      for value in entry.value.isList ? try entry.value.list() : [entry.value] {
        let name = try value.text()
        if let first = positions[name].map({ listed[$0] }) {
          throw value.error(
            "'\(name)' is assigned to '\(entry.key)', but line \(first.line) "
              + "assigns it to '\(first.tenant)'",
            remedy: "keep one of them"
          )
        }
        positions[name] = listed.count
        listed.append(Assignment.Listed(name: name, tenant: entry.key, line: value.line))
      }
    }
    guard !listed.isEmpty else { throw map.error("\(map.path) lists nobody") }
    return listed
  }

  private static func readSplit(_ split: YamlValue) throws(InputError) -> Assignment.Rule {
    let mapping = try split.mapping(keys: ["seed", "by", "weights"])
    let seed = try mapping.required("seed").integer(in: 0...Int.max)
    let by = try mapping["by"].map { value throws(InputError) in try column(value) } ?? .user
    let weights = try mapping.required("weights")
    var parts: [Assignment.Weighted] = []
    for entry in try weights.entries() {
      let weight = try entry.value.millionths()
      parts.append(Assignment.Weighted(tenant: entry.key, weight: weight, line: entry.line))
    }
    let sum = parts.reduce(0) { $0 + $1.weight }
    guard sum > 0 else { throw weights.error("\(weights.path) needs a positive weight") }
    return .split(by, seed: UInt64(seed), parts)
  }
}
