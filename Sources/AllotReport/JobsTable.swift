public import Allot
public import AllotMetrics

/// Writes `jobs.csv` and `runs.csv`: one row for each accepted job, one for each attempt.
///
/// Columns of `jobs.csv` begin `job,submit,start,end,state,tenant,user,gpus,nodes`; `limit`,
/// `preemptions`, `pool`, `model`, `class` and `delay` follow, and `eligible` where jobs wait for
/// others to end. Times are seconds on the trace's own
/// clock, without decimals where whole; start is the first, end the last, empty where it never
/// happened. Pool and model are of the last start, those of several components joined by `+`; who
/// holds no device has no model.
public struct JobsTable {
  private let world: World
  private let results: JobResults
  private let labels: any JobLabels

  /// The tables of a finished replay.
  public init(world: World, results: JobResults, labels: any JobLabels) {
    self.world = world
    self.results = results
    self.labels = labels
  }

  private static let columns = [
    "job", "submit", "start", "end", "state", "tenant", "user", "gpus", "nodes", "limit",
    "preemptions", "pool", "model", "class", "delay",
  ]

  /// True where some jobs come later than they are submitted.
  private var hasEligible: Bool { !world.dependencies.isEmpty }

  /// The bytes of `jobs.csv`.
  public func jobs() -> [UInt8] {
    let paths = world.tenants.ids.map { KeptBytes.bytes(of: world.tenants.path(of: $0)) }
    var rows = CSVRows(
      header: (Self.columns + (hasEligible ? ["eligible"] : [])).joined(separator: ","),
      capacity: world.jobs.count * 96
    )
    for index in world.jobs.indices {
      let job = world.jobs[index]
      labels.appendName(of: ID(index), to: &rows)
      rows.append(seconds: job.submit.milliseconds)
      append(results.starts[index], to: &rows)
      append(results.ends[index], to: &rows)
      rows.append(results.states[index].rawValue)
      rows.append(cell: paths[Int(job.tenant.index)])
      labels.appendUser(of: ID(index), to: &rows)
      rows.append(Int64(job.gpus))
      if results.starts[index] == nil {
        rows.appendEmpty()
      } else {
        rows.append(Int64(results.nodes[index]))
      }
      rows.append(seconds: job.limit.milliseconds)
      rows.append(Int64(results.preemptions[index]))
      appendPlace(of: index, to: &rows)
      labels.appendClass(of: ID(index), to: &rows)
      if let delay = results.delay(of: index) {
        rows.append(seconds: delay.milliseconds)
      } else {
        rows.appendEmpty()
      }
      if hasEligible { rows.append(seconds: results.eligible(index).milliseconds) }
      rows.endRow()
    }
    return rows.bytes
  }

  /// The bytes of `runs.csv`, or nil when no job had more than one attempt.
  public func runs() -> [UInt8]? {
    guard !results.runs.isEmpty else { return nil }
    var rows = CSVRows(header: "job,start,end,pool,ending,kept")
    for run in results.runs {
      labels.appendName(of: run.job, to: &rows)
      rows.append(seconds: run.start.milliseconds)
      rows.append(seconds: run.end.milliseconds)
      appendNames(run.pools.map { world.cluster.pools[$0].name }, to: &rows)
      rows.append(run.outcome.rawValue)
      rows.append(seconds: run.kept.milliseconds)
      rows.endRow()
    }
    return rows.bytes
  }

  private func appendPlace(of index: Int, to rows: inout CSVRows) {
    let pools = results.pools(of: index).map { world.cluster.pools[$0] }
    guard !pools.isEmpty else {
      rows.appendEmpty()
      return rows.appendEmpty()
    }
    appendNames(pools.map(\.name), to: &rows)
    if world.jobs[index].gpus == 0 { return rows.appendEmpty() }
    appendNames(pools.map { world.cluster.models[$0.kind.model].name }, to: &rows)
  }

  /// Writes names joined by `+`, each once.
  private func appendNames(_ names: [String], to rows: inout CSVRows) {
    guard names.count > 1 else { return rows.append(names[0]) }
    let distinct = names.indices.filter { names[..<$0].firstIndex(of: names[$0]) == nil }
    rows.append(distinct.map { names[$0] }.joined(separator: "+"))
  }

  private func append(_ time: SimTime?, to rows: inout CSVRows) {
    if let time { rows.append(seconds: time.milliseconds) } else { rows.appendEmpty() }
  }
}
