import Allot
import AllotFiles
import Testing

/// Tables of when nodes are out, and the nodes that they mean.
@Suite struct OutageTableTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func inputs(
    _ table: String,
    zone: String? = "UTC",
    names: String = "",
    more: String = ""
  ) throws -> ReplayInputs {
    var options = ReplayOptions()
    options.trace = try folder.write(
      "log.csv",
      "# epoch: 1795000000\njob,submit_seconds,run_seconds,gpus,tenant\n1,0,60,1,a\n"
        + "2,200000,60,1,a\n"
    )
    options.cluster = try folder.write(
      "cluster.yaml",
      """
      cluster:
        name: small
        models: {A: {}}
        nodes: {n: {gpus: 4, model: A}}
        pools: {cloud: {nodes: 4, kind: n\(names)}\(more)}
      """
    )
    options.outages = try folder.write("outages.csv", table)
    options.reading.zone = zone.flatMap { LocalClock(zone: $0) }
    return try ReplayInputs(options)
  }

  private func texts(_ world: World) -> [String] {
    world.outages.map { outage in
      let until =
        outage.until == .distantFuture ? "ever" : "\(outage.until.milliseconds / 1_000)"
      return "\(outage.node): \(outage.from.milliseconds / 1_000) to \(until) \(outage.running)"
    }
  }

  @Test func positionsAndTimesAreTaken() throws {
    let table = """
      node,from,until,cause
      "cloud[0-1,3]",1 h,2 h,DRAIN
      cloud[2],2026-11-18T21:26:40+09:00,3 h,ECC error
      cloud[2],5 h,,DOWN

      """
    let inputs = try inputs(table)
    // The epoch is 2026-11-18T11:06:40Z.
    #expect(
      texts(inputs.world) == [
        "0: 3600 to 7200 drain", "1: 3600 to 7200 drain", "3: 3600 to 7200 drain",
        "2: 4800 to 10800 requeue", "2: 18000 to ever requeue",
      ]
    )
    let told = inputs.remarks.joined(separator: "\n")
    // Three nodes of four devices for an hour, one for 6,000 s and then until 200,000 s.
    #expect(
      told.contains("5 outages of 4 nodes, 221 GPU-hours: 2 interrupt who runs there, 3 let")
    )
    #expect(told.contains("1 row has no end that is known: the node does not come back"))
  }

  /// What `sacctmgr show event -P` prints: events of the cluster, times without zone, ends that are
  /// not known, no length at all, and nodes by name.
  @Test func eventsOfSlurmAreTakenAsTheyAre() throws {
    let table = """
      Cluster|NodeName|TimeStart|TimeEnd|State|Reason|User
      lab||2026-11-18T12:00:00|Unknown||Cluster Registered TRES|
      lab|g3|2026-11-18T12:00:00|2026-11-18T13:00:00|DRAIN|oracle|root(0)
      lab|g1|2026-11-18T11:00:00|2026-11-18T13:00:00|DOWN*|Not responding|slurm(64030)
      lab|g1|2026-11-18T14:00:00|2026-11-18T14:00:00|DOWN|ECC error GPU3|root(0)
      lab|g1|2026-11-10T14:00:00|2026-11-10T15:00:00|DOWN|long ago|root(0)
      lab|g2|2026-11-18T15:00:00|Unknown|IDLE+DRAIN|disk|root(0)

      """
    let inputs = try inputs(table)
    #expect(
      texts(inputs.world) == [
        "1: 0 to 6800 requeue", "0: 3200 to 6800 drain", "2: 14000 to ever drain",
      ]
    )
    let told = inputs.remarks.joined(separator: "\n")
    #expect(told.contains("1 row names no node"))
    #expect(told.contains("1 row has no length"))
    #expect(told.contains("1 row lies before the beginning"))
    #expect(told.contains("'g3' is cloud[0], 'g2' is cloud[2]"))
  }

  /// States in which jobs run are no outages, a star tells that a drained node is gone, and what is
  /// open in one month's export ends in the next one's.
  @Test func statesOfSlurmSayWhatBecomesOfJobs() throws {
    let rows = [
      ("DOWN*", "requeue"), ("FAIL", "requeue"), ("DRAIN", "drain"), ("DRAIN*", "requeue"),
      ("MIXED+DRAIN", "drain"), ("FAILING", "drain"), ("REBOOT", "drain"), ("IDLE", nil),
      ("PLANNED", nil), ("POWERED_DOWN", nil),
    ]
    for (state, running) in rows {
      let table = "NodeName|TimeStart|TimeEnd|State\ng1|1 h|2 h|\(state)\ng2|1 h|2 h|DOWN\n"
      let texts = try texts(inputs(table).world)
      let expected = running.map { ["0: 3600 to 7200 \($0)"] } ?? []
      let other = running == nil ? "0: 3600 to 7200 requeue" : "1: 3600 to 7200 requeue"
      #expect(texts == expected + [other], "\(state)")
    }
    // A month without events is none, and headers between exports are no rows; times may be Unix
    // seconds.
    let header = "NodeName|TimeStart|TimeEnd|State"
    #expect(try self.inputs("\(header)\n|1 h|Unknown|\n").world.outages.isEmpty)
    let seconds = "\(header)\ng1|1795003600|1795007200|DOWN\n\(header)\ng1|5 h|6 h|DRAIN\n"
    #expect(
      try texts(self.inputs(seconds).world) == [
        "0: 3600 to 7200 requeue", "0: 18000 to 21600 drain",
      ]
    )
    let months = """
      NodeName|TimeStart|TimeEnd|State
      g1|1 h|Unknown|DOWN
      g1|1 h|3 h|DOWN
      g1|5 h|Unknown|DRAIN
      g1|9 h|10 h|DOWN

      """
    let inputs = try inputs(months)
    #expect(
      texts(inputs.world) == [
        "0: 3600 to 10800 requeue", "0: 18000 to 32400 drain", "0: 32400 to 36000 requeue",
      ]
    )
    #expect(inputs.remarks.joined().contains("2 outages without an end end where the next"))
  }

  /// An hour that comes twice is the second one where the first would end before it began.
  @Test func theHourThatComesTwiceIsTaken() throws {
    // Clocks in Berlin go back at 2025-10-26T01:00Z.
    let table = "node,from,until\ncloud[0],2025-10-26T02:45,2025-10-26T02:15\n"
    let zero = InstantText("2025-10-25T00:00:00Z")
    #expect(zero != nil)
    var options = ReplayOptions()
    options.trace = try folder.write(
      "berlin.csv",
      "# epoch: 1761350400\njob,submit_seconds,run_seconds,gpus\n1,0,60,1\n2,200000,60,1\n"
    )
    options.cluster = try folder.write(
      "cluster.yaml",
      "cluster: {name: c, models: {A: {}}, nodes: {n: {gpus: 4, model: A}}, "
        + "pools: {cloud: {nodes: 1, kind: n}}}"
    )
    options.outages = try folder.write("o.csv", table)
    options.reading.zone = LocalClock(zone: "Europe/Berlin")
    let outage = try #require(try ReplayInputs(options).world.outages.first)
    #expect(outage.until - outage.from == SimDuration(seconds: 1_800))
  }

  @Test func namesOfTheClusterFileAreThoseOfItsNodes() throws {
    let table = "node,from,until\n\"g[02,04]\",1 h,2 h\n"
    let inputs = try inputs(table, names: ", names: \"g[01-04]\"")
    #expect(texts(inputs.world) == ["1: 3600 to 7200 requeue", "3: 3600 to 7200 requeue"])
    // Names that look like positions are names, and nodes that nobody modelled are left out.
    let alike = "NodeName|TimeStart|TimeEnd|State\ncloud[02-03]|1 h|2 h|DOWN\nlogin|1 h|2 h|DOWN\n"
    let both = try self.inputs(alike, names: ", names: \"cloud[01-04]\"")
    #expect(texts(both.world) == ["1: 3600 to 7200 requeue", "2: 3600 to 7200 requeue"])
    #expect(both.remarks.joined().contains("nodes that the cluster has not are left out: login"))
    let sum = #expect(throws: InputError.self) {
      try self.inputs(table, names: ", names: \"g[01-03]\"")
    }
    #expect("\(sum, default: "")".contains("has 3 names, and the pool has 4 nodes"))
    let twice = #expect(throws: InputError.self) {
      try self.inputs(table, names: ", names: \"g[01-03],g02\"")
    }
    #expect("\(twice, default: "")".contains("names the node 'g02' a second time"))
  }

  @Test(arguments: [
    ("node,from,until\ncloud[4],1 h,2 h\n", "2: the node 'cloud[4]' names a node of 'cloud' that"),
    ("node,from,until\ncloud[0],2 h,1 h\n", "2: the outage ends before it begins; correct one"),
    ("node,from,until\ncloud[0],soon,1 h\n", "2: column from is no instant: \"soon\"; write a"),
    ("node,from,until\ncloud[0],,1 h\n", "2: column from is empty; every row needs it"),
    ("node,from,until\na,1 h,2 h\nb,1 h,2 h\nc,1 h,2 h\nd,1 h,2 h\ne,1 h,2 h\n", "6: the node 'e'"),
    ("node,from,until\n\"g[1-\",1 h,2 h\n", "2: the node 'g[1-' is no list of nodes; write them"),
    ("NodeName|TimeStart|TimeEnd|State\ng1|1 h|2 h|SLEEPY\n", "2: column State is no state of a"),
    ("NodeName|TimeStart|TimeEnd\ng1|1 h|2 h\n", "1: the column \"State\" is missing; name it"),
    ("from,until\n1 h,2 h\n", "1: the column \"node\" is missing; name it in the header line"),
    ("node,from,until,state\na,1 h,2 h,DRAIN\n", "1: the column 'state' is not known; the columns"),
    ("node,from,until\na,1 h,2 h\na,1 h", "3: the file ends within a row; add the rest of it, or"),
  ])
  func whatCanNotBeIsAnError(table: String, message: String) throws {
    let error = #expect(throws: InputError.self) { try inputs(table) }
    let said = "\(error, default: "")".replacing(folder.path + "/outages.csv:", with: "")
    #expect(said.hasPrefix(message), "\(said)")
  }

  @Test func datesNeedAZone() throws {
    let error = #expect(throws: InputError.self) {
      try inputs("node,from,until\ncloud[0],2026-11-19,2 d\n", zone: nil)
    }
    #expect("\(error, default: "")".contains("has no zone; give --zone"))
  }

  @Test func namesNeedAPool() throws {
    let error = #expect(throws: InputError.self) {
      try inputs("node,from,until\ng1,1 h,2 h\n", more: ", hpc: {nodes: 1, kind: n}")
    }
    #expect("\(error, default: "")".contains("give its pools 'names'"))
  }

  /// Nodes that never come back are told also where others of the same rows do.
  @Test func whatNeverComesBackIsTold() throws {
    let table = "node,from,until\n\"cloud[0-2]\",1 h,\n\"cloud[0-1]\",5 h,6 h\n"
    let told = try inputs(table).remarks.joined(separator: "\n")
    #expect(told.contains("2 outages without an end end where the next"))
    #expect(told.contains("1 row has no end that is known: the node does not come back"))
  }

  @Test func aTableAndDrawnFailuresAreRefused() throws {
    var options = ReplayOptions()
    options.trace = try folder.write("log.csv", "job,submit_seconds,run_seconds,gpus\n1,0,60,1\n")
    options.processors = 4
    options.failures = FailureModel()
    #expect(throws: Never.self) { try ReplayInputs(options) }
    options.outages = try folder.write("o.csv", "node,from,until\nprocessors[0],1 h,2 h\n")
    #expect(throws: UsageError.self) { try ReplayInputs(options) }
  }

  @Test func optionsThatDoNotGoTogetherAreRefused() throws {
    var options = ReplayOptions()
    options.trace = try folder.write(
      "log.csv",
      "job,submit_seconds,run_seconds,gpus,start_seconds\n1,0,60,1,0\n"
    )
    options.processors = 4
    options.checkpoint = SimDuration(seconds: 60)
    #expect(throws: UsageError.self) { try ReplayInputs(options) }
    options.outages = try folder.write("o.csv", "node,from,until\nprocessors[0],1 h,2 h\n")
    #expect(try ReplayInputs(options).world.outages.count == 1)
    options.from = InstantText("10 s")
    #expect(throws: UsageError.self) { try ReplayInputs(options) }
  }
}
