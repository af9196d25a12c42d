import Allot
import AllotFiles
import AllotMetrics
import AllotPolicies
import Testing

/// What a processor and a core are, by trace and machine.
@Suite struct UnitTests {
  private static let cores = """
    job,submit_seconds,run_seconds,gpus,cores,memory_mib,user
    1,0,3600,0,8,0,a
    2,60,3600,0,8,0,b
    3,120,3600,0,8,0,a

    """
  private static let both = """
    job,submit_seconds,run_seconds,gpus,cores,model,user
    1,0,3600,2,8,H,a
    2,0,7200,0,4,H,b
    3,0,3600,1,,,a

    """
  private static let cpu = """
    cluster:
      name: cpu
      nodes: {n: {cores: 8, memory: 4 GiB}}
      pools: {p: {nodes: 2, kind: n}}
    """
  private static let gpu = """
    cluster:
      name: gpu
      models: {H: {bf16: 1 TF}}
      nodes: {n: {gpus: 4, model: H, cores: 16}}
      pools: {p: {nodes: 2, kind: n}}
    """

  private func inputs(
    _ trace: String,
    on cluster: String? = nil,
    processors: Int? = nil,
    tenants: String? = nil,
    load: Int64? = nil
  ) throws -> ReplayInputs {
    let folder = try TemporaryFolder()
    var options = ReplayOptions()
    options.trace = try folder.write(Array(trace.utf8), to: "trace")
    options.cluster = try cluster.map { try folder.write(Array($0.utf8), to: "cluster.yaml") }
    options.tenants = try tenants.map { try folder.write(Array($0.utf8), to: "tenants.yaml") }
    options.processors = processors
    options.load = load
    options.allowedDrops = .whole
    return try ReplayInputs(options)
  }

  private func summary(_ inputs: ReplayInputs, _ policy: Policy = .named("fcfs")) throws -> Summary
  {
    try Replay(inputs.measured(), policy: policy, figures: Figures.all).summary
  }

  @Test func aProcessorIsACoreWhereNoJobHasADevice() throws {
    let inputs = try inputs(Self.cores, processors: 8)
    #expect(inputs.world.jobs.map(\.gpus) == [8, 8, 8])
    #expect(inputs.remarks.contains { $0.hasSuffix("a processor is a core") })
    let summary = try summary(inputs)
    #expect(summary["wait.mean"]?.number == 3_540)
    #expect(summary.units["gpu_hours"] == "processor-hours")
  }

  @Test func aProcessorIsADeviceWhereSomeJobHasOne() throws {
    let inputs = try inputs(Self.both, processors: 8)
    #expect(inputs.world.jobs.map(\.gpus) == [2, 1])
    #expect(inputs.cleaning.dropped == ["no_device": 1])
    #expect(inputs.remarks.contains { $0.contains("1 job of 8.00 core-hours without a device") })
    let summary = try summary(inputs)
    #expect(summary["left_out.dropped.reasons.no_device.core_hours"]?.number == 8)
    #expect(summary["left_out.dropped.gpu_hours"]?.number == 0)
  }

  @Test func jobsHoldCoresOfNodesWithoutDevices() throws {
    let inputs = try inputs(Self.cores, on: Self.cpu)
    #expect(inputs.world.jobs.map(\.gpus) == [8, 8, 8])
    let summary = try summary(inputs)
    #expect(summary.units["gpu_hours"] == "core-hours")
    #expect(summary["wait.max"]?.number == 3_480)
    #expect(summary["utilization"]?.number == 0.75)
    #expect(summary["core_hours"] == nil)
    #expect(summary.entries("sizes").map(\.name) == ["2-8"])
    #expect(summary.entries("models").map(\.name) == ["cores"])
  }

  /// Two jobs of half a node's memory each share a node, one of more has it alone.
  @Test func memoryBindsOnNodesWithoutDevices() throws {
    let trace = Self.cores.replacing(",8,0,", with: ",4,3000,")
    let waits = try summary(inputs(trace, on: Self.cpu))["waited.jobs"]
    #expect(waits?.number == 1)
    let small = Self.cores.replacing(",8,0,", with: ",4,2000,")
    #expect(try summary(inputs(small, on: Self.cpu))["waited.jobs"]?.number == 0)
  }

  /// A job of more cores than a node has takes whole nodes; where its nodes are known, they stay.
  @Test func jobsOfMoreCoresThanANodeSpread() throws {
    let trace = """
      JobID|User|Account|Partition|State|Submit|Start|End|TimelimitRaw|AllocTRES
      1|u|a|c|COMPLETED|100|100|200|5|cpu=12,mem=1M,node=1
      2|u|a|c|COMPLETED|100|100|200|5|cpu=8,mem=1M,node=2

      """
    let inputs = try inputs(trace, on: Self.cpu)
    #expect(inputs.world.jobs.map(\.gpusPerNode) == [0, 4])
    let results = try Replay(inputs.measured(), policy: .named("fcfs")).results
    #expect(results.nodes == [2, 2])
    let starts: [Int64?] = results.starts.map { $0?.milliseconds }
    #expect(starts == [0, 100_000])
  }

  @Test func rowsWithDevicesAreLeftOutWhereNodesHaveNone() throws {
    let inputs = try inputs(Self.both, on: Self.cpu)
    #expect(inputs.world.jobs.map(\.gpus) == [4])
    #expect(inputs.cleaning.dropped == ["devices_not_in_cluster": 2])
    let summary = try summary(inputs)
    #expect(summary["left_out.dropped.device_hours"]?.number == 3)
    #expect(summary["left_out.dropped.gpu_hours"]?.number == 8)
    #expect(inputs.remarks.contains { $0.contains("2 jobs of 3.00 GPU-hours left out") })
  }

  @Test func processorsOfALogAreCoresOfNodes() throws {
    let swf = "1 0 0 10 4 -1 -1 4 60 -1 1 7 -1 -1 -1 -1 -1 -1\n"
    let inputs = try inputs(swf, on: Self.cpu)
    #expect(inputs.world.jobs.map(\.gpus) == [4])
    let converted = String(decoding: TraceWriter.csv(inputs.trace, comments: []), as: UTF8.self)
    let again = try self.inputs(converted, on: Self.cpu)
    #expect(try summary(again).digest == summary(inputs).digest)
    #expect(throws: InputError.self) {
      try self.inputs(converted.replacing("unit: processors", with: "unit: gpus"), on: Self.cpu)
    }
  }

  @Test func aTraceWithoutDevicesIsWeighedInCoresOnAnyCluster() throws {
    let inputs = try inputs(Self.cores, on: Self.gpu)
    #expect(inputs.world.jobs.map(\.gpus) == [0, 0, 0])
    #expect(inputs.remarks.contains { $0.hasSuffix("work is counted in core-hours") })
    let summary = try summary(inputs)
    #expect(summary.units["gpu_hours"] == "core-hours")
    // Three jobs of eight cores in two minutes on 32 cores.
    #expect(summary["offered_load"]?.number == 22.5)
    #expect(summary["utilization"]?.number == 0.375)
    #expect(summary.tenants[0]["gpu_hours.entitled"]?.number == 32.0 / 30)
    #expect(
      try self.inputs(Self.cores, on: Self.gpu, load: 500_000).world.jobs[1].submit.milliseconds
        == 2_700_000
    )
  }

  @Test func quotasOfDevicesSayNothingOfCores() throws {
    let tenants = """
      tenants: {a: {quota: {gpus: 4, cores: 8}}, b: {quota: 4}}
      assign: {by: user, map: {a: [a], b: [b]}}
      """
    let inputs = try inputs(Self.cores, on: Self.gpu, tenants: tenants)
    let summary = try summary(inputs)
    #expect(summary.tenants.map { $0["gpu_hours.entitled"]?.number } == [8.0 / 30, 0])
  }

  @Test func coresOfJobsWithoutDevicesStandBesideDevices() throws {
    let summary = try summary(inputs(Self.both, on: Self.gpu))
    #expect(summary.units["core_hours"] == "core-hours")
    #expect(summary["core_hours.used"] == .number(0))
    let mixed = Self.gpu.replacing("cores: 16}", with: "cores: 16}, c: {cores: 4}")
      .replacing("kind: n}", with: "kind: n}, q: {nodes: 1, kind: c}")
    let inputs = try inputs(Self.both.replacing("3,0,", with: "3,3600,"), on: mixed)
    let whole = try self.summary(inputs)
    #expect(whole["core_hours.used"]?.number == 12)
    #expect(whole["core_hours.without_devices"]?.number == 4)
    #expect(whole["core_hours.utilization"]?.number == 12.0 / 36)
    #expect(whole.tenants[0]["core_hours.used"]?.number == 12)
    #expect(whole["gpu_hours"] == nil && whole.units["gpu_hours"] == "GPU-hours")
  }

  /// A tenants file may name cores where they are the devices; a bare number is of them.
  @Test func tenantsFilesNameCores() throws {
    let tenants = """
      tenants: {a: {quota: {cores: 4}, borrow: {cores: 0}}, b: {quota: 12, cap: {cores: 8}}}
      assign: {by: user, map: {a: [a], b: [b]}}
      """
    let world = try inputs(Self.cores, on: Self.cpu, tenants: tenants).world
    #expect(world.resources == [.devices(ID(0))])
    #expect(world.tenants.ids.map { world.entitlements.gpus(of: $0) } == [16, 4, 12])
    let limits: [Int64?] = world.tenants.ids.map { world.ceiling(of: $0, in: .devices(ID(0))) }
    #expect(limits == [nil, 4, 8])
    let states = try Replay(
      inputs(Self.cores, on: Self.cpu, tenants: tenants).measured(),
      policy: .named("quota-borrowing")
    ).results.states
    #expect(states == [.rejected, .completed, .rejected])
    let devices = tenants.replacing("quota: 12", with: "quota: {H100: 4}")
    #expect {
      try inputs(Self.cores, on: Self.cpu, tenants: devices)
    } throws: { error in
      "\(error)".hasSuffix("of which the cluster has none; the resources are cores, memory")
    }
  }

  @Test func whatWeighsNothingIsAnError() throws {
    let blind = Self.gpu.replacing(", cores: 16", with: "")
    #expect {
      try inputs(Self.cores, on: blind)
    } throws: { error in
      "\(error)".contains("nothing of the trace weighs anything")
    }
    #expect {
      try inputs(
        Self.cores.replacing("60,", with: "0,").replacing("120,", with: "0,"),
        on: Self.cpu,
        load: 900_000
      )
    } throws: { error in
      "\(error)".contains("all jobs of") && "\(error)".contains("come at one instant")
    }
  }
}

extension Policy {
  fileprivate static func named(_ name: String) -> Policy {
    guard let policy = PolicyPresets.named(name) else { preconditionFailure("no policy \(name)") }
    return policy
  }
}
