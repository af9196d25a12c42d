internal import AllotMetrics

/// What policies and cleaning leave out, in jobs and in work, one sentence for each.
struct LeftOutText {
  private let summaries: [Summary]
  private let device: String

  /// The sentences about some replays of one world.
  init(_ summaries: [Summary], device: String) {
    self.summaries = summaries
    self.device = device
  }

  /// The lines; none where nothing is left out.
  var lines: [String] {
    var lines: [String] = []
    for summary in summaries {
      let parts = [("rejected", "rejected"), ("waiting", "never started or never ended")]
        .compactMap { key, words in
          amount("left_out.\(key)", of: summary).map { "\(words): \($0)" }
        }
      if !parts.isEmpty {
        lines.append("Left out by \(summary.policy): \(parts.joined(separator: "; ")).")
      }
    }
    if !lines.isEmpty {
      lines.append("They rank above all others in percentiles ('never'); means leave them out.")
    }
    return lines + dropped
  }

  /// The rows that cleaning has left out, the same under every policy.
  private var dropped: [String] {
    guard let summary = summaries.first,
      case .members(let reasons)? = summary["left_out.dropped.reasons"], !reasons.isEmpty
    else { return [] }
    let parts = reasons.keys.sorted().compactMap { reason in
      amount("left_out.dropped.reasons.\(reason)", of: summary).map { "\(reason): \($0)" }
    }
    return ["Left out of the trace: \(parts.joined(separator: "; "))."]
  }

  private func amount(_ path: String, of summary: Summary) -> String? {
    guard let jobs = summary["\(path).jobs"]?.number, jobs > 0,
      let hours = summary["\(path).gpu_hours"]?.number
    else { return nil }
    var parts = [
      "\(DecimalText.text(jobs)) \(jobs == 1 ? "job" : "jobs")", Self.hours(hours, device),
    ]
    for (key, other) in [("core_hours", "core"), ("device_hours", "GPU")] {
      if let hours = summary["\(path).\(key)"]?.number { parts.append(Self.hours(hours, other)) }
    }
    return parts.joined(separator: ", ")
  }

  private static func hours(_ hours: Double, _ device: String) -> String {
    "\(DecimalText.text(hours, decimals: hours < 100 ? 2 : 0)) \(device)-hours"
  }
}
