internal import Allot
internal import AllotMetrics

/// Turns the rows of a trace into jobs for a machine, and counts whatever it drops or alters.
struct JobBinder {
  private(set) var cleaning: Cleaning
  private(set) var remarks: [String] = []
  /// What was left out, with whose it is where the trace's rows say it.
  private(set) var dropped: [DroppedWork]
  /// Where each reason and leaf stands among them.
  private var places: [String: [ID<Tenant>: Int]] = [:]
  let missingLimit: MissingLimit
  /// How much of the trace's work is left out.
  private(set) var loss: WorkLoss
  /// The components of jobs that have several.
  private(set) var components = Table<JobComponents, JobComponents>()
  /// What work is counted in.
  let measure: WorkMeasure
  private let trace: Trace
  /// Which jobs of each tenant are never preempted; empty where no tenant says any.
  private let nonPreemptible: [NonPreemptibleJobs?]
  /// The limits beside the tree.
  private(set) var groups: GroupBinder
  private let cluster: Cluster
  private let options: ReplayOptions
  /// On mere processors there are no nodes, cores, memory or models.
  private var isCounted: Bool { cluster.unit == .processor }
  private let unit: UnitOfRows

  /// Binds a trace to a machine and tenants; `log` is the one that it was made of, whose rows say
  /// what a processor is.
  init(
    _ trace: Trace,
    log: Trace,
    for tenants: Tenants,
    on cluster: Cluster,
    _ options: ReplayOptions
  ) {
    self.trace = trace
    let areSaid = tenants.ids.contains { tenants.terms(of: $0).nonPreemptible != nil }
    nonPreemptible = areSaid ? tenants.inherited { $0.nonPreemptible } : []
    groups = GroupBinder(trace, for: tenants)
    self.cluster = cluster
    self.options = options
    let unit = UnitOfRows(of: log, on: cluster)
    self.unit = unit
    cleaning = trace.cleaning
    dropped = trace.cleaning.dropped.sorted { $0.key < $1.key }.map { reason, jobs in
      let work = unit.work(droppedFor: reason, in: trace.cleaning)
      return DroppedWork(
        reason: reason,
        tenant: nil,
        jobs: jobs,
        work: work.counted,
        otherWork: work.other
      )
    }
    missingLimit = options.missingLimit ?? trace.missingLimit
    measure = WorkMeasure(
      of: trace,
      onProcessors: cluster.unit == .processor,
      onCores: cluster.unit == .core && !log.countsProcessors
    )
    var chosen: Set<String> = []
    if options.missingLimit == .drop { chosen.insert(WorkLoss.limitReason) }
    if options.reading.running == .drop {
      chosen.insert(TraceBuilder.DropReason.stillRunning.rawValue)
    }
    loss = WorkLoss(of: trace, measure, chosen: chosen)
  }

  /// The jobs in submit order, and the row that each came from.
  ///
  /// - Throws: ``InputError`` where more of the work is left out than is allowed, or all jobs are.
  mutating func jobs(
    leaves: [ID<Tenant>],
    allowedDrops: Share
  ) throws(InputError) -> ([Job], [Int32]) {
    var jobs: [Job] = []
    var rows: [Int32] = []
    jobs.reserveCapacity(trace.rows.count)
    rows.reserveCapacity(trace.rows.count)
    let match = ModelMatch(cluster, options.modelRule ?? .named)
    let meanings = self.meanings(match)
    var slices: (jobs: Int, work: Int128, names: [String]) = (0, 0, [])
    let largest = largestJob
    for (index, row) in trace.rows.enumerated() {
      if let reason = unit.refusal(of: row) {
        drop(row, reason, leaves[index])
        continue
      }
      if row.gpus > largest {
        drop(row, "processors_over_machine", leaves[index])
        continue
      }
      guard let limit = missingLimit.limit(of: row) else {
        drop(row, WorkLoss.limitReason, leaves[index])
        continue
      }
      var accepted = AcceptedModels.any
      if cluster.unit == .gpu && row.gpus > 0 && row.models != TextTable.none {
        let meaning = meaning(of: row, meanings, match)
        guard !meaning.models.isEmpty else {
          drop(row, WorkLoss.modelReason, leaves[index])
          continue
        }
        accepted = match.accepted(meaning.models)
        if meaning.isSlice { count(row, in: &slices) }
      }
      let job = job(row, limit: limit, models: accepted, leaf: leaves[index])
      if row.gang > 0 && !isCounted {
        guard let list = components(of: row, match) else {
          drop(row, "more_than_\(JobComponents.most)_components", leaves[index])
          continue
        }
        jobs.append(job.made(of: list, id: components.append(list)))
      } else {
        jobs.append(job)
      }
      rows.append(Int32(index))
    }
    if loss.exceeds(allowedDrops) {
      throw loss.error(
        file: trace.file,
        cluster: cluster.name,
        beyond: allowedDrops,
        absent: match.absentModels
      )
    }
    guard !jobs.isEmpty else {
      throw InputError(
        file: trace.file,
        "no job of the trace can be used: \(reasons)",
        remedy: "give a machine that its jobs fit, or see --missing-limit and --models"
      )
    }
    try checkWeight(jobs)
    remark(jobs)
    remark(on: slices, absent: match.absentModels)
    return (jobs, rows)
  }

  private func count(
    _ row: TraceRow,
    in slices: inout (jobs: Int, work: Int128, names: [String])
  ) {
    slices.jobs += 1
    slices.work += Int128(row.work)
    let name = trace.texts[row.models]
    if slices.names.count < 6 && !slices.names.contains(name) { slices.names.append(name) }
  }

  /// The most processors that a job can have had.
  ///
  /// These are those of the trace's machine, or of this one where it is larger. A job beyond both
  /// was no job; one beyond this machine alone is rejected by the replay.
  private var largestJob: Int { trace.processors.map { max($0, cluster.gpus) } ?? .max }

  private mutating func drop(_ row: TraceRow, _ reason: String, _ leaf: ID<Tenant>) {
    loss.add(row, reason, model: trace.texts[row.models])
    var row = row
    if let limit = row.limit { row.run = min(row.run, limit) }
    let work = unit.work(of: row)
    cleaning.drop(reason, work: row.work, coreWork: row.coreWork)
    let place = places[reason, default: [:]][leaf] ?? dropped.count
    if place == dropped.count {
      places[reason, default: [:]][leaf] = place
      dropped.append(DroppedWork(reason: reason, tenant: leaf, jobs: 0, work: 0))
    }
    dropped[place].jobs += 1
    func add(_ work: Int64, to sum: inout Int64) {
      let (value, isTooLarge) = sum.addingReportingOverflow(work)
      sum = isTooLarge ? .max : value
    }
    add(work.counted, to: &dropped[place].work)
    add(work.other, to: &dropped[place].otherWork)
  }

  private mutating func job(
    _ row: TraceRow,
    limit: SimDuration,
    models: AcceptedModels,
    leaf: ID<Tenant>
  ) -> Job {
    var run = row.run
    var ending = row.ending
    if run > limit {
      run = limit
      ending = .limit
      cleaning.alter("run_cut_at_limit", work: row.work, coreWork: row.coreWork)
    }
    var job = Job(
      submit: row.submit,
      run: run,
      limit: options.hasExactEstimates ? run : limit,
      gpus: Int(unit.units(of: row)),
      gpusPerNode: isCounted ? 0 : Int(row.gpusPerNode),
      cores: cluster.unit == .gpu ? Int(row.cores) : 0,
      memory: isCounted ? 0 : Int(row.memory),
      tenant: leaf,
      models: models,
      priority: Int(row.priority),
      ending: ending
    )
    if !nonPreemptible.isEmpty, let those = nonPreemptible[Int(leaf.index)] {
      job.isPreemptible = !those.include(class: trace.texts[row.jobClass])
    }
    job.limits = groups.set(of: row, leaf: leaf)
    return job
  }

  /// The components of a job that has several; nil where there are too many.
  private func components(of row: TraceRow, _ match: ModelMatch) -> JobComponents? {
    let parts = trace.gangs[Int(row.gang) - 1]
    guard parts.count <= JobComponents.most else { return nil }
    return JobComponents(
      parts.map { component in
        let part = component.row(of: row)
        var models = AcceptedModels.any
        if cluster.unit == .gpu && part.gpus > 0 && part.models != TextTable.none {
          models = match.accepted(match.meaning(ofList: trace.texts[part.models]).models)
        }
        return JobComponent(
          gpus: Int(unit.units(of: part)),
          gpusPerNode: Int(part.gpusPerNode),
          cores: cluster.unit == .gpu ? Int(part.cores) : 0,
          memory: Int(part.memory),
          models: models
        )
      }
    )
  }

  /// What a row's models mean; a job of several components runs where each finds a model.
  private func meaning(
    of row: TraceRow,
    _ meanings: [ModelMatch.Meaning],
    _ match: ModelMatch
  ) -> ModelMatch.Meaning {
    guard row.gang > 0 else { return meanings[Int(row.models.index)] }
    var all = ModelMatch.Meaning(models: [])
    for component in trace.gangs[Int(row.gang) - 1] where component.gpus > 0 {
      let meaning =
        component.models == TextTable.none
        ? ModelMatch.Meaning(models: match.all)
        : match.meaning(ofList: trace.texts[component.models])
      if meaning.models.isEmpty { return meaning }
      all.models += meaning.models.filter { !all.models.contains($0) }
      all.isSlice = all.isSlice || meaning.isSlice
    }
    return all
  }

  /// What the models of rows mean on the cluster, by the id of their text.
  private func meanings(_ match: ModelMatch) -> [ModelMatch.Meaning] {
    var isSaid = [Bool](repeating: false, count: trace.texts.count)
    for row in trace.rows { isSaid[Int(row.models.index)] = true }
    return isSaid.enumerated().map { index, isSaid in
      isSaid ? match.meaning(ofList: trace.texts[ID(index)]) : ModelMatch.Meaning(models: [])
    }
  }

  private var reasons: String {
    cleaning.dropped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      .joined(separator: ", ")
  }

  private mutating func remark(
    on slices: (jobs: Int, work: Int128, names: [String]),
    absent: [String]
  ) {
    if slices.jobs > 0 {
      let names = slices.names.prefix(5).joined(separator: ", ")
      remarks.append(
        "\(trace.file): \(slices.jobs) \(slices.jobs == 1 ? "job" : "jobs") "
          + "(\(WorkMeasure.hours(slices.work)) GPU-hours) asked for "
          + "slices of GPUs (\(names)\(slices.names.count > 5 ? ", …" : "")); each slice is "
          + "replayed as a whole GPU, unless the cluster has a model of that name"
      )
    }
    for name in absent {
      let known = cluster.models.elements.map(\.name)
      remarks.append(
        "--models names '\(name)', of which \(cluster.name) has none; "
          + DidYouMean.remedy(for: name, among: known, plural: "models")
      )
    }
  }

  /// Refuses jobs that hold nothing of which the machine has a number: the load would be 0.
  private func checkWeight(_ jobs: [Job]) throws(InputError) {
    if jobs.contains(where: { $0.gpus > 0 }) { return }
    if cluster.cores > 0 && jobs.contains(where: { $0.cores > 0 }) { return }
    throw InputError(
      file: trace.file,
      "no job asks for a device, and the nodes of \(cluster.name) state no cores: nothing of the "
        + "trace weighs anything",
      remedy: "give the nodes 'cores' in the cluster file, or replay with --processors N"
    )
  }

  private mutating func remark(_ jobs: [Job]) {
    let dropped = cleaning.dropped.values.reduce(0, +)
    if dropped > 0 {
      let work = cleaning.dropped.keys.reduce(Int128(0)) { sum, reason in
        sum + Int128(measure.work(droppedFor: reason, in: cleaning))
      }
      remarks.append(
        "\(trace.file): \(dropped) \(dropped == 1 ? "job" : "jobs") (\(measure.text(work))) "
          + "dropped: \(reasons)"
      )
    }
    let altered = cleaning.altered.sorted { $0.key < $1.key }.map { reason, jobs in
      "\(jobs) \(reason) (\(measure.text(Int128(measure.work(alteredBy: reason, in: cleaning)))))"
    }
    if !altered.isEmpty {
      remarks.append("\(trace.file): altered: \(altered.joined(separator: ", "))")
    }
    remarks += groups.remarks
    remarks += unit.remarks(on: jobs, self.dropped, file: trace.file)
    if trace.rows.contains(where: { $0.limit == nil }) {
      remarks.append(
        "\(trace.file): jobs without a limit are handled by --missing-limit \(missingLimit)"
      )
    }
  }
}
