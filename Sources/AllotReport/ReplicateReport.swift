public import AllotMetrics

/// What `allot compare` prints of replicates: means, then what can be told of every pair of
/// policies, then what can not.
public struct ReplicateReport {
  private let study: ReplicateStudy
  private let title: [String]
  private let device: String
  private let replicatedBy: String
  /// Why no more replicates were made; nil where their number was given.
  private let stopped: String?

  private static let widest = 100

  /// A report on a study; `title` lines stand above the tables, and `device` is what one unit of
  /// work's weight is called.
  public init(
    _ study: ReplicateStudy,
    title: [String],
    device: String,
    replicatedBy: String,
    stopped: String? = nil
  ) {
    self.study = study
    self.title = title
    self.device = device
    self.replicatedBy = replicatedBy
    self.stopped = stopped
  }

  /// The whole text, with a final line end.
  public var text: String {
    let parts = [
      title + [headline] + (stopped.map { [$0] } ?? []), means(of: .ofTimes), means(of: .plain),
      table(of: .ofTimes), table(of: .plain), legend, leftOut, told, open,
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var policies: [String] { study.summaries[0].map(\.policy) }
  private var tenants: [String] { study.summaries[0][0].tenants.map(\.name) }

  private var headline: String {
    "\(study.summaries.count) replicates (\(replicatedBy)), the same for every policy."
  }

  /// The means over replicates of times, or of amounts.
  private func means(of kind: VerdictMetric.Difference) -> [String] {
    let metrics = study.metrics.filter { $0.difference == kind }
    guard !metrics.isEmpty else { return [] }
    let amounts = metrics.flatMap { metric in
      tenants.indices.flatMap { tenant in
        policies.indices.compactMap { study.mean(tenant, $0, metric.path) }
      }
    }
    let texts = FigureText(mostHours: amounts.max() ?? 0)
    var rows: [[String]] = []
    for (tenant, name) in tenants.enumerated() {
      for (policy, policyName) in policies.enumerated() {
        let cells = metrics.map { metric -> String in
          guard let mean = study.mean(tenant, policy, metric.path) else {
            return study.hasEmptyReplicate(tenant) ? "no jobs" : "never"
          }
          return texts.text(.number(mean), kind == .ofTimes ? .seconds : .hours)
        }
        rows.append([policy == 0 ? name : "", policyName] + cells)
      }
    }
    return AlignedTable(heading: ["mean of", "policy"] + metrics.map(heading), rows: rows)
      .lines(left: ["policy"], widest: Self.widest)
  }

  private func heading(_ metric: VerdictMetric) -> String {
    let name = metric.name.replacing("_", with: " ")
    let hours = metric.difference == .plain ? "\n\(device)-h" : ""
    return switch metric.weight {
    case "gpu_hours": "\(name)\nby work"
    case "": "\(name)\(hours)"
    default: "\(name)\nby \(metric.weight)"
    }
  }

  /// The differences of times, or of amounts, one row for each tenant and pair.
  private func table(of kind: VerdictMetric.Difference) -> [String] {
    let metrics = study.metrics.filter { $0.difference == kind }
    guard !metrics.isEmpty else { return [] }
    let chosen = study.differences.filter { $0.metric.difference == kind }
    var rows: [[String]] = []
    var last = ""
    for start in stride(from: 0, to: chosen.count, by: metrics.count) {
      let row = chosen[start..<start + metrics.count]
      let tenant = row.first?.tenant ?? ""
      rows.append(
        [tenant == last ? "" : tenant, row.first?.policy ?? "", row.first?.against ?? ""]
          + row.map { cell($0) }
      )
      last = tenant
    }
    let heads = ["difference", "policy", "against"] + metrics.map { heading($0) }
    return AlignedTable(heading: heads, rows: rows)
      .lines(left: ["policy", "against"], widest: Self.widest)
  }

  private func cell(_ difference: ReplicateStudy.Difference) -> String {
    guard let estimate = difference.estimate else { return "-" + mark(difference) }
    let text: String
    if difference.verdict == .equal {
      text = "equal"
    } else if difference.metric.difference == .ofTimes {
      text = signed(estimate) + " %"
    } else {
      let digits = DecimalText.text(estimate, decimals: estimate.magnitude < 100 ? 1 : 0)
      text = estimate > 0 ? "+" + digits : digits
    }
    return text + mark(difference)
  }

  private func signed(_ part: Double) -> String {
    let text = DecimalText.text(part * 100, decimals: part.magnitude < 0.1 ? 1 : 0)
    return part > 0 ? "+" + text : text
  }

  private func mark(_ difference: ReplicateStudy.Difference) -> String {
    switch difference.verdict {
    case .better, .worse: " *"
    case .leavesOutMore, .leavesOutLess: " !"
    default: "  "
    }
  }

  private var legend: [String] {
    var marks = [
      "* holds at 95 % over all \(study.comparisons) comparisons (Holm); unmarked differences can "
        + "not be told from chance."
    ]
    for (tenant, name) in tenants.enumerated() where study.hasEmptyReplicate(tenant) {
      marks.append("\(name) has no jobs in some replicate: its waits and delays are not compared.")
    }
    let hasLeftOut = study.differences.contains {
      $0.verdict == .leavesOutMore || $0.verdict == .leavesOutLess
    }
    return marks
      + (hasLeftOut
        ? ["! one side leaves out more work and is worse by that, whatever the rest waits."] : [])
  }

  /// Who leaves out work, before anything is said of waits.
  private var leftOut: [String] {
    tenants.indices.flatMap { tenant in
      policies.indices.compactMap { policy -> String? in
        let hours = study.mean(tenant, policy, "left_out.gpu_hours") ?? 0
        let jobs = study.mean(tenant, policy, "left_out.jobs") ?? 0
        guard jobs > 0 else { return nil }
        return "Left out of \(tenants[tenant]) by \(policies[policy]): "
          + "\(DecimalText.text(jobs, decimals: 1)) jobs, \(DecimalText.text(hours)) "
          + "\(device)-hours in a replicate on average."
      }
    }
  }

  /// The verdicts on times that hold, in words.
  private var told: [String] {
    let lines = tenants.flatMap { tenant -> [String] in
      let own = study.differences.filter { difference in
        difference.tenant == tenant && difference.metric.difference == .ofTimes
          && (difference.verdict == .better || difference.verdict == .worse)
      }
      return own.isEmpty ? [] : ["  \(tenant)"] + own.map { "    " + sentence($0) }
    }
    return lines.isEmpty ? [] : ["What can be told of waits and delays:"] + lines
  }

  private func sentence(_ difference: ReplicateStudy.Difference) -> String {
    "\(difference.policy) is \(difference.verdict.rawValue) than \(difference.against): "
      + "\(difference.metric.words) \(interval(difference))"
  }

  private func interval(_ difference: ReplicateStudy.Difference) -> String {
    guard let estimate = difference.estimate, let low = difference.low, let high = difference.high
    else { return "beyond all bounds" }
    return "\(signed(estimate)) % (\(signed(low)) to \(signed(high)))"
  }

  /// What the replicates leave open.
  private var open: [String] {
    let open = study.differences.filter {
      $0.metric.difference == .ofTimes && $0.verdict == .open
    }
    guard !open.isEmpty else { return [] }
    let lines = open.map { difference -> String in
      let count = difference.replicatesForFivePercent.map { DecimalText.grouped(Int64($0)) } ?? "-"
      return "  \(difference.tenant): \(difference.policy) against \(difference.against), "
        + "\(difference.metric.words) \(interval(difference)); \(count)"
    }
    return [
      "What can not be told, with plain 95 % intervals, of which some leave out zero by chance",
      "(behind each: about how many replicates would tell it to ±5 %):",
    ] + lines
  }
}
