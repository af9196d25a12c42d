internal import Allot

/// How much of what a trace knows of its work is left out, and whether that is too much to go on.
///
/// Known is run × devices of every row that ran, those that a reader has left out included, but for
/// rows whose job another row has. What the user asked to leave out is no loss.
struct WorkLoss {
  /// The part that is left out without being asked about.
  static let tolerated = Share(percent: 5)

  private let measure: WorkMeasure
  /// The reasons that the user asked for.
  private let chosen: Set<String>
  private(set) var known: Int128 = 0
  private(set) var lost: Int128 = 0
  /// Rows that are left out, by reason.
  private(set) var reasons: [String: (jobs: Int, work: Int128)] = [:]
  /// Rows that are left out because of their model, by its name in the trace.
  private var models: [String: (jobs: Int, work: Int128)] = [:]

  /// The reason of jobs whose models the cluster lacks.
  static let modelReason = "model_not_in_cluster"
  /// The reason of jobs without a limit.
  static let limitReason = "limit_missing"

  /// What a reader has left out of a trace; `chosen` are the reasons that the user asked for.
  init(of trace: Trace, _ measure: WorkMeasure, chosen: Set<String>) {
    self.measure = measure
    self.chosen = chosen
    for row in trace.rows { known += Int128(measure.work(of: row)) }
    for (reason, jobs) in trace.cleaning.dropped {
      if TraceBuilder.DropReason(rawValue: reason)?.hasAnotherRow ?? false { continue }
      let work = Int128(measure.work(droppedFor: reason, in: trace.cleaning))
      known += work
      guard !chosen.contains(reason) else { continue }
      lost += work
      reasons[reason] = (jobs, work)
    }
  }

  /// Counts a row that the binder leaves out.
  mutating func add(_ row: TraceRow, _ reason: String, model: String) {
    guard !chosen.contains(reason) else { return }
    let work = Int128(measure.work(of: row))
    lost += work
    let sum = reasons[reason] ?? (0, 0)
    reasons[reason] = (sum.jobs + 1, sum.work + work)
    guard reason == Self.modelReason else { return }
    let old = models[model] ?? (0, 0)
    models[model] = (old.jobs + 1, old.work + work)
  }

  /// True where more is lost than a part of what is known.
  func exceeds(_ part: Share) -> Bool {
    lost * Int128(Share.whole.millionths) > known * Int128(part.millionths)
  }

  /// The error about a loss, with what can be done about it; `absent` are models that the user
  /// named and the cluster lacks.
  func error(
    file: String,
    cluster: String,
    beyond part: Share,
    absent: [String]
  ) -> InputError {
    let percent = (lost * 100 + known - 1) / max(1, known)
    let told = reasons.filter { $0.value.work > 0 }.sorted { a, b in
      (b.value.work, a.key) < (a.value.work, b.key)
    }.map { "\($0.key): \(amount($0.value))" }
    var message =
      "\(WorkMeasure.hours(lost)) of \(measure.text(known)) would be left out, more than "
      + "\(QuantityText.percent(part)) of the trace's work (\(told.joined(separator: "; ")))"
    var remedies: [String] = []
    if !models.isEmpty {
      let named = models.sorted { ($1.value.work, $0.key) < ($0.value.work, $1.key) }
      let shown = named.prefix(3).map { "'\($0.key)': \(amount($0.value))" }
      message +=
        "; \(cluster) has no model for " + shown.joined(separator: ", ")
        + (named.count > 3 ? ", …" : "")
      for name in absent.prefix(3) { message += "; --models names '\(name)', which it lacks too" }
      remedies.append("say which models jobs accept with --models any or --models FILE")
    }
    if reasons[Self.limitReason] != nil {
      remedies.append("give jobs without a limit one with --missing-limit run")
    }
    if reasons[PartOfLog.unknownStart] != nil {
      remedies.append("replay from the beginning with --measure FROM..TO in place of --from")
    }
    remedies.append("accept the loss with --allow-drops \(percent)%")
    return InputError(file: file, message, remedy: remedies.joined(separator: ", or "))
  }

  private func amount(_ sum: (jobs: Int, work: Int128)) -> String {
    "\(sum.jobs) \(sum.jobs == 1 ? "job" : "jobs"), \(measure.text(sum.work))"
  }
}
