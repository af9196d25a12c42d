import Allot
import AllotFiles
import AllotMetrics
import AllotPolicies
import Testing

/// Pools that grow and shrink on dates, as files say it.
@Suite struct CapacityTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Two jobs, 36 hours apart, on ten nodes of four devices beside a pool that has none yet.
  private func inputs(
    _ timeline: String,
    names: String = "",
    outages: String? = nil,
    more: String = "",
    from: String? = nil
  ) throws -> ReplayInputs {
    var options = ReplayOptions()
    options.trace = try folder.write(
      "log.csv",
      "job,submit_seconds,run_seconds,gpus,tenant,start_seconds\n1,0,60,1,a,0\n"
        + "2,129600,60,1,b,\n"
    )
    options.cluster = try folder.write(
      "cluster.yaml",
      """
      cluster:
        name: site
        models: {H100: {}}
        nodes: {n: {gpus: 4, model: H100}}
        pools: {old: {nodes: 10, kind: n\(names)}, new: {nodes: 0, kind: n}}
      """
    )
    options.tenants = try folder.write(
      "tenants.yaml",
      "tenants: {a: {share: 50%\(more)}, b: {share: 50%}}"
    )
    options.timeline = try folder.write("timeline.yaml", timeline)
    options.outages = try outages.map { try folder.write("outages.csv", $0) }
    options.from = from.flatMap { InstantText($0) }
    return try ReplayInputs(options)
  }

  /// Hours since time zero, then the nodes of both pools.
  private func nodes(_ inputs: ReplayInputs) -> [[Int]] {
    let world = inputs.world
    let steps = [(time: SimTime.zero, cluster: world.cluster)]
    return (steps + world.changes.map { ($0.time, $0.cluster) }).map { step in
      [Int(step.time.milliseconds / 3_600_000)] + step.cluster.pools.elements.map(\.nodes)
    }
  }

  @Test func poolsGrowAndShrink() throws {
    let inputs = try inputs(
      """
      timeline:
        - {at: 0 h, pool: new, add: 2}
        - {at: 10 h, pool: new, add: 3 nodes}
        - {at: 20 h, pool: old, remove: 1 node}
        - {at: 20 h, pool: old, remove: 4 nodes, running: requeue, grace: 1 h}
        - {at: 30 h, pool: new, add: 1, tenants: {a: {share: 25%}}}
      """
    )
    #expect(nodes(inputs) == [[0, 10, 2], [10, 10, 5], [20, 5, 5], [30, 5, 6]])
    let world = inputs.world
    #expect(world.machine.machine.pools.elements.map(\.nodes) == [10, 6])
    #expect(world.machine.time(of: 5, in: ID(0)).upperBound == SimTime(seconds: 72_000))
    #expect(world.machine.time(of: 4, in: ID(1)).lowerBound == SimTime(seconds: 36_000))
    let told = inputs.remarks.joined(separator: "\n")
    for text in [
      "from the beginning on the pool new has 2 nodes more: 2, and the cluster 48 GPUs (before 40)",
      "the pool old has 4 nodes fewer: 5, and the cluster 40 GPUs (before 56); who runs there is "
        + "interrupted after 1 h",
      "the pool new has 1 node more: 6, and the cluster 44 GPUs (before 40), a has share 25% (11 "
        + "GPUs, before 20)",
    ] {
      #expect(told.contains(text), "\(told)")
    }
    #expect(inputs.settings["changes"]?.split(separator: ",").count == 3)
  }

  /// What is removed before the replay begins was never there.
  @Test func whatIsPastHoldsFromTheBeginning() throws {
    let inputs = try inputs(
      """
      timeline:
        - {at: 1 h, pool: old, remove: 4, running: requeue}
        - {at: 2 h, pool: old, add: 1}
        - {at: 40 h, pool: old, add: 1}
      """,
      from: "30 h"
    )
    #expect(nodes(inputs) == [[0, 7, 0], [40, 8, 0]])
    #expect(inputs.world.machine.machine.nodes == 8)
  }

  /// Tables of outages may name nodes by their positions, those that come later too; nodes that are
  /// not there are not out.
  @Test func outagesOfLaterNodes() throws {
    let inputs = try inputs(
      "timeline: [{at: 10 h, pool: new, add: 2}]",
      outages: "node,from,until,cause\nnew[1],9 h,12 h,fan\n"
    )
    let easy = try #require(PolicyPresets.all.first { $0.policy.name == "easy" }).policy
    let replay = try Replay(inputs.measured(), policy: easy, figures: Figures.all)
    #expect(replay.summary["outages.gpu_hours"]?.number == 8)
  }

  @Test(arguments: [
    ("- {at: 1 h, pool: cloud, add: 1}", "there is no pool 'cloud'; the pools are old, new"),
    ("- {at: 1 h, pool: old}", "timeline[0].pool says of 'old' neither what is added nor what"),
    ("- {at: 1 h, pool: old, add: 1, remove: 1}", "timeline[0].pool says of 'old' both at once"),
    ("- {at: 1 h, add: 1}", "timeline[0] needs the key 'pool'"),
    ("- {at: 1 h, pool: old, add: many}", "timeline[0].add is 'many', which is no number of nodes"),
    ("- {at: 1 h, pool: old, remove: 0}", "timeline[0].remove is '0', which is no number of nodes"),
    (
      "- {at: 1 h, pool: old, remove: 11}",
      "the pool 'old' has 10 nodes then, and 11 are removed; remove at most"
    ),
    (
      "- {at: 1 h, pool: old, remove: 1, running: kill}",
      "timeline[0].running is 'kill'; write drain"
    ),
    (
      "- {at: 1 h, pool: old, remove: 1, grace: 1 h}",
      "timeline[0].grace says what becomes of who runs on removed nodes, and nobody has to go"
    ),
    ("- {at: 1 h, pool: old, add: 1, running: drain}", "timeline[0].running says what becomes"),
    (
      "- {at: 1 h, pool: old, remove: 10}",
      "from 1 h after time zero on the cluster has no nodes; let some stay"
    ),
    (
      "- {at: 1 h, pool: old, remove: 6}",
      "from 1 h after time zero on 'a' reserves 10 H100, more than the 8 that it is entitled to"
    ),
  ])
  func whatCanNotBeIsAnError(text: String, message: String) throws {
    let error = #expect(throws: InputError.self) {
      try inputs("timeline:\n\(text)", more: ", reserve: 10")
    }
    let said = "\(error, default: "")".replacing(folder.path + "/timeline.yaml:2: ", with: "")
    #expect(said.hasPrefix(message), "\(said)")
  }

  /// Walls are of whole nodes, which do not move.
  @Test func wallsDoNotMove() throws {
    let inputs = try inputs("timeline: [{at: 10 h, pool: new, add: 2}]")
    let walls = try #require(PolicyPresets.all.first { $0.policy.quota.hasWalls }).policy
    let error = #expect(throws: UsageError.self) { try inputs.world.checkWalls(under: walls) }
    #expect(String(describing: error).contains("do not move"))
  }
}
