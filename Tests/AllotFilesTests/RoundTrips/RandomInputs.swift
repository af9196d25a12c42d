import Allot

/// Random states of other systems, in the notation of recorded cases.
struct RandomInputs {
  private var random: RandomStream

  init(kind: String) {
    random = RandomStream("round trip \(kind)", seed: 7)
  }

  private mutating func some<Element>(_ elements: [Element]) -> Element {
    elements[random.below(elements.count)]
  }

  /// A number, or nothing as often as said.
  private mutating func perhaps(_ range: ClosedRange<Int>, nothing part: Int = 2) -> Any {
    random.below(part) == 0 ? random.within(range) as Any : nothing
  }

  // MARK: Kueue

  private let nothing: Any = Optional<Int>.none as Any

  private mutating func kueueNodes() -> [[String: Any]] {
    let isDeep = random.chance(1, in: 2)
    var nodes: [[String: Any]] = [
      ["name": "root", "kind": "cohort", "parent": ""]
    ]
    if isDeep {
      nodes += ["left", "right"].map { ["name": $0, "kind": "cohort", "parent": "root"] }
    }
    let queues = random.within(2...4)
    for index in 0..<queues {
      let parent = isDeep ? some(["left", "right", "root"]) : "root"
      nodes.append(["name": "q\(index)", "kind": "clusterQueue", "parent": parent])
    }
    for index in nodes.indices {
      let isQueue = nodes[index]["kind"] as? String == "clusterQueue"
      nodes[index]["fairWeight"] = some([1, 1, 2, 3])
      let hasQuota = isQueue || (index > 0 && random.chance(1, in: 4))
      nodes[index]["quotas"] = !hasQuota ? [] : [quota()]
      nodes[index]["preemption"] = isQueue ? rights() : nothing
      nodes[index]["queueingStrategy"] =
        isQueue ? some(["BestEffortFIFO", "BestEffortFIFO", "StrictFIFO"]) : nothing
    }
    return nodes
  }

  private mutating func quota() -> [String: Any] {
    let nominal = random.within(0...6)
    return [
      "flavor": "default", "resource": "example.com/gpu", "nominal": nominal,
      "borrowingLimit": perhaps(0...6), "lendingLimit": perhaps(0...nominal),
    ]
  }

  private mutating func rights() -> [String: Any] {
    let borrows = random.chance(1, in: 3)
    return [
      "withinClusterQueue": some(["Never", "LowerPriority", "LowerOrNewerEqualPriority"]),
      "reclaimWithinCohort": borrows
        ? some(["LowerPriority", "Any"]) : some(["Never", "LowerPriority", "Any"]),
      "borrowWithinCohort": borrows ? "LowerPriority" : "Never",
      "maxPriorityThreshold": borrows ? perhaps(-1...2) : nothing,
    ]
  }

  private mutating func workloads(_ count: Int, from: Int, _ queues: [String]) -> [[String: Any]] {
    (0..<count).map { index in
      [
        "name": "w\(from + index)", "clusterQueue": some(queues), "gpus": random.within(1...4),
        "priority": random.within(-2...2), "createdSecRel": -200 + from + index,
      ]
    }
  }

  mutating func kueueCycle() -> [String: Any] {
    let nodes = kueueNodes()
    let queues = nodes.filter { $0["kind"] as? String == "clusterQueue" }
      .compactMap { $0["name"] as? String }
    let admitted = workloads(random.within(0...8), from: 0, queues).map { row in
      var row = row
      row["quotaReservedSecRel"] = (row["createdSecRel"] as? Int ?? 0) + 100
      return row
    }
    return [
      "fairSharing": random.chance(1, in: 2), "run": "one-cycle", "nodes": nodes,
      "admitted": admitted,
      // One of each queue: what a later cycle of the instant takes back again has never started.
      "pending": queues.enumerated().compactMap { index, queue in
        random.chance(2, in: 3) || index == 0
          ? workloads(1, from: 20 + index, [queue]).first : nil
      },
    ]
  }

  // MARK: KAI

  mutating func kaiShares() -> [String: Any] {
    let queues = (0..<random.within(2...4)).map { index in
      [
        "name": "\(index)", "priority": random.within(0...1),
        "resources": [
          "gpu": [
            "deserved": random.within(0...6), "overQuotaWeight": random.within(0...3),
            "limit": random.chance(1, in: 3) ? random.within(6...12) : -1,
            "request": random.within(0...20), "normalisedUsage": 0,
          ]
        ],
      ] as [String: Any]
    }
    let deserved = queues.compactMap {
      ($0["resources"] as? [String: [String: Any]])?["gpu"]?["deserved"] as? Int
    }
    let total = deserved.reduce(0, +) + random.within(1...20)
    return ["kValue": 0, "total": ["gpu": total], "queues": queues]
  }

  mutating func kaiReclaim() -> [String: Any] {
    let deserved = [random.within(0...4), random.within(0...4)]
    let weights = [random.within(0...4), random.within(0...4)]
    let request = random.within(1...2)
    let size = request + random.within(0...1)
    // The job that waits is all that is missing to the own share.
    let shares = zip(deserved, weights).map { $0 + $1 }
    let own = max(0, shares[0] - request)
    let rest = shares[0] + shares[1] - own
    let other = rest - rest % size
    let fixed = min(own, deserved[0], random.within(0...2))
    // Shares sum to what both hold.
    let total = own + other
    let share = min(shares[0], total)
    return [
      "reclaimer": [
        "allocated": own, "allocatedNonPreemptible": fixed, "fairShare": share,
        "deserved": min(deserved[0], share), "request": request,
        "preemptible": random.chance(2, in: 3),
      ] as [String: Any],
      "victimQueue": [
        "allocated": other, "fairShare": total - share,
        "deserved": min(deserved[1], total - share),
      ],
      "victimSize": size,
    ]
  }

  // MARK: Volcano

  mutating func volcanoProportion() -> [String: Any] {
    let queues = (0..<random.within(2...4)).map { index in
      [
        "name": "q\(index)", "weight": random.within(1...5), "request": random.within(1...40),
        "capability": perhaps(5...30, nothing: 3), "guarantee": 0,
      ] as [String: Any]
    }
    return ["total": random.within(10...60), "queues": queues]
  }

  mutating func volcanoReclaim() -> [String: Any] {
    let queues = (0..<random.within(2...4)).map { index in
      // Who holds less than its guarantee has the rest kept idle here.
      let (deserved, allocated) = (random.within(0...6), random.within(0...9))
      return [
        "name": "q\(index)", "deserved": deserved,
        "guarantee": random.within(0...min(deserved, allocated)), "allocated": allocated,
        "gangMinAvailable": 0,
      ] as [String: Any]
    }
    return ["queues": queues, "reclaimer": "q0", "request": random.within(1...4)]
  }

  mutating func volcanoOrder() -> [String: Any] {
    let queues = (0..<random.within(2...4)).map { index in
      [
        "name": "q\(index)", "deserved": ["gpu": random.within(1...9)],
        "allocated": ["gpu": random.within(0...9)],
      ] as [String: Any]
    }
    return ["queues": queues]
  }

  // MARK: YARN

  mutating func yarnFair() -> [String: Any] {
    let queues = (0..<random.within(2...5)).map { _ in
      let least = random.chance(1, in: 2) ? random.within(0...10) : 0
      return [
        "min": least, "max": random.chance(1, in: 3) ? least + random.within(0...20) : nothing,
        "weight": some([0.5, 1, 1, 2, 3]),
      ] as [String: Any]
    }
    let least = queues.compactMap { $0["min"] as? Int }.reduce(0, +)
    return ["total": least + random.within(1...60), "schedulables": queues]
  }

  mutating func yarnCapacity() -> [String: Any] {
    let total = 100
    var queues: [[String: Any]] = []
    func row(_ name: String, _ parent: Any, _ guaranteed: Int, _ max: Int) -> [String: Any] {
      [
        "name": name, "parent": parent, "guaranteed": guaranteed, "max": max, "used": 0,
        "pending": 0, "reserved": 0, "apps": 1,
      ]
    }
    queues.append(row("root", nothing, total, total))
    var leaves: [Int] = []
    let parts = split(total, into: random.within(2...3))
    for (index, part) in parts.enumerated() {
      let name = "p\(index)"
      let most = random.chance(1, in: 3) ? part + random.below(total - part + 1) : total
      queues.append(row(name, "root", part, most))
      guard random.chance(1, in: 2) else {
        leaves.append(queues.count - 1)
        continue
      }
      for (child, amount) in split(part, into: 2).enumerated() {
        queues.append(row("\(name)c\(child)", name, amount, most))
        leaves.append(queues.count - 1)
      }
    }
    // Everything is held, as far as maxima allow, and some queues want more.
    for (leaf, part) in zip(leaves, split(total, into: leaves.count)) {
      let used = min(part, room(of: leaf, in: queues))
      add(used, "used", to: leaf, of: &queues)
      if random.chance(1, in: 2) { add(random.within(1...40), "pending", to: leaf, of: &queues) }
    }
    let disabled = leaves.filter { _ in random.chance(1, in: 6) }
    return [
      "queues": queues, "containerSize": 1,
      "conf": [
        // What a round takes at most is spread over queues there, and goes by starts here.
        "total_preemption_per_round": 1.0, "natural_termination_factor": 1.0,
        "max_ignored_over_capacity": some([0.0, 0.1]), "max_wait_before_kill_ms": 0,
        "resource_calculator": "dominant",
        "monitoring_interval_ms": 3_000, "observe_only": false,
      ] as [String: Any],
      "preemptionDisabled": disabled.compactMap { queues[$0]["name"] as? String },
      "firstContainerOfEachAppIsMaster": false,
    ]
  }

  /// What a queue may hold more, under its maximum and those above it.
  private func room(of leaf: Int, in queues: [[String: Any]]) -> Int {
    var room = Int.max
    var name = queues[leaf]["name"] as? String
    while let own = name, let queue = queues.first(where: { $0["name"] as? String == own }) {
      room = min(room, (queue["max"] as? Int ?? 0) - (queue["used"] as? Int ?? 0))
      name = queue["parent"] as? String
    }
    return room
  }

  private func add(_ amount: Int, _ key: String, to leaf: Int, of queues: inout [[String: Any]]) {
    var name = queues[leaf]["name"] as? String
    while let own = name, let index = queues.firstIndex(where: { $0["name"] as? String == own }) {
      queues[index][key] = (queues[index][key] as? Int ?? 0) + amount
      name = queues[index]["parent"] as? String
    }
  }

  /// A number in so many parts of any size.
  private mutating func split(_ total: Int, into count: Int) -> [Int] {
    let cuts = (0..<count - 1).map { _ in random.within(0...total) }.sorted() + [total]
    return zip([0] + cuts, cuts).map { $1 - $0 }
  }
}
