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
