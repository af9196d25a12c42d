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
  private let trace: Trace
  private let cluster: Cluster
  private let options: ReplayOptions
  /// On mere processors there are no nodes, cores, memory or models.
  private var isCounted: Bool { options.processors != nil }

  init(trace: Trace, cluster: Cluster, options: ReplayOptions) {
    self.trace = trace
    self.cluster = cluster
    self.options = options
    cleaning = trace.cleaning
    dropped = trace.cleaning.dropped.sorted { $0.key < $1.key }.map { reason, jobs in
      let work = trace.cleaning.droppedWork[reason] ?? 0
      return DroppedWork(reason: reason, tenant: nil, jobs: jobs, work: work)
    }
    missingLimit = options.missingLimit ?? trace.missingLimit
  }

  /// The jobs in submit order, and the row that each came from.
  mutating func jobs(leaves: [ID<Tenant>]) throws(InputError) -> ([Job], [Int32]) {
    var jobs: [Job] = []
    var rows: [Int32] = []
    jobs.reserveCapacity(trace.rows.count)
    rows.reserveCapacity(trace.rows.count)
    let models = modelsByText()
    for (index, row) in trace.rows.enumerated() {
      guard let limit = missingLimit.limit(of: row) else {
        drop(row, "limit_missing", leaves[index])
        continue
      }
      var model: ID<DeviceModel>?
      if !isCounted && row.model != TextTable.none {
        guard let known = models[Int(row.model.index)] else {
          drop(row, "model_not_in_cluster", leaves[index])
          continue
        }
        model = known
      }
      jobs.append(job(row, limit: limit, model: model, leaf: leaves[index]))
      rows.append(Int32(index))
    }
    guard !jobs.isEmpty else {
      throw InputError(
        file: trace.file,
        "no job of the trace can be used: \(reasons)",
        remedy: "see --missing-limit and the cluster's device models"
      )
    }
    remark()
    return (jobs, rows)
  }

  private mutating func drop(_ row: TraceRow, _ reason: String, _ leaf: ID<Tenant>) {
    var row = row
    if let limit = row.limit { row.run = min(row.run, limit) }
    cleaning.drop(reason, work: row.work)
    let place = places[reason, default: [:]][leaf] ?? dropped.count
    if place == dropped.count {
      places[reason, default: [:]][leaf] = place
      dropped.append(DroppedWork(reason: reason, tenant: leaf, jobs: 0, work: 0))
    }
    dropped[place].jobs += 1
    let sum = dropped[place].work.addingReportingOverflow(row.work)
    dropped[place].work = sum.overflow ? .max : sum.partialValue
  }

  private mutating func job(
    _ row: TraceRow,
    limit: SimDuration,
    model: ID<DeviceModel>?,
    leaf: ID<Tenant>
  ) -> Job {
    var run = row.run
    var ending = row.ending
    if run > limit {
      run = limit
      ending = .limit
      cleaning.alter("run_cut_at_limit")
    }
    return Job(
      submit: row.submit,
      run: run,
      limit: options.hasExactEstimates ? run : limit,
      gpus: Int(row.gpus),
      gpusPerNode: isCounted ? 0 : Int(row.gpusPerNode),
      cores: isCounted ? 0 : Int(row.cores),
      memory: isCounted ? 0 : Int(row.memory),
      tenant: leaf,
      model: model,
      priority: Int(row.priority),
      ending: ending
    )
  }

  /// Device models by the id of their text; letter case does not matter.
  private func modelsByText() -> [ID<DeviceModel>?] {
    (0..<trace.texts.count).map { text in
      let name = trace.texts[ID(text)].lowercased()
      return cluster.models.ids.first { cluster.models[$0].name.lowercased() == name }
    }
  }

  private var reasons: String {
    cleaning.dropped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      .joined(separator: ", ")
  }

  private mutating func remark() {
    let dropped = cleaning.dropped.values.reduce(0, +)
    if dropped > 0 {
      remarks.append(
        "\(trace.file): \(dropped) \(dropped == 1 ? "job" : "jobs") dropped: \(reasons)"
      )
    }
    let altered = cleaning.altered.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    if !altered.isEmpty {
      remarks.append("\(trace.file): altered: \(altered.joined(separator: ", "))")
    }
    if trace.rows.contains(where: { $0.limit == nil }) {
      remarks.append(
        "\(trace.file): jobs without a limit are handled by --missing-limit \(missingLimit)"
      )
    }
  }
}
