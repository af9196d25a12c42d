public import Allot
public import AllotMetrics

/// Writes `jobs.csv` and `runs.csv`: one row for each accepted job, one for each attempt.
///
/// Columns of `jobs.csv` begin `job,submit,start,end,state,tenant,user,gpus,nodes`; `limit` and
/// `preemptions` follow. Times are seconds on the trace's own clock, without decimals where
/// whole; start is the first, end the last, empty where it never happened.
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

  /// The bytes of `jobs.csv`.
  public func jobs() -> [UInt8] {
    let paths = world.tenants.ids.map { Array(world.tenants.path(of: $0).utf8) }
    var rows = CSVRows(
      header: "job,submit,start,end,state,tenant,user,gpus,nodes,limit,preemptions",
      capacity: world.jobs.count * 64
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
      rows.append(world.cluster.pools[run.pool].name)
      rows.append(run.isEvicted ? "preempted" : "ended")
      rows.append(seconds: run.kept.milliseconds)
      rows.endRow()
    }
    return rows.bytes
  }

  private func append(_ time: SimTime?, to rows: inout CSVRows) {
    if let time { rows.append(seconds: time.milliseconds) } else { rows.appendEmpty() }
  }
}
