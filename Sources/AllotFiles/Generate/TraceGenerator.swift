public import Allot

/// A seeded, tenant-labelled workload for a modelled cluster: synthetic, and the same everywhere.
///
/// Eleven populations of three classes of tenants submit foundation-model campaigns, training,
/// inference, interactive sessions, school classes and debugging jobs. Every distribution, its
/// source, and what is not modelled stand in `docs/generator.md`. Day 0 is a Monday, midnight in
/// Korea. The work of all submitted jobs is the offered load times the cluster's GPUs times the
/// window, to within the last second of each population's last gang; 46 % is national, 31 %
/// enterprise, 23 % university, so that every class needs now more and now less than its
/// entitlement of 50, 30 and 20 %.
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
  /// The cluster whose size and models the jobs are made for.
  public let cluster: Cluster
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
    let gpus = cluster.unit == .core ? 0 : cluster.gpus
    guard (1...1_000_000).contains(gpus) else {
      throw InputError(
        file: "trace generate",
        "cluster \(cluster.name) has \(gpus) GPUs",
        remedy: "give a cluster with 1 to 1000000 GPUs"
      )
    }
    self.seed = seed
    self.days = days
    self.load = load
    self.cluster = cluster
    self.nodesFail = nodesFail
  }

  /// The whole trace, in submit order; jobs are numbered from 1.
  ///
  /// Ties of submit keep the order of the populations, then that of their draws.
  public func generate() -> Trace {
    trace(of: nodesFail ? Self.populations : Self.populations.map(\.withoutNodeFailures))
  }

  /// What is said of a trace in which no node fails.
  static let withoutFailures = ", without failures of nodes"

  /// Every population, in the order that breaks ties of submit.
  package static let populations: [any Population] =
    NationalPopulations.all + EnterprisePopulations.all + UniversityPopulations.all

  /// All GPU-seconds to be submitted.
  package var work: Int {
    cluster.gpus * days * 864 * Int(load.millionths) / 10_000
  }

  /// The trace of some populations, each with the jobs that it has in the whole one.
  package func trace(of populations: [any Population]) -> Trace {
    let machine = MachineShape(cluster)
    var rows: [(job: GeneratedJob, population: Int)] = []
    for (index, population) in populations.enumerated() {
      for job in jobs(of: population, at: machine) {
        rows.append((job, index))
      }
    }
    let order = rows.indices.sorted { a, b in
      (rows[a].job.submit, a) < (rows[b].job.submit, b)
    }
    var trace = Trace(file: "seed \(seed)", format: "generated")
    trace.epoch = Self.epoch
    trace.processors = cluster.gpus
    trace.synthetic =
      "\(days) \(days == 1 ? "day" : "days") for cluster \(cluster.name) from seed \(seed)"
      + "\(nodesFail ? "" : Self.withoutFailures); see docs/generator.md"
    trace.rows.reserveCapacity(rows.count)
    for index in order {
      let row = rows[index]
      let profile = populations[row.population].profile
      append(row.job, of: profile, at: machine, to: &trace)
    }
    return trace
  }

  private func jobs(of population: any Population, at machine: MachineShape) -> [GeneratedJob] {
    let profile = population.profile
    let weeks = GenerationWeek.all(ofDays: days)
    let phases = profile.tenant.phases
    let weights = weeks.map { phases[$0.number % phases.count] * $0.days }
    let total = weights.reduce(0, +)
    let parts = Int(profile.work.millionths)
    // Split so that the product of a large machine's work and its parts can not overflow.
    let share = work / 1_000_000 * parts + work % 1_000_000 * parts / 1_000_000
    var streams = PopulationStreams(population: profile.name, seed: seed)
    var budget = WorkBudget(window: days * 86_400)
    var passed = 0
    for (week, weight) in zip(weeks, weights) {
      budget.grant(share * (passed + weight) / total - share * passed / total)
      passed += weight
      while !budget.isSpent {
        population.arrive(in: week, at: machine, streams: &streams, into: &budget)
      }
    }
    return budget.jobs
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
