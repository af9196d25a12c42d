public import AllotMetrics

/// What `allot compare` prints of replicates: means, then what can be told of every pair of
/// policies, then what can not.
public struct ReplicateReport {
  private let study: ReplicateStudy
  private let title: [String]
  private let device: String
  private let replicatedBy: String
  private let remarks: [String]

  private static let widest = 100

  /// A report on a study; `title` lines stand above the tables, `device` is what one unit of work's
  /// weight is called, and `remarks` say what a reader must know of how replicates were made.
  public init(
    _ study: ReplicateStudy,
    title: [String],
    device: String,
    replicatedBy: String,
    remarks: [String] = []
  ) {
    self.study = study
    self.title = title
    self.device = device
    self.replicatedBy = replicatedBy
    self.remarks = remarks
  }

  /// The whole text, with a final line end.
  public var text: String {
    let parts = [
      title + [headline] + offeredLoad + remarks, typical(of: .ofTimes), typical(of: .plain),
      promises, table(of: .ofTimes), table(of: .plain), legend, leftOut, told, open,
    ]
    return parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var policies: [String] { study.summaries[0].map(\.policy) }
  private var tenants: [String] { study.tenants }

  private var headline: String {
    "\(study.summaries.count) replicates (\(replicatedBy)), the same for every policy."
  }

  /// How much is asked of the machine, which differs between replicates.
  private var offeredLoad: [String] {
    let loads = study.summaries.compactMap { $0[0]["offered_load"]?.number }
    guard let least = loads.min(), let most = loads.max() else { return [] }
    let mean = DecimalText.text(loads.reduce(0, +) / Double(loads.count), decimals: 2)
    let span = [least, most].map { DecimalText.text($0, decimals: 2) }.joined(separator: " to ")
    return ["Their offered load is \(mean) on average, from \(span)."]
  }

  /// What is typical over replicates of times, or of amounts.
  private func typical(of kind: VerdictMetric.Difference) -> [String] {
    let metrics = study.metrics.filter { $0.difference == kind }
    guard !metrics.isEmpty else { return [] }
    let amounts = metrics.flatMap { metric in
      tenants.indices.flatMap { tenant in
        policies.indices.compactMap { study.typical(tenant, $0, metric) }
      }
    }
    let texts = FigureText(mostHours: amounts.max() ?? 0)
    var rows: [[String]] = []
    for (tenant, name) in tenants.enumerated() {
      for (policy, policyName) in policies.enumerated() {
        let cells = metrics.map { metric -> String in
          guard let number = study.typical(tenant, policy, metric) else {
            return study.emptyReplicates(of: tenant) > 0 ? "-" : "never"
          }
          return texts.text(.number(number), kind == .ofTimes ? .seconds : .hours)
        }
        rows.append([policy == 0 ? name : "", policyName] + cells)
      }
    }
    let heads = [kind == .ofTimes ? "typical" : "mean", "policy"] + metrics.map(heading)
    return AlignedTable(heading: heads, rows: rows).lines(left: ["policy"], widest: Self.widest)
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
    guard let estimate = difference.estimate else {
      return (difference.verdict == .empty ? "-" : "never") + mark(difference)
    }
    let text: String
    if difference.verdict == .equal {
      text = "equal"
    } else if difference.metric.difference == .ofTimes {
      text = percent(estimate)
    } else {
      text = amount(estimate)
    }
    return text + mark(difference)
  }

  private func signed(_ part: Double) -> String {
    // Percentages of many times as much are hard to read.
    if part >= 9 { return "x" + DecimalText.text(part + 1, decimals: part < 99 ? 1 : 0) }
    let text = DecimalText.text(part * 100, decimals: part.magnitude < 0.1 ? 1 : 0)
    return part > 0 ? "+" + text : text
  }

  private func amount(_ hours: Double) -> String {
    let text = DecimalText.text(hours, decimals: hours.magnitude < 100 ? 1 : 0)
    return hours > 0 ? "+" + text : text
  }

  private func percent(_ part: Double) -> String { signed(part) + (part >= 9 ? "" : " %") }

  private func mark(_ difference: ReplicateStudy.Difference) -> String {
    switch difference.verdict {
    case .better, .worse: " *"
    case .leavesOutMore, .leavesOutLess: " !"
    default: "  "
    }
  }

  private var legend: [String] {
    var marks = [
      "Typical times are geometric means: their ratio is the difference, and no long month rules.",
      "* holds at 95 % over all \(study.comparisons) comparisons (Holm); unmarked ones can not be "
        + "told from chance.",
    ]
    for (tenant, name) in tenants.enumerated() {
      let empty = study.emptyReplicates(of: tenant)
      guard empty > 0 else { continue }
      marks.append(
        "\(name) has no jobs in \(empty) of \(study.summaries.count) replicates: its waits and "
          + "delays are not compared."
      )
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
        func mean(_ path: String) -> Double {
          let all = study.values(tenant, policy, path)
          return all.reduce(0) { $0 + ($1 ?? 0) } / Double(all.count)
        }
        let (hours, jobs) = (mean(LeftOutFigure.work.path), mean(LeftOutFigure.jobsPath))
        guard jobs > 0 else { return nil }
        return "Left out of \(tenants[tenant]) by \(policies[policy]): "
          + "\(DecimalText.text(jobs, decimals: 1)) jobs, \(DecimalText.text(hours)) "
          + "\(device)-hours in a replicate on average."
      }
    }
  }

  /// The verdicts that hold, in words.
  private var told: [String] {
    let lines = tenants.flatMap { tenant -> [String] in
      let own = study.differences.filter { difference in
        difference.tenant == tenant
          && (difference.verdict == .better || difference.verdict == .worse)
      }
      return own.isEmpty ? [] : ["  \(tenant)"] + own.map { "    " + sentence($0) }
    }
    return lines.isEmpty ? [] : ["What can be told:"] + lines
  }

  /// In how many replicates each policy keeps all that a tenant was promised.
  private var promises: [String] {
    let lines = tenants.indices.compactMap { tenant -> String? in
      let kept = policies.indices.map { policy -> String? in
        let words = study.summaries.compactMap { summary -> String? in
          let entry = summary[policy].tenants.first { $0.name == tenants[tenant] }
          guard case .text(let word)? = entry?["promised"] else { return nil }
          return word == "none" ? nil : word
        }
        guard !words.isEmpty else { return nil }
        let count = words.count { word in
          let parts = word.split(separator: " ")
          return word == "kept" || (parts.count == 4 && parts[0] == parts[2])
        }
        return "\(policies[policy]) \(count) of \(words.count)"
      }
      let known = kept.compactMap { $0 }
      return known.isEmpty ? nil : "  \(tenants[tenant]): \(known.joined(separator: ", "))"
    }
    return lines.isEmpty ? [] : ["Replicates in which all promises are kept:"] + lines
  }

  private func sentence(_ difference: ReplicateStudy.Difference) -> String {
    "\(difference.policy) is \(difference.verdict.rawValue) than \(difference.against): "
      + "\(difference.metric.words) \(interval(difference))"
  }

  private func interval(_ difference: ReplicateStudy.Difference) -> String {
    guard let estimate = difference.estimate, let low = difference.low, let high = difference.high
    else {
      return difference.verdict == .empty ? "no jobs in some replicate" : "beyond all bounds"
    }
    guard difference.metric.difference == .ofTimes else {
      return "\(amount(estimate)) \(device)-hours (\(amount(low)) to \(amount(high)))"
    }
    return "\(percent(estimate)) (\(signed(low)) to \(signed(high)))"
  }

  /// What the replicates leave open.
  private var open: [String] {
    let open = study.differences.filter {
      $0.metric.difference == .ofTimes && [.open, .unbounded, .empty].contains($0.verdict)
    }
    guard !open.isEmpty else { return [] }
    let lines = open.map { difference -> String in
      let count = difference.replicatesForFivePercent.map { "; " + DecimalText.grouped(Int64($0)) }
      return "  \(difference.tenant): \(difference.policy) against \(difference.against), "
        + "\(difference.metric.words) \(interval(difference))\(count ?? "")"
    }
    return [
      "What can not be told of waits and delays, with plain 95 % intervals; some leave out zero by",
      "chance (behind each: about how many replicates would tell the ratio to ±5 %):",
    ] + lines
  }
}
