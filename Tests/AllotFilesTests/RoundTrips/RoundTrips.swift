/// Every kind of recorded states that a replay can bring about.
enum RoundTrips {
  static let all: [RoundTripTests.System] = [
    kueueCycles, kueuePreemption, kueueUpstream, kaiShares, kaiReclaim, volcanoProportion,
    volcanoReclaim, volcanoOrder, yarnFair, yarnCapacity,
  ]

  // MARK: Kueue

  private static let kueueCycles = RoundTripTests.System(
    file: "kueue-cycles-generated",
    kind: "kueue.cycle",
    state: KueueState.state,
    isAnswer: { decisions, recorded in
      let first = (recorded.expected["cycles"] as? [[String: Any]])?.first ?? [:]
      let evicted = first["evicted"] as? [[String: Any]] ?? []
      return begins(decisions.started, with: first["admitted"] as? [String] ?? [])
        && begins(decisions.evicted, with: evicted.compactMap { $0["name"] as? String })
    },
    random: { $0.kueueCycle() },
    // What the first cycle admits and a later one of the instant takes back has never started.
    mostDifferent: 0.005
  )

  private static func preemption(
    _ file: String,
    unreachable: [Unreachable: Int]
  ) -> RoundTripTests.System {
    RoundTripTests.System(
      file: file,
      kind: "kueue.preemption",
      state: KueueState.state,
      isAnswer: { decisions, recorded in
        let targets = recorded.expected["targets"] as? [[String: Any]] ?? []
        // Where nobody need leave nobody does, in later cycles of the instant neither.
        return targets.isEmpty
          ? decisions.evicted.isEmpty
          : begins(decisions.evicted, with: targets.compactMap { $0["name"] as? String })
      },
      otherwise: KueueState.cycle,
      unreachable: unreachable
    )
  }

  private static let kueuePreemption = preemption(
    "kueue-preemption-generated",
    unreachable: [.severalResources: 74, .noVictimsSought: 6]
  )
  private static let kueueUpstream = preemption(
    "kueue-preemption-upstream",
    unreachable: [.severalResources: 10]
  )

  /// The cycles that follow in the same instant decide more.
  private static func begins(_ decided: [QueueState.Workload], with names: [String]) -> Bool {
    decided.prefix(names.count).map(\.name).sorted() == names.sorted()
  }

  // MARK: KAI

  private static let kaiShares = RoundTripTests.System(
    file: "kai",
    kind: "kai.fair-share",
    state: KaiState.fairShare,
    isAnswer: { decisions, recorded in
      let shares = recorded.expected["fairShare"] as? [String: [String: Any]] ?? [:]
      // What nobody has a share of is for whoever wants it.
      let isAll = (recorded.expected["remaining"] as? [String: Any])?["gpu"] as? Int == 0
      return shares.allSatisfy { name, share in
        let held = decisions.held["q\(name)"] ?? 0
        let own = share["gpu"] as? Int ?? 0
        return isAll ? held == own : held >= own
      }
    },
    unreachable: [.partsOfDevices: 2, .pastUse: 4],
    random: { $0.kaiShares() }
  )

  private static let kaiReclaim = RoundTripTests.System(
    file: "kai",
    kind: "kai.reclaim",
    state: KaiState.reclaim,
    isAnswer: { decisions, recorded in
      // Less urgent jobs of its own queue leave by another action.
      decisions.evicted.contains { $0.queue == "victimqueue" }
        == (recorded.expected["allowed"] as? Bool == true)
    },
    unreachable: [.sharesOfNoCluster: 1],
    random: { $0.kaiReclaim() }
  )

  // MARK: Volcano

  private static let volcanoProportion = RoundTripTests.System(
    file: "volcano",
    kind: "volcano.proportion",
    state: { .success(VolcanoState.proportion($0)) },
    isAnswer: { decisions, recorded in
      let deserved = recorded.expected["deserved"] as? [String: Double] ?? [:]
      // A queue starts jobs as long as it holds less than its share, so that its last one may take
      // it above.
      let held = decisions.held.values.reduce(0, +)
      return held >= Int(deserved.values.reduce(0, +) + 1e-6)
        && deserved.allSatisfy { name, share in
          Double(decisions.held[name] ?? 0) < share + 1 - 1e-6
        }
    },
    random: { $0.volcanoProportion() }
  )

  private static let volcanoReclaim = RoundTripTests.System(
    file: "volcano",
    kind: "volcano.capacity-reclaim",
    state: VolcanoState.reclaim,
    isAnswer: { decisions, recorded in
      let yielded = recorded.expected["reclaimable"] as? [String: Int] ?? [:]
      let request = recorded.inputs["request"] as? Int ?? 0
      let suffices = yielded.values.reduce(0, +) >= request
      return decisions.evicted.count == (suffices ? request : 0)
        && yielded.allSatisfy { name, most in
          decisions.evicted.filter { $0.queue == name }.count <= most
        }
    },
    unreachable: [.partsOfGangs: 1],
    random: { $0.volcanoReclaim() }
  )

  private static let volcanoOrder = RoundTripTests.System(
    file: "volcano",
    kind: "volcano.capacity-order",
    state: { .success(VolcanoState.order($0)) },
    isAnswer: { decisions, recorded in
      decisions.started.first?.queue == (recorded.expected["order"] as? [String])?.first
    },
    random: { $0.volcanoOrder() }
  )

  // MARK: YARN

  private static let yarnFair = RoundTripTests.System(
    file: "yarn-fair",
    kind: "yarn-fair.shares",
    state: { .success(YarnState.fairShares($0)) },
    isAnswer: { decisions, recorded in
      let shares = recorded.expected["fairShare"] as? [Int] ?? []
      let total = recorded.inputs["total"] as? Int ?? 0
      let wanted = recorded.rows("schedulables").reduce(0) {
        $0 + min(total, $1["max"] as? Int ?? total)
      }
      // Shares are cut to whole devices, and may sum to more than there are.
      return decisions.held.values.reduce(0, +) == min(total, wanted)
        && shares.enumerated().allSatisfy { (decisions.held["q\($0)"] ?? 0) <= $1 + 1 }
    },
    random: { $0.yarnFair() }
  )

  private static let yarnCapacity = RoundTripTests.System(
    file: "yarn-capacity-preemption",
    kind: "yarn-capacity.preemption",
    state: { .success(YarnState.preemption($0)) },
    isAnswer: { decisions, recorded in
      let rows = recorded.expected["preempted"] as? [[String: Any]] ?? []
      var containers: [String: Int] = [:]
      for row in rows {
        containers[row["queue"] as? String ?? "", default: 0] += row["containers"] as? Int ?? 0
      }
      return containers.allSatisfy { queue, count in
        decisions.evicted.filter { $0.queue.hasSuffix(".\(queue)") }.count == count
      }
    },
    otherwise: YarnState.dominant,
    unreachable: [.otherCalculator: 1],
    random: { $0.yarnCapacity() }
  )
}
