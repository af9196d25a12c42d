import Allot
import AllotFiles
import Testing

/// Nodes that are held for maintenance on dates, as files say it.
@Suite struct MaintenanceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func inputs(_ timeline: String, checkpoint: SimDuration? = nil) throws -> ReplayInputs {
    var options = ReplayOptions()
    options.trace = try folder.write(
      "log.csv",
      "# epoch: 1772377200\njob,submit_seconds,run_seconds,gpus\n1,0,60,1\n2,129600,60,1\n"
    )
    options.cluster = try folder.write(
      "cluster.yaml",
      """
      cluster:
        name: site
        models: {H100: {}}
        nodes: {n: {gpus: 4, model: H100}}
        pools: {cloud: {nodes: 4, kind: n, names: "g[1-6]"}}
      """
    )
    options.timeline = try folder.write("timeline.yaml", "zone: Asia/Seoul\ntimeline:\n\(timeline)")
    options.checkpoint = checkpoint
    return try ReplayInputs(options)
  }

  @Test func nodesAreHeldOnDates() throws {
    let inputs = try inputs(
      """
      - at: 2026-03-03 09:00
        until: 2026-03-03 18:00
        nodes: "cloud[0-1]"
        maintenance: power
        announced: 1 d
      - {at: 20 h, pool: cloud, add: 2}
      - {at: 40 h, until: 41 h, nodes: "g6", maintenance: fan, grace: 10 min}
      - {at: 50 h, until: 51 h, nodes: "g1", maintenance: disk, running: drain}
      """,
      checkpoint: SimDuration(seconds: 60)
    )
    let outages = inputs.world.outages
    let hours = outages.map { outage in
      [outage.known, outage.from, outage.until].map { $0.milliseconds / 60_000 }
    }
    #expect(
      hours == [
        [540, 1_980, 2_520], [540, 1_980, 2_520], [2_400, 2_400, 2_460], [2_400, 2_410, 2_460],
        [3_000, 3_000, 3_060],
      ]
    )
    #expect(outages.map(\.node) == [0, 1, 5, 5, 0])
    #expect(outages.map(\.running) == [.requeue, .requeue, .drain, .requeue, .drain])
    let told = inputs.remarks.joined(separator: "\n")
    #expect(
      told.contains(
        "2 nodes (8 GPUs) are out for 'power' until 2026-03-03T18:00:00+09:00, announced 1 d "
          + "before; who still runs is interrupted"
      ),
      "\(told)"
    )
    #expect(told.contains("announced by nobody; who still runs is interrupted after 10 min"))
    #expect(inputs.settings["changes"]?.contains("2026-03-03T09:00:00+09:00") == true)
  }

  /// What has begun is in force from the start, and what is over is told.
  @Test func whatIsPast() throws {
    let inputs = try inputs(
      """
      - {at: 2026-03-01, until: 2026-03-03, nodes: "g1", maintenance: power, announced: 14 d}
      - {at: 2026-02-01, until: 2026-02-02, nodes: "g1", maintenance: power}
      """
    )
    #expect(inputs.world.outages.map(\.from) == [.zero])
    #expect(inputs.world.outages.map(\.known) == [.zero])
    #expect(inputs.remarks.contains { $0.contains("a maintenance is over before") })
  }

  @Test(arguments: [
    (
      "- {at: 1 h, until: 1 h, nodes: g1, maintenance: x}",
      "the maintenance does not end after it begins; correct one of its dates"
    ),
    (
      "- {at: 1 h, until: 2 h, nodes: g1, maintenance: x, grace: 1 h}",
      "the grace lasts as long as the maintenance, so that nobody would have to go"
    ),
    ("- {at: 1 h, until: 2 h, pool: cloud, add: 1}", "timeline[0].until is of maintenance, and no"),
    ("- {at: 1 h, until: 2 h, nodes: g1}", "timeline[0] needs the key 'maintenance'"),
    ("- {at: 1 h, nodes: g1, maintenance: x}", "timeline[0] needs the key 'until'"),
    ("- {at: 1 h, until: 2 h, nodes: g9, maintenance: x}", "'g9' is none of the cluster's"),
    ("- {at: 1 h, until: 2 h, nodes: \"cloud[9]\", maintenance: x}", "'cloud[9]' names a node of"),
    ("- {at: 1 h, until: soon, nodes: g1, maintenance: x}", "timeline[0].until is 'soon'; write a"),
    (
      "- {at: 1 h, until: 2 h, nodes: g1, maintenance: x, running: drain, grace: 1 min}",
      "timeline[0].grace says when who runs there has to go, and nobody has to"
    ),
    (
      "- {at: 1 h, until: 2 h, nodes: g1, maintenance: x, pool: cloud, add: 1}",
      "timeline[0].nodes is held, and nodes of a pool are added or removed"
    ),
    ("- {at: 1 h, running: drain, tenants: {a: {share: 1%}}}", "timeline[0].running says what"),
  ])
  func whatCanNotBeIsAnError(text: String, message: String) throws {
    let error = #expect(throws: InputError.self) { try inputs(text) }
    let said = "\(error, default: "")".replacing(folder.path + "/timeline.yaml:3: ", with: "")
    #expect(said.hasPrefix(message), "\(said)")
  }

  @Test func aNodeIsHeldOnce() throws {
    let error = #expect(throws: InputError.self) {
      try inputs(
        """
        - {at: 1 h, until: 3 h, nodes: "cloud[0-2]", maintenance: a}
        - {at: 2 h, until: 4 h, nodes: "cloud[2-3]", maintenance: b}
        """
      )
    }
    let said = "\(error, default: "")"
    #expect(said.contains(":4: the node cloud[2] is held by two entries at once"), "\(said)")
  }
}
