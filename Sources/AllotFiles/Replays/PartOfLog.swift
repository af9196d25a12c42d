internal import Allot
internal import AllotMetrics

/// The part of a log that is replayed: from an instant on, with what ran and waited then, until
/// another one.
///
/// Rows that had ended by the first instant are left out, and rows that are submitted at the last
/// one or later. A row that was submitted before the first and does not say when it started is
/// dropped: whether it ran then can not be told.
struct PartOfLog {
  /// Why a row is dropped of which it can not be told whether it ran at the beginning.
  static let unknownStart = "start_unknown"

  /// Why a row is altered that started before its submit: its run begins there.
  static let earlyStart = "start_before_submit"

  /// The rows of the part.
  let trace: Trace
  /// The first instant; nil where the log is replayed from its first submit on.
  let begin: SimTime?
  /// The last instant, before which jobs are submitted; nil where all are.
  let end: SimTime?
  private var (ended, later) = (Left(), Left())
  private let measure: WorkMeasure
  /// The first submit of the log.
  private let first: SimTime

  /// A day: logs may be silent for so long before their ends.
  private static let silence: Int64 = 86_400_000

  /// Rows that are left out because they are no part of it.
  private struct Left {
    var jobs = 0
    var work = Int128(0)

    func text(_ measure: WorkMeasure) -> String {
      "\(PartOfLog.jobs(jobs)) of \(measure.text(work))"
    }
  }

  private static func jobs(_ count: Int) -> String { count == 1 ? "1 job" : "\(count) jobs" }

  /// The part of a log; `limit` says how long rows may run.
  ///
  /// - Throws: ``InputError`` where nothing is left, or no row says when it started.
  init(
    _ log: Trace,
    from begin: SimTime?,
    to end: SimTime?,
    limit: MissingLimit,
    onProcessors: Bool
  ) throws(InputError) {
    (self.begin, self.end) = (begin, end)
    measure = WorkMeasure(of: log, onProcessors: onProcessors)
    first = log.rows.first?.submit ?? .zero
    var trace = log
    trace.rows = []
    for var row in log.rows {
      if let end, row.submit >= end {
        later.jobs += 1
        later.work += Int128(measure.work(of: row))
        continue
      }
      if let begin, row.submit < begin {
        guard let start = row.start else {
          trace.cleaning.drop(Self.unknownStart, work: row.work, coreWork: row.coreWork)
          continue
        }
        let run = min(row.run, limit.limit(of: row) ?? row.run)
        if start + run <= begin {
          ended.jobs += 1
          ended.work += Int128(measure.work(of: row))
          continue
        }
        if start < row.submit {
          trace.cleaning.alter(Self.earlyStart, work: row.work, coreWork: row.coreWork)
          row.run = start + row.run - row.submit
          row.start = row.submit
        }
      }
      trace.rows.append(row)
    }
    if begin != nil, !log.rows.contains(where: { $0.start != nil }) {
      throw InputError(
        file: log.file,
        "no job says when it started: who ran at --from can not be told",
        remedy: "give the log a column of starts (docs/traces.md), or replay it from its beginning "
          + "and account from then on with --measure FROM..TO"
      )
    }
    guard !trace.rows.isEmpty else {
      throw InputError(
        file: log.file,
        "no job of the log runs or waits at --from or is submitted until --to",
        remedy: "'allot trace stat' says from when to when it goes"
      )
    }
    self.trace = trace
  }

  /// An instant as a date where that of time zero is known, else as a time since then.
  static func text(_ time: SimTime, zero: SimTime, epoch: Int64?) -> String {
    let since = time - zero
    guard let epoch else { return DurationText.format(max(.zero, since)) + " after time zero" }
    return CalendarText.text(ofUnixSeconds: epoch + since.milliseconds / 1_000)
  }

  /// Which jobs are no part of it, and how much work they are; nil where all are.
  func leftOut(zero: SimTime, epoch: Int64?) -> String? {
    var words: [String] = []
    if let begin, ended.jobs > 0 {
      let instant = Self.text(begin, zero: zero, epoch: epoch)
      words.append("\(ended.text(measure)) that had ended by \(instant)")
    }
    if let end, later.jobs > 0 {
      let instant = Self.text(end, zero: zero, epoch: epoch)
      words.append("\(later.text(measure)) submitted at \(instant) or later")
    }
    return words.isEmpty ? nil : words.joined(separator: ", and ")
  }

  /// What the user should know about it, each one sentence: what it begins with, and which rows are
  /// no part of it.
  func remarks(on world: World, zero: SimTime, epoch: Int64?) -> [String] {
    func text(_ time: SimTime) -> String { Self.text(time, zero: zero, epoch: epoch) }
    var remarks: [String] = []
    if let begin, let running = world.warmStart?.running {
      let old = world.jobs.prefix { $0.submit < begin }.count
      let hours = HoursText.text(milliseconds: Double(world.workToRun(running.map(\.job))))
      remarks.append(
        "\(trace.file): the replay begins at \(text(begin)) with \(Self.jobs(running.count)) "
          + "running, \(hours) \(world.deviceWord)-hours still to run, and "
          + "\(old - running.count) waiting; they are in the accounts, and waits are of those "
          + "that are submitted from then on"
      )
    }
    if let words = leftOut(zero: zero, epoch: epoch) {
      remarks.append("\(trace.file): not replayed: \(words)")
    }
    let others = trace.cleaning.dropped.filter { $0.key != Self.unknownStart }
    if !others.isEmpty {
      remarks.append(
        "\(trace.file): what was dropped or altered by the reader is counted over the whole log"
      )
    }
    if let begin, begin <= first {
      remarks.append("\(trace.file): the log begins at \(text(first)), not before --from")
    }
    if let end, let last = world.jobs.last?.submit, (end - last).milliseconds > Self.silence {
      remarks.append(
        "\(trace.file): the last submit is at \(text(last)), long before --to: utilisation and "
          + "entitlements count the time without arrivals too"
      )
    }
    return remarks
  }

  /// What a replay of the part finds, for jobs that were made of its rows, their components, a
  /// machine, and the rule that says what the log's models are there; nil where it begins with the
  /// first submit.
  func warmStart(
    _ jobs: [Job],
    rows: [Int32],
    _ components: Table<JobComponents, JobComponents>,
    on cluster: Cluster,
    _ rule: ModelRule
  ) -> WarmStart? {
    guard let begin else { return nil }
    var running: [WarmStart.Running] = []
    for (index, job) in jobs.enumerated() where job.submit < begin {
      let row = trace.rows[Int(rows[index])]
      guard let start = row.start, start < begin else { continue }
      running.append(WarmStart.Running(job: ID(index), start: start))
    }
    var warm = WarmStart(begin: begin, running: running)
    var nodes = LogNodes(cluster)
    let match = ModelMatch(cluster, rule)
    // By the lists' own texts, which are the same in a converted log.
    let models = trace.modelsOfNodes.map { (list: trace.texts[$0.key], model: $0.value) }
    for (list, model) in models.sorted(by: {
      $0.list.utf8.lexicographicallyPrecedes($1.list.utf8)
    }) {
      let meant = match.meaning(ofList: trace.texts[model]).models
      if !meant.isEmpty { nodes.note(match.accepted(meant), of: list) }
    }
    for (job, row) in zip(jobs, rows) where job.components == nil && job.models != .any {
      nodes.note(job.models, of: trace.texts[trace.rows[Int(row)].nodes])
    }
    for index in warm.running.indices {
      let place = Int(warm.running[index].job.index)
      let (job, row) = (jobs[place], trace.rows[Int(rows[place])])
      var parts = [(job: job, nodes: row.nodes)]
      if let own = job.components {
        parts = zip(components[own].list, trace.gangs[Int(row.gang) - 1]).map { component, part in
          (job.part(component), part.nodes)
        }
      }
      let places = parts.compactMap { nodes.place(of: $0.job, on: trace.texts[$0.nodes]) }
      if places.count == parts.count { warm.running[index].places = places }
    }
    return warm
  }
}
