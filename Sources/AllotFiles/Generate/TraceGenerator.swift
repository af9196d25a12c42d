public import Allot

/// A seeded, tenant-labelled workload for a modelled cluster: synthetic, and the same everywhere.
///
/// Eleven populations of three classes of tenants submit foundation-model campaigns, training,
/// inference, interactive sessions, school classes and debugging jobs. Every distribution, its
/// source, and what is not modelled stand in `docs/generator.md`. Day 0 is a Monday, midnight in
/// Korea. The work of all submitted jobs is the offered load times the time for which GPUs are
/// commissioned in the window, to within the last second of each population's last gang; 46 % is
/// national, 31 % enterprise, 23 % university, so that every class needs now more and now less than
/// its entitlement of 50, 30 and 20 %.
///
/// Gangs fit the class's own nodes in one pool, so that a statically partitioned cluster runs them
/// too. Only integers and fixed sequences of IEEE operations decide: equal inputs give equal rows.
public struct TraceGenerator: Sendable {
  /// The seed of every random stream.
  public let seed: UInt64
  /// The window's length in days; jobs are submitted in it and may end after it.
  public let days: Int
  /// The offered load: GPU time submitted over GPU time of the window.
  public let load: Share
  /// The cluster whose size and models the jobs are made for, as its pools grow and shrink: those
  /// of a week are made for what is commissioned when it begins.
  public let machine: ClusterOverTime
  /// True where run times tell of nodes that failed under gangs; false where a replay is to fail
  /// them.
  public let nodesFail: Bool

  /// Unix seconds of day 0 of every generated trace: Monday, 2026-03-02, 00:00 in Korea.
  public static let epoch: Int64 = 1_772_377_200

  /// The default cluster: pool `cloud` of 128 × 8 H100 and pool `hpc` of 128 × 8 A100.
  ///
  /// Only names and sizes matter to the generator; power and peaks are left out.
  public static let gwangju = Cluster(
    name: "gwangju",
    models: Table([DeviceModel(name: "H100"), DeviceModel(name: "A100")]),
    pools: Table([
      Pool(name: "cloud", nodes: 128, kind: NodeKind(name: "HGX H100", gpus: 8, model: ID(0))),
      Pool(name: "hpc", nodes: 128, kind: NodeKind(name: "HGX A100", gpus: 8, model: ID(1))),
    ])
  )

  /// A generator for a cluster, a window and a load.
  ///
  /// - Throws: ``InputError`` unless 1 ≤ `days` ≤ 366, 0.01 ≤ `load` ≤ 3, and the cluster has
  ///   from 1 to 1,000,000 GPUs.
  public init(
    seed: UInt64,
    days: Int = 28,
    load: Share = Share(percent: 90),
    cluster: Cluster = TraceGenerator.gwangju,
    nodesFail: Bool = true
  ) throws(InputError) {
    try self.init(
      seed: seed,
      days: days,
      load: load,
      machine: ClusterOverTime(cluster),
      nodesFail: nodesFail
    )
  }

  /// A generator for a cluster whose pools grow and shrink; day 0 is time zero.
  ///
  /// - Throws: ``InputError`` unless 1 ≤ `days` ≤ 366, 0.01 ≤ `load` ≤ 3, and the cluster has
  ///   from 1 to 1,000,000 GPUs at the beginning of each week.
  public init(
    seed: UInt64,
    days: Int,
    load: Share,
    machine: ClusterOverTime,
    nodesFail: Bool
  ) throws(InputError) {
    guard (1...366).contains(days) else {
      throw InputError(
        file: "trace generate",
        "days are \(days)",
        remedy: "give a number from 1 to 366"
      )
    }
    guard (10_000...3_000_000).contains(load.millionths) else {
      throw InputError(
        file: "trace generate",
        "the load is \(load.millionths) millionths",
        remedy: "give a load from 0.01 to 3"
      )
    }
    for week in GenerationWeek.all(ofDays: days) {
      let cluster = machine.cluster(at: SimTime(seconds: Int64(week.start)))
      let gpus = cluster.unit == .core ? 0 : cluster.gpus
      guard !(1...1_000_000).contains(gpus) else { continue }
      throw InputError(
        file: "trace generate",
        "cluster \(cluster.name) has \(gpus) GPUs"
          + (week.number > 0 ? " when week \(week.number + 1) begins" : ""),
        remedy: "give a cluster with 1 to 1000000 GPUs"
      )
    }
    self.seed = seed
    self.days = days
    self.load = load
    self.machine = machine
    self.nodesFail = nodesFail
  }

  /// The whole trace, in submit order; jobs are numbered from 1.
  ///
  /// Ties of submit keep the order of the populations, then that of their draws.
  public func generate() -> Trace {
    trace(of: nodesFail ? Self.populations : Self.populations.map(\.withoutNodeFailures))
  }

  /// What is said of a trace for a cluster whose pools grow and shrink.
  private static let asItGrows = ", as its pools grow and shrink"

  /// What is said of a trace in which no node fails.
  static let withoutFailures = ", without failures of nodes"

  /// Every population, in the order that breaks ties of submit.
  package static let populations: [any Population] =
    NationalPopulations.all + EnterprisePopulations.all + UniversityPopulations.all

  /// All GPU-seconds to be submitted.
  package var work: Int {
    let seconds = gpuSeconds(GenerationWeek(number: 0, days: days))
    return Int(Int128(seconds) * Int128(load.millionths) / 1_000_000)
  }

  /// What is commissioned in a week, or in the days from its beginning on.
  private func gpuSeconds(_ week: GenerationWeek) -> Int {
    let start = SimTime(seconds: Int64(week.start))
    let end = start + SimDuration(seconds: Int64(week.days) * 86_400)
    return Int(machine.commissioned(\.gpus, from: start, to: end) / 1_000)
  }

  /// The trace of some populations, each with the jobs that it has in the whole one.
  package func trace(of populations: [any Population]) -> Trace {
    let weeks = GenerationWeek.all(ofDays: days)
    let machines = weeks.map {
      MachineShape(machine.cluster(at: SimTime(seconds: Int64($0.start))))
    }
    var rows: [(job: GeneratedJob, week: Int, population: Int)] = []
    for (index, population) in populations.enumerated() {
      rows += jobs(of: population, in: weeks, at: machines).map { ($0.job, $0.week, index) }
    }
    let order = rows.indices.sorted { a, b in
      (rows[a].job.submit, a) < (rows[b].job.submit, b)
    }
    var trace = Trace(file: "seed \(seed)", format: "generated")
    trace.epoch = Self.epoch
    trace.processors = machines.map(\.gpus).max()
    trace.synthetic =
      "\(days) \(days == 1 ? "day" : "days") for cluster \(machine.commissioned.name) from seed "
      + "\(seed)\(machine.isConstant ? "" : Self.asItGrows)"
      + "\(nodesFail ? "" : Self.withoutFailures); see docs/generator.md"
    trace.rows.reserveCapacity(rows.count)
    for index in order {
      let row = rows[index]
      let profile = populations[row.population].profile
      append(row.job, of: profile, at: machines[row.week], to: &trace)
    }
    return trace
  }

  private func jobs(
    of population: any Population,
    in weeks: [GenerationWeek],
    at machines: [MachineShape]
  ) -> [(job: GeneratedJob, week: Int)] {
    let profile = population.profile
    let phases = profile.tenant.phases
    let weights = weeks.map { Int128(phases[$0.number % phases.count]) * Int128(gpuSeconds($0)) }
    let total = weights.reduce(0, +)
    let parts = Int(profile.work.millionths)
    // Split so that the product of a large machine's work and its parts can not overflow.
    let share = work / 1_000_000 * parts + work % 1_000_000 * parts / 1_000_000
    var streams = PopulationStreams(population: profile.name, seed: seed)
    var budget = WorkBudget(window: days * 86_400)
    var passed = Int128(0)
    var weeksOfJobs: [Int] = []
    for (week, weight) in zip(weeks, weights) {
      let (before, after) = (Int128(share) * passed, Int128(share) * (passed + weight))
      budget.grant(Int(after / total) - Int(before / total))
      passed += weight
      while !budget.isSpent {
        population.arrive(in: week, at: machines[week.number], streams: &streams, into: &budget)
      }
      let more = budget.jobs.count - weeksOfJobs.count
      weeksOfJobs += repeatElement(week.number, count: more)
    }
    return zip(budget.jobs, weeksOfJobs).map { ($0, $1) }
  }

  private func append(
    _ job: GeneratedJob,
    of profile: PopulationProfile,
    at machine: MachineShape,
    to trace: inout Trace
  ) {
    var row = TraceRow(
      name: .number(Int64(trace.rows.count + 1)),
      submit: SimTime(seconds: Int64(job.submit)),
      run: SimDuration(seconds: Int64(job.run)),
      limit: SimDuration(seconds: Int64(job.limit)),
      gpus: Int32(job.gpus)
    )
    let nodeGPUs = machine.nodeGPUs(model: job.model)
    if job.gpus % nodeGPUs == 0 { row.gpusPerNode = Int32(nodeGPUs) }
    if let model = job.model { row.models = trace.texts.id(of: machine.models[model].name) }
    row.tenant = trace.texts.id(of: profile.tenant.rawValue)
    row.user = trace.texts.id(of: profile.users.name(of: job.user))
    row.project = trace.texts.id(of: profile.users.organisation(of: job.user))
    row.jobClass = trace.texts.id(of: profile.jobClass)
    row.ending = job.ending
    trace.rows.append(row)
  }
}
