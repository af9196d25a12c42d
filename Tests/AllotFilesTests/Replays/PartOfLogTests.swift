import Allot
import AllotFiles
import Testing

/// Parts of logs: who ran, who waited, who had gone, and on which nodes.
@Suite struct PartOfLogTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// The inputs of a part of a log in the native table, in milliseconds, on two pools: two nodes of
  /// four devices A, three of eight devices B.
  private func inputs(
    _ rows: [String],
    from: String? = "0.1 s",
    to: String? = nil
  ) throws -> ReplayInputs {
    var options = ReplayOptions()
    options.trace = try folder.write(
      "log.csv",
      "# epoch: 1772377200\n"
        + "job,submit_seconds,start_seconds,run_seconds,limit_seconds,gpus,model,nodes\n"
        + rows.joined(separator: "\n") + "\n"
    )
    options.cluster = try folder.write(
      "cluster.yaml",
      """
      cluster:
        name: c
        nodes:
          a: {gpus: 4, model: A}
          b: {gpus: 8, model: B}
        models: {A: {}, B: {}}
        pools:
          a: {nodes: 2, kind: a}
          b: {nodes: 3, kind: b}
      """
    )
    options.allowedDrops = Share(percent: 100)
    options.from = from.flatMap { InstantText($0) }
    options.to = to.flatMap { InstantText($0, isEnd: true) }
    return try ReplayInputs(options)
  }

  /// The names of the jobs, and of those that run at the beginning with their starts.
  private func names(_ inputs: ReplayInputs) -> (all: [String], running: [String]) {
    let all = inputs.world.jobs.indices.map { inputs.name(of: ID($0)) }
    let running = inputs.world.warmStart?.running ?? []
    return (
      all, running.map { "\(all[Int($0.job.index)])@\($0.start.milliseconds)" }
    )
  }

  /// What ends at the first instant has gone, what starts then waits, what is submitted at the last
  /// is no part.
  @Test func boundsBelongToOneSide() throws {
    let inputs = try inputs(
      [
        "1,0,0,0.1,,1,,", "2,0,0,0.101,,1,,", "3,0.01,0.1,0.05,,1,,", "4,0.1,0.1,0.05,,1,,",
        "5,0.199,0.3,0.05,,1,,", "6,0.2,0.3,0.05,,1,,",
      ],
      to: "0.2 s"
    )
    let names = names(inputs)
    #expect(names.all == ["2", "3", "4", "5"])
    #expect(names.running == ["2@0"])
    #expect(inputs.measure == SimTime(milliseconds: 100)...SimTime(milliseconds: 200))
  }

  /// A run that is cut at its limit has ended when the limit had.
  @Test func cutRunsHaveEndedAtTheirLimits() throws {
    let rows = ["1,0,0,0.5,0.09,1,,", "2,0,0,0.5,0.11,1,,", "3,0.1,0.1,1,,1,,"]
    #expect(try names(inputs(rows)).all == ["2", "3"])
  }

  /// A clock that was set back gives starts before submits.
  @Test func nobodyStartsBeforeItsSubmit() throws {
    let names = try names(inputs(["1,0.05,0.02,0.1,,1,,", "2,0.1,0.1,1,,1,,"]))
    #expect(names.running == ["1@50"])
  }

  @Test func whoDoesNotSayWhenItStartedIsDropped() throws {
    let inputs = try inputs(["1,0,,0.1,,2,,", "2,0,0,0.101,,1,,", "3,0.1,,0.05,,1,,"])
    #expect(names(inputs).all == ["2", "3"])
    #expect(inputs.cleaning.dropped == ["start_unknown": 1])
    #expect(inputs.cleaning.droppedWork == ["start_unknown": 200])
  }

  /// Without a beginning there is none; a log may end early all the same.
  @Test func aLogMayEndEarly() throws {
    let inputs = try inputs(["1,0,,0.1,,1,,", "2,0.3,,0.1,,1,,"], from: nil, to: "0.3 s")
    #expect(names(inputs).all == ["1"])
    #expect(inputs.world.warmStart == nil)
    #expect(inputs.measure == nil)
  }

  /// The places of running jobs of some devices on some models, which ran on these lists.
  private func places(_ jobs: [(gpus: Int, model: String, nodes: String)]) throws -> [String] {
    let rows = jobs.enumerated().map { index, job in
      "\(index + 1),0,0.00\(index),1,,\(job.gpus),\(job.model),\"\(job.nodes)\""
    }
    let inputs = try inputs(rows + ["z,0.1,0.1,1,,1,,"])
    let running = try #require(inputs.world.warmStart).running
    return running.map { entry in
      entry.places.map { "\($0.pool.index):\($0.nodes)" }.joined(separator: " ")
    }
  }

  /// Names that are shared stand for one node, others for others; a list that does not fit the
  /// modelled nodes stands for none, and takes none.
  @Test func namesStandForNodesOnePoolAfterTheOther() throws {
    let places = try places([
      (8, "", "x[1-3]"), (2, "", "x1"), (1, "", "x1"), (8, "", "x3,x1"),
      // Both nodes of the first pool stand for others now.
      (2, "", "x2"), (16, "", "x[2,4]"), (16, "", "x[1,4]"), (24, "", "x[5-7]"),
      (8, "", "x5"),
    ])
    #expect(
      places == ["", "0:[0]", "0:[0]", "0:[1, 0]", "1:[0]", "1:[0, 1]", "", "", "1:[2]"]
    )
  }

  /// A job that asked for a model, or was given one, says what its nodes have.
  @Test func modelsOfNodesAreKnownFromThoseWhoAskedForThem() throws {
    let places = try places([(2, "", "y1"), (2, "", "x1"), (2, "B", "y1"), (2, "A", "x1")])
    #expect(places == ["1:[0]", "0:[0]", "1:[0]", "0:[0]"])
  }

  /// Brackets are read as Slurm writes them.
  @Test func listsOfNodesHaveTheirNames() throws {
    let places = try places([
      (24, "", "r[1-2]n[08,09]x"), (24, "", "r1n[7-8]x,r2n08x"), (8, "", "r1n08x"),
      (8, "", "r1n7x"), (8, "B", "r2n08x"), (8, "B", "r1n8x"),
    ])
    #expect(places == ["", "1:[0, 1, 2]", "", "1:[0]", "1:[2]", "1:[1]"])
  }

  @Test(arguments: [
    "g[1-", "g1]", "g[]", "g[3-1]", "g[1-2-3]", "g[a]", "g[1-9999999]", "g[-1]",
    "g[1-1024]h[1-1024]i[1-2]", "g[99999999999999999999]",
  ])
  func whatIsNoListNamesNothing(list: String) throws {
    #expect(try places([(8, "", list), (8, "", "g1")]) == ["", "1:[0]"])
  }
}
