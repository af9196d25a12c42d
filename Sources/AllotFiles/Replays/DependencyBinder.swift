internal import Allot

/// Finds the jobs that others wait for, and tells of those that are not there.
struct DependencyBinder {
  private(set) var dependencies: [JobDependency] = []
  private(set) var remarks: [String] = []

  /// Binds the jobs of a replay, given the row of each.
  ///
  /// A preceding job that the log has not, or that is left out, keeps nobody waiting. A replay that
  /// begins in the middle of a log (`isPart`) knows no ends before, so that nobody waits in it.
  /// - Throws: ``InputError`` where jobs wait for each other.
  init(
    _ trace: Trace,
    rows: [Int32],
    _ measure: WorkMeasure,
    isPart: Bool
  ) throws(InputError) {
    guard !trace.preceding.isEmpty else { return }
    var jobs: [TraceRow.Name: Int] = [:]
    for (job, row) in rows.enumerated() { jobs[trace.rows[Int(row)].name] = job }
    var naming = Jobs()
    var waiting = Jobs()
    var free = Jobs()
    for (job, row) in rows.enumerated() {
      let row = trace.rows[Int(row)]
      guard let preceding = trace.preceding[row.name] else { continue }
      let work = measure.work(of: row)
      naming.add(work)
      if preceding.jobs.contains(where: { jobs[$0.name] != nil }) { waiting.add(work) }
      if preceding.jobs.contains(where: { jobs[$0.name] == nil }) { free.add(work) }
      for before in preceding.jobs {
        guard let other = jobs[before.name] else { continue }
        dependencies.append(
          JobDependency(
            job: ID(job),
            preceding: ID(other),
            think: preceding.think,
            condition: before.condition
          )
        )
      }
    }
    if let circle = JobDependency.circle(in: dependencies, jobs: rows.count) {
      let names = circle.map { trace.rows[Int(rows[Int($0.index)])].name.text(in: trace.texts) }
      throw InputError(
        file: trace.file,
        names.count == 1
          ? "job '\(names[0])' waits for its own end"
          : "the jobs \(names.prefix(6).joined(separator: ", ")) wait for each other's ends",
        remedy: "let one of them wait for nobody: none of them could ever start"
      )
    }
    guard naming.count > 0 else { return }
    if isPart {
      dependencies = []
      remarks.append(
        "\(trace.file): \(naming.text(measure)) named jobs before them; in a replay that begins "
          + "with --from they come when they were submitted"
      )
      return
    }
    if waiting.count > 0 {
      remarks.append(
        "\(trace.file): \(waiting.text(measure)) \(waiting.verb("come")) when the jobs named as "
          + "before them end"
      )
    }
    if free.count > 0 {
      remarks.append(
        "\(trace.file): \(free.text(measure)) \(free.verb("name")) jobs before them that the log "
          + "has not or that were left out; these keep nobody waiting"
      )
    }
  }

  private struct Jobs {
    private(set) var count = 0
    private var work: Int128 = 0

    mutating func add(_ more: Int64) {
      count += 1
      work += Int128(more)
    }

    func verb(_ plural: String) -> String { count == 1 ? plural + "s" : plural }

    func text(_ measure: WorkMeasure) -> String {
      "\(count) \(count == 1 ? "job" : "jobs") (\(measure.text(work)))"
    }
  }
}
