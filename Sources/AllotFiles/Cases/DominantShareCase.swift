internal import AllotPolicies

/// Cases about dominant resource fairness: task by task, divisible, and down a tree.
enum DominantShareCase {
  static let progressive = PolicyCaseKinds.Kind(
    name: "drf.progressive",
    keys: ["capacity", "users", "tieBreak"]
  ) { inputs throws(InputError) in
    let capacity = try amounts(inputs.required("capacity"))
    let rows = try inputs.required("users").list { value throws(InputError) in
      try value.mapping(keys: ["name", "task", "weight"])
    }
    let names = try YamlMapping.names(of: rows)
    let order = try inputs.required("tieBreak").list { value throws(InputError) in
      guard let user = names.firstIndex(of: try value.text()) else {
        throw value.error("there is no user '\(try value.text())'")
      }
      return user
    }
    guard order.sorted() == Array(names.indices) else {
      throw try inputs.required("tieBreak").error("tieBreak names every user once")
    }
    let tasks = try rows.map { row throws(InputError) in try task(row, capacity) }
    let weights = try rows.map { row throws(InputError) in try weight(row.required("weight")) }
    // Whole numbers keep equal fractions equal.
    let largest = (tasks.flatMap { $0 } + capacity.map(\.value)).max() ?? 0
    guard let units = scale(tasks.flatMap { $0 } + capacity.map(\.value)),
      let parts = scale(weights), largest * units * parts * (weights.max() ?? 1) < 0x1p53
    else {
      throw inputs.owner.error(
        "amounts and weights are too large, or have too many decimals, to be compared exactly"
      )
    }
    func whole(_ number: Double, _ scale: Double) -> Int64 { Int64((number * scale).rounded()) }
    let total = capacity.map { whole($0.value, units) }
    let users = order.map { user in
      LiftLowestSurplus.User(
        task: tasks[user].map { whole($0, units) },
        weight: whole(weights[user], parts)
      )
    }
    let sequence = LiftLowestSurplus().sequence(capacity: total, users: users).map { order[$0] }
    let counts = names.indices.map { user in sequence.count { $0 == user } }
    return .map([
      entry("tasks", names, counts.map { .integer(Int64($0)) }),
      CaseValue.Entry("sequence", .list(sequence.map { .text(names[$0]) })),
      entry(
        "dominantShare",
        names,
        names.indices.map { user in
          .number(
            LiftLowestSurplus.dominantShare(
              of: tasks[user].map { whole($0, units) * Int64(counts[user]) },
              capacity: total,
              weight: 1
            )
          )
        }
      ),
    ])
  }

  static let mechanism = PolicyCaseKinds.Kind(
    name: "drf.mechanism",
    keys: ["mechanism", "capacity", "users"]
  ) { inputs throws(InputError) in
    let words = DivisibleMechanism.allCases.map(\.rawValue)
    let word = try inputs.required("mechanism").word(among: words)
    let capacity = try amounts(inputs.required("capacity"))
    let rows = try inputs.required("users").list { value throws(InputError) in
      try value.mapping(keys: ["name", "task"])
    }
    let tasks = try rows.map { row throws(InputError) in try task(row, capacity) }
    for (row, task) in zip(rows, tasks)
    where zip(task, capacity).contains(where: {
      $0 > 0 && $1.value == 0
    }) {
      throw row.owner.error("the task takes something that there is nothing of")
    }
    let names = try YamlMapping.names(of: rows)
    let mechanism = DivisibleMechanism(rawValue: word) ?? .dominantResource
    let counts = mechanism.divide(capacity.map(\.value), among: tasks)
    return .map([entry("tasks", names, counts.map { .number($0) })])
  }

  static let hierarchical = PolicyCaseKinds.Kind(
    name: "hdrf.tasks",
    keys: ["capacity", "leaves"]
  ) { inputs throws(InputError) in
    let capacity = try amounts(inputs.required("capacity"))
    var nodes: [HierarchicalFilling.Node] = []
    var nodeOf: [String: Int] = [:]
    var leaves: [(path: String, node: Int)] = []
    for leaf in try inputs.required("leaves").list() {
      let row = try leaf.mapping(keys: ["path", "weights", "demandPerTask", "tasks"])
      let path = try row.required("path").text()
      let words = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      let weights = try row.required("weights").list { value throws(InputError) in
        try weight(value)
      }
      guard weights.count == words.count else {
        throw row.owner.error("\(path) needs a weight for each of its \(words.count) elements")
      }
      var parent: Int?
      for (depth, weight) in weights.enumerated() {
        let prefix = words[...depth].joined(separator: "/")
        if let known = nodeOf[prefix] {
          guard nodes[known].weight == weight else {
            throw row.owner.error("\(prefix) has another weight here than before")
          }
          parent = known
          continue
        }
        if (parent == nil) != nodes.isEmpty { throw row.owner.error("\(path) has another root") }
        nodeOf[prefix] = nodes.count
        nodes.append(HierarchicalFilling.Node(parent: parent, weight: weight))
        parent = nodes.count - 1
      }
      guard let node = parent, !leaves.contains(where: { $0.node == node }) else {
        throw row.owner.error("\(path) is given twice")
      }
      nodes[node].task = try task(row, capacity, key: "demandPerTask")
      nodes[node].tasks = try row.required("tasks").integer(in: 0...1_000_000)
      leaves.append((path, node))
    }
    for (path, node) in leaves where nodes.contains(where: { $0.parent == node }) {
      throw inputs.owner.error("\(path) is a leaf, and something is below it")
    }
    guard !nodes.isEmpty else { throw inputs.owner.error("there are no leaves") }
    var order = HierarchicalFilling(capacity: capacity.map(\.value), nodes: nodes)
    let started = order.fill()
    return .map([
      entry("tasks", leaves.map(\.path), leaves.map { .integer(Int64(started[$0.node])) })
    ])
  }

  private static func entry(
    _ name: String,
    _ names: [String],
    _ values: [CaseValue]
  ) -> CaseValue.Entry {
    CaseValue.Entry(name, .map(zip(names, values).map { CaseValue.Entry($0, $1) }))
  }

  private static func amounts(
    _ value: YamlValue
  ) throws(InputError) -> [(name: String, value: Double)] {
    try value.map { value throws(InputError) in try value.positiveNumber() }
  }

  private static func weight(_ value: YamlValue) throws(InputError) -> Double {
    let weight = try value.positiveNumber()
    guard weight > 0 else { throw value.error("\(value.path) must be more than zero") }
    return weight
  }

  /// What a task takes of each resource of the cluster.
  private static func task(
    _ row: YamlMapping,
    _ capacity: [(name: String, value: Double)],
    key: String = "task"
  ) throws(InputError) -> [Double] {
    let value = try row.required(key)
    let amounts = try amounts(value)
    for amount in amounts where !capacity.contains(where: { $0.name == amount.name }) {
      throw value.error("there is no resource '\(amount.name)' in the capacity")
    }
    let task = capacity.map { resource in amounts.first { $0.name == resource.name }?.value ?? 0 }
    guard task.contains(where: { $0 > 0 }) else {
      throw value.error("\(value.path) takes nothing")
    }
    return task
  }

  /// The smallest power of ten, up to a million, that makes whole numbers of all; nil where none
  /// does.
  private static func scale(_ numbers: [Double]) -> Double? {
    // Decimals have no exact binary form: 2.01 × 100 is less than 201.
    func isWhole(_ number: Double) -> Bool {
      (number.rounded() - number).magnitude <= number * 1e-12
    }
    let scales = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6]
    return scales.first { scale in numbers.allSatisfy { isWhole($0 * scale) } }
  }
}
