public import Allot
public import AllotFiles
public import AllotMetrics
public import AllotReport

extension ReplayInputs: JobLabels {
  /// Adds a cell with the job's name in the trace.
  public func appendName(of job: ID<Job>, to cells: inout CSVRows) {
    switch trace.rows[Int(rows[Int(job.index)])].name {
    case .number(let number): cells.append(number)
    case .text(let text): cells.append(trace.texts[text])
    }
  }

  /// Adds a cell with the name of who submitted it; an empty one where the trace does not say.
  public func appendUser(of job: ID<Job>, to cells: inout CSVRows) {
    cells.append(trace.texts[trace.rows[Int(rows[Int(job.index)])].user])
  }

  /// Adds a cell with its class; an empty one where the trace does not say.
  public func appendClass(of job: ID<Job>, to cells: inout CSVRows) {
    cells.append(trace.texts[trace.rows[Int(rows[Int(job.index)])].jobClass])
  }
}

extension ReplayInputs {
  /// The manifest, but for the policy and the digest.
  func manifest(pass: PassRule) -> Manifest {
    Manifest(
      version: AllotVersion.current,
      inputs: files.map { Manifest.Input(role: $0.role, name: $0.name, sha256: $0.sha256) },
      settings: settings,
      policy: "",
      pass: pass.rawValue,
      cleaning: Manifest.Cleaning(
        dropped: cleaning.dropped,
        droppedGpuHours: cleaning.droppedWork.mapValues { Double($0) / 3_600_000 },
        altered: cleaning.altered,
        alteredGpuHours: cleaning.alteredWork.mapValues { Double($0) / 3_600_000 }
      ),
      digest: ""
    )
  }

  /// What one unit of work's weight is called.
  var device: String { world.deviceWord }

  /// The lines above a report: what was replayed, on what, and how real it is.
  var title: [String] {
    title(
      of: "\(trace.file) (\(trace.format), \(world.jobs.count) jobs)",
      synthetic: trace.synthetic
    )
  }

  /// The same for what is called by some other words than the trace.
  func title(of words: String, synthetic: String?) -> [String] {
    let cluster = world.cluster
    var size = ""
    if cluster.unit != .processor {
      size = ": \(cluster.nodes) nodes, \(cluster.gpus) \(cluster.unit.rawValue)s"
      if cluster.isMixed { size += ", \(cluster.cores) cores" }
    }
    let counts = [cluster.gpus] + world.changes.map(\.cluster.gpus)
    if let least = counts.min(), let most = counts.max(), least < most {
      size += " (as time goes on \(least) to \(most))"
    }
    var lines = ["\(words) on \(cluster.name)\(size)"]
    if let synthetic { lines.append("The trace is synthetic: \(synthetic).") }
    if !cluster.note.isEmpty {
      lines.append("The cluster is modelled; see 'allot cluster show' for its sources.")
    }
    if let growth { lines.append(growth) }
    if settings["load"] != "as submitted", let load = settings["load"] {
      lines.append("Arrivals are scaled to an offered load of \(load).")
    }
    return lines
  }
}
