/// How jobs of a trace find the tenants that queues become: the section `assign` of an import.
///
/// A tenant that the trace names goes first, then the queue that a job names, as its system calls
/// it, and what the system's own mappings say of users and groups; where these override the queue,
/// they go before it. All of it is optional, as a trace may have some of these columns only.
struct QueueAssignment {
  /// Users or groups whose jobs go to a queue.
  struct Mapping {
    /// The column of the trace, `user` or `group`.
    var column: String
    var name: String
    /// The key of the queue.
    var queue: String
  }

  /// The mappings in the order in which they are asked.
  var mappings: [Mapping] = []
  /// True where they are asked before the queue that a job names.
  var overridesQueues = false

  /// The section for some queues, whose tenants have paths by their keys.
  func text(of drafts: [QueueDraft], paths: [String: String]) -> String {
    let parents = Set(drafts.compactMap(\.parent))
    let leaves = drafts.filter { !parents.contains($0.key) }
    var queuesOfName: [String: Int] = [:]
    for name in leaves.flatMap(\.namesOfTraces) { queuesOfName[name, default: 0] += 1 }
    var lines: [(path: String, names: [String])] = []
    for draft in leaves {
      // A name of several queues says nothing.
      let names = draft.namesOfTraces.filter { queuesOfName[$0] == 1 }
      if let path = paths[draft.key], !names.isEmpty { lines.append((path, names)) }
    }
    let byQueue = lines.isEmpty ? [] : [rule(by: "queue", lines)]
    let byOthers = rulesOfMappings(paths)
    let rules = overridesQueues ? byOthers + byQueue : byQueue + byOthers
    return "assign:\n  - {by: tenant, optional: true}\n" + rules.joined()
  }

  /// Mappings of one column that follow each other are one rule; the first of a name counts.
  private func rulesOfMappings(_ paths: [String: String]) -> [String] {
    var rules: [(column: String, lines: [(path: String, names: [String])])] = []
    var seen: Set<String> = []
    for mapping in mappings {
      guard let path = paths[mapping.queue],
        seen.insert("\(mapping.column) \(mapping.name)").inserted
      else { continue }
      if rules.last?.column != mapping.column { rules.append((mapping.column, [])) }
      let last = rules.count - 1
      if let line = rules[last].lines.firstIndex(where: { $0.path == path }) {
        rules[last].lines[line].names.append(mapping.name)
      } else {
        rules[last].lines.append((path, [mapping.name]))
      }
    }
    return rules.map { rule(by: $0.column, $0.lines) }
  }

  private func rule(by column: String, _ lines: [(path: String, names: [String])]) -> String {
    var text = "  - by: \(column)\n    optional: true\n    map:\n"
    for line in lines {
      let names = line.names.map(TenantsFile.quoted).joined(separator: ", ")
      text += "      \(TenantsFile.quoted(line.path)): [\(names)]\n"
    }
    return text
  }
}
