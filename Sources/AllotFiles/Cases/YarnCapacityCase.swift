internal import Allot
internal import AllotPolicies

/// Cases about which containers the Capacity Scheduler's preemption policy takes in a round.
enum YarnCapacityCase {
  static let kind = PolicyCaseKinds.Kind(
    name: "yarn-capacity.preemption",
    keys: [
      "queues", "containerSize", "conf", "preemptionDisabled", "firstContainerOfEachAppIsMaster",
    ]
  ) { inputs throws(InputError) in
    let tree = try tree(inputs)
    let conf = try inputs.required("conf").mapping(keys: [
      "total_preemption_per_round", "natural_termination_factor", "max_ignored_over_capacity",
      "max_wait_before_kill_ms", "monitoring_interval_ms", "observe_only", "resource_calculator",
    ])
    let calculators = IdealAssignment.Rounding.allCases.map(\.rawValue)
    let calculator = try conf["resource_calculator"]?.word(among: calculators)
    let reclaim = IdealReclaim(
      ReclaimTerms(perRound: try part(conf, "total_preemption_per_round")),
      tolerance: try part(conf, "max_ignored_over_capacity")
    )
    let naturalTermination = try part(conf, "natural_termination_factor")
    let sparesMasters = try inputs.required("firstContainerOfEachAppIsMaster").flag()
    let size = try inputs.required("containerSize").units()
    guard size > 0 else { throw inputs.owner.error("containerSize must be more than zero") }
    guard tree.queues.allSatisfy({ $0.used / size <= 1_000_000 }) else {
      throw inputs.owner.error("a queue has more than a million containers")
    }
    for key in ["max_wait_before_kill_ms", "monitoring_interval_ms"] { _ = try conf[key]?.units() }
    let applications = zip(tree.queues, tree.apps).map { queue, apps in
      (0..<apps).map { app in
        // What does not divide evenly stays with the oldest.
        let all = Int(queue.used / size)
        return Array(repeating: size, count: all / apps + (app < all % apps ? 1 : 0))
      }
    }
    var counts = applications.map { $0.map { _ in 0 } }
    if try !conf.required("observe_only").flag() {
      for container in reclaim.preempted(
        tree.queues,
        applications: applications,
        rounding: calculator.flatMap(IdealAssignment.Rounding.init) ?? .nearest,
        naturalTermination: naturalTermination,
        sparesMasters: sparesMasters
      ) {
        counts[container.queue][container.application] += 1
      }
    }
    let rows = counts.enumerated().flatMap { index, apps in
      apps.enumerated().map { app, count in
        CaseValue.map([
          CaseValue.Entry("queue", .text(tree.names[index])),
          CaseValue.Entry("app", .integer(Int64(app + 1))),
          CaseValue.Entry("containers", .integer(Int64(count))),
        ])
      }
    }
    return .map([CaseValue.Entry("preempted", .selection(rows))])
  }

  private static func part(_ conf: YamlMapping, _ key: String) throws(InputError) -> Share {
    Share(millionths: try conf.required(key).millionths())
  }

  private static let keys = [
    "name", "parent", "guaranteed", "max", "used", "pending", "reserved", "apps",
  ]

  private static func tree(
    _ inputs: YamlMapping
  ) throws(InputError) -> (names: [String], queues: [IdealAssignment.Queue], apps: [Int]) {
    let rows = try inputs.required("queues").list { value throws(InputError) in
      try value.mapping(keys: keys)
    }
    let names = try YamlMapping.names(of: rows)
    let protected = try inputs.required("preemptionDisabled").list { value throws(InputError) in
      guard let queue = names.firstIndex(of: try value.text()) else {
        throw value.error("there is no queue '\(try value.text())'")
      }
      return queue
    }
    var queues: [IdealAssignment.Queue] = []
    var apps: [Int] = []
    for (index, row) in rows.enumerated() {
      let parent = try row.parent(of: index, among: names)
      let isProtected =
        protected.contains(index) || (parent.map { queues[$0].isProtected } ?? false)
      let reserved = try row.required("reserved").units()
      queues.append(
        IdealAssignment.Queue(
          parent: parent,
          guaranteed: try row.required("guaranteed").units(),
          maximum: try row.required("max").units(),
          used: try row.required("used").units(),
          // What is reserved for a queue is on its way and asks for no victims.
          pending: max(0, try row.required("pending").units() - reserved),
          isProtected: isProtected
        )
      )
      apps.append(try row.required("apps").integer(in: 0...1_000_000))
    }
    guard !queues.isEmpty else { throw inputs.owner.error("there are no queues") }
    for index in apps.indices where queues.contains(where: { $0.parent == index }) {
      apps[index] = 0
    }
    return (names, queues, apps)
  }
}
