import Allot
import AllotFiles
import Testing

@Suite struct TraceGeneratorInputTests {
  private func cluster(_ pools: [(nodes: Int, gpus: Int)]) -> Cluster {
    Cluster(
      name: "small",
      models: Table([DeviceModel(name: "B200"), DeviceModel(name: "H200")]),
      pools: Table(
        pools.enumerated().map { index, pool in
          Pool(
            name: "pool\(index)",
            nodes: pool.nodes,
            kind: NodeKind(name: "node\(index)", gpus: pool.gpus, model: ID(index))
          )
        }
      )
    )
  }

  @Test func refusesWhatItCanNotMake() {
    #expect(throws: InputError.self) { try TraceGenerator(seed: 1, days: 0) }
    #expect(throws: InputError.self) { try TraceGenerator(seed: 1, days: 367) }
    #expect(throws: InputError.self) {
      try TraceGenerator(seed: 1, load: Share(millionths: 0))
    }
    #expect(throws: InputError.self) {
      try TraceGenerator(seed: 1, load: Share(millionths: 3_000_001))
    }
    #expect(throws: InputError.self) {
      try TraceGenerator(seed: 1, cluster: Cluster(processors: 0))
    }
  }

  @Test(arguments: [1, 4, 20, 300])
  func makesTracesForOtherClusters(nodes: Int) throws {
    let cluster = cluster([(nodes, 8), (nodes, 4)])
    let trace = try TraceGenerator(seed: 3, days: 9, cluster: cluster).generate()
    let work = trace.rows.reduce(0) { $0 + Int64($1.gpus) * $1.run.milliseconds / 1_000 }
    let offered = Double(work) / Double(cluster.gpus * 9 * 86_400)
    #expect(abs(offered / 0.9 - 1) < 0.01)
    for row in trace.rows {
      let pool = trace.texts[row.models] == "H200" ? nodes * 4 : nodes * 8
      #expect(Int(row.gpus) <= max(1, pool / 2))
    }
  }

  /// Jobs follow what is commissioned: nobody asks for models of which nothing is there, and the
  /// load is one of what is.
  @Test func jobsFollowWhatIsCommissioned() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "growth.yaml",
      "zone: Asia/Seoul\ntimeline: [{at: 2026-03-16, pool: pool1, add: 40 nodes}]"
    )
    var machine = cluster([(20, 8), (1, 8)])
    machine.pools[ID(1)].nodes = 0
    let grown = try Generation().machine(of: machine, timeline: path)
    let trace = try TraceGenerator(
      seed: 3,
      days: 28,
      load: Share(percent: 90),
      machine: grown,
      nodesFail: true
    ).generate()
    func offered(_ days: Range<Int64>, _ gpus: Int) -> Double {
      let rows = trace.rows.filter { days.contains($0.submit.milliseconds / 86_400_000) }
      let work = rows.reduce(0) { $0 + Int64($1.gpus) * $1.run.milliseconds / 1_000 }
      return Double(work) / Double(gpus * days.count * 86_400)
    }
    #expect(abs(offered(0..<28, (160 + 480) / 2) / 0.9 - 1) < 0.01)
    #expect(abs(offered(0..<14, 160) / 0.9 - 1) < 0.2)
    #expect(abs(offered(14..<28, 480) / 0.9 - 1) < 0.2)
    let later = trace.rows.filter { trace.texts[$0.models] == grown.machine.models[ID(1)].name }
    #expect(!later.isEmpty)
    #expect(later.allSatisfy { $0.submit >= SimTime(seconds: 14 * 86_400) })
    #expect(trace.synthetic?.contains("as its pools grow and shrink") == true)
    #expect(throws: InputError.self) {
      var none = machine
      none.pools[ID(0)].nodes = 0
      _ = try TraceGenerator(
        seed: 3,
        days: 28,
        load: Share(percent: 90),
        machine: ClusterOverTime(none),
        nodesFail: true
      )
    }
  }

  @Test func capsArePowersOfTwoWithinTheOwnNodesOfOnePool() throws {
    let gwangju = MachineShape(TraceGenerator.gwangju)
    #expect(gwangju.cap(of: .national, model: nil) == 512)
    #expect(gwangju.cap(of: .enterprise, model: 0) == 256)
    #expect(gwangju.cap(of: .university, model: 1) == 128)
    let unlike = MachineShape(cluster([(4, 8), (100, 4)]))
    #expect(unlike.cap(of: .national, model: nil) == 128)
    #expect(unlike.cap(of: .national, model: 0) == 16)
    #expect(unlike.cap(of: .university, model: 0) == 1)
    #expect(unlike.nodeGPUs(model: nil) == 4)
    #expect(unlike.nodeGPUs(model: 0) == 8)
  }

  @Test func aMachineOfOneModelGetsNoWishes() throws {
    let cluster = cluster([(16, 8)])
    let trace = try TraceGenerator(seed: 3, days: 3, cluster: cluster).generate()
    #expect(trace.rows.allSatisfy { $0.models == TextTable.none })
  }

  @Test func lastWeekMayBePartial() throws {
    let trace = try TraceGenerator(seed: 3, days: 8).generate()
    #expect(trace.rows.allSatisfy { $0.submit < SimTime(seconds: 8 * 86_400) })
    #expect(trace.rows.contains { $0.submit >= SimTime(seconds: 7 * 86_400) })
  }
}
