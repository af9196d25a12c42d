import Allot
import AllotMetrics
import AllotPolicies
import Foundation
import Testing

/// What figures declare, how they are named, and how their values are looked up and written.
@Suite struct FiguresTests {
  private func names(_ text: String, writesFiles: Bool = false) -> [String]? {
    Figures.named(text, writesFiles: writesFiles)?.map { $0.name }
  }

  @Test func namesChooseFigures() {
    let all = Figures.standard.map { $0.name }
    let shown = all.filter { $0 != "timeline" && $0 != "queue" }
    #expect(names("none") == [])
    #expect(names("standard") == shown)
    #expect(names("standard", writesFiles: true) == all)
    #expect(names("fairness") == shown + ["fairness"])
    #expect(names("standard,fairness", writesFiles: true) == all + ["fairness"])
    #expect(names("fairness,standard,fairness") == shown + ["fairness"])
    #expect(names("fairnes") == nil)
    #expect(names("standard,none") == nil)
    #expect(names("wait") == nil)
    #expect(Set(Figures.all.map { $0.name }).count == Figures.all.count)
  }

  /// What a figure says is what it declares, so that files name the units of all their members.
  @Test func figuresSayWhatTheyDeclare() throws {
    var tenants = Tenants()
    let promise = Promise(waitP95: SimDuration(seconds: 1))
    let a = tenants.add("a", below: Tenants.root, share: .whole, promises: [promise])
    let job = Job(
      submit: .zero,
      run: SimDuration(seconds: 9),
      limit: SimDuration(seconds: 9),
      gpus: 1,
      tenant: a
    )
    let kinds = [
      NodeKind(name: "g", gpus: 1, model: ID(0), cores: 1),
      NodeKind(name: "c", gpus: 0, model: ID(0), cores: 1),
    ]
    let cluster = Cluster(
      name: "mixed",
      models: Table([DeviceModel(name: "A")]),
      pools: Table(kinds.map { Pool(name: $0.name, nodes: 1, kind: $0) })
    )
    let late = SimTime(seconds: 1_000)
    let outage = NodeOutage(ID(1), node: 0, from: late, until: .distantFuture, running: .drain)
    let world = World(cluster: cluster, tenants: tenants, jobs: [job, job], outages: [outage])
    let policy = try #require(PolicyPresets.named("fcfs"))
    var declared: Set = ["jobs"]
    for figure in Figures.all {
      let replay = try Replay(MeasuredWorld(world: world), policy: policy, figures: [figure])
      let summary = replay.summary
      var said = Set(summary.whole.values.keys)
      for entry in summary.groupings.flatMap(\.entries) { said.formUnion(entry.values.keys) }
      said.remove("jobs")
      #expect(said == Set(figure.fields.map(\.key)), "\(figure.name)")
      #expect(said.allSatisfy { summary.units[$0] != nil }, "\(figure.name)")
      #expect(replay.files.map(\.name) == figure.fileNames, "\(figure.name)")
      declared.formUnion(said)
    }
    let paths = Figures.all.flatMap { $0.columns.map(\.path) + $0.metrics.map(\.path) }
    for path in paths { #expect(declared.contains(String(path.prefix { $0 != "." })), "\(path)") }
  }

  /// Ids of a closed loop are not those of the trace, and there are more of them.
  @Test func closedLoopsHaveNoClasses() throws {
    let job = Job(
      submit: .zero,
      run: SimDuration(seconds: 9),
      limit: SimDuration(seconds: 9),
      gpus: 1,
      tenant: ID(1)
    )
    let world = World(
      cluster: Cluster(processors: 1),
      tenants: .single,
      jobs: [job],
      resubmitsUntil: SimTime(seconds: 20)
    )
    let measured = MeasuredWorld(
      world: world,
      window: MeasurementWindow(from: .zero, to: SimTime(seconds: 100)),
      classes: JobClasses(names: ["training"], ofJob: [0])
    )
    let policy = try #require(PolicyPresets.named("fcfs"))
    let summary = try Replay(measured, policy: policy).summary
    #expect(summary.tenants.map { $0["jobs"] } == [.count(3)])
    #expect(summary.entries("classes").isEmpty)
  }

  @Test func pathsLeadThroughMembers() {
    let value = FigureValue.members([
      "wait": .members(["p95": .number(3.5), "unbounded": .members(["jobs": .count(2)])]),
      "promises": .list([.members(["kept": .truth(true)])]),
      "promised": .text("kept"),
      "worst": .none,
    ])
    #expect(value["wait.p95"] == .number(3.5))
    #expect(value["wait.unbounded.jobs"] == .count(2))
    #expect(value["wait.unbounded.jobs"]?.number == 2)
    #expect(value["worst"] == FigureValue.none)
    #expect(value[""] == value)
    for path in ["p95", "wait.p50", "wait.p95.x", "promises.kept", "worst.job", "wait..x"] {
      #expect(value[path] == nil, "\(path)")
    }
    #expect(value["promised"]?.number == nil)
    #expect(FigureValue.truth(true).number == nil)
    #expect(FigureValue(.infinity) == .none)
    #expect(FigureValue(.nan) == .none)
    #expect(FigureValue(nil) == .none)
    #expect(FigureValue(0) == .number(0))
  }

  @Test func valuesAreWrittenAsJSON() throws {
    let value = FigureValue.members([
      "b": .list([.count(1), .number(0.5), .none]), "a": .truth(false), "c": .text("x"),
    ])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    #expect(text == #"{"a":false,"b":[1,0.5,null],"c":"x"}"#)
  }
}
