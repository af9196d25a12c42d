public import Allot
internal import AllotMetrics

extension World {
  /// How the jobs that run when the replay begins fare under some policies, a sentence for those
  /// that they fare alike under; none where each lies where the log says.
  public func warmStart(under policies: [Policy]) -> [String] {
    guard let warmStart, !warmStart.running.isEmpty else { return [] }
    var told: [(outcome: WarmStartOutcome, policies: [String])] = []
    for policy in policies {
      let outcome = Simulation.warmPlaces(of: self, under: policy)
      if let known = told.firstIndex(where: { $0.outcome == outcome }) {
        told[known].policies.append(policy.name)
      } else {
        told.append((outcome, [policy.name]))
      }
    }
    return told.compactMap { outcome, policies in
      sentence(outcome, of: warmStart.running.count).map { sentence in
        told.count == 1 ? sentence : "\(policies.joined(separator: ", ")): \(sentence)"
      }
    }
  }

  private func sentence(_ outcome: WarmStartOutcome, of count: Int) -> String? {
    let (waiting, rejected) = (outcome.waiting, outcome.rejected)
    let packed = count - outcome.onKnownNodes - waiting.count - rejected.count
    let haveNodes = cluster.pools.elements.contains { !NodeCapacity($0.kind).isCount }
    guard !waiting.isEmpty || !rejected.isEmpty || packed > 0 && haveNodes else { return nil }
    func text(_ jobs: [ID<Job>], _ words: String) -> String {
      "\(jobs.count) (\(HoursText.text(milliseconds: Double(workToRun(jobs)))) "
        + "\(deviceWord)-hours to run) \(words)"
    }
    var words: [String] = []
    if outcome.onKnownNodes > 0 { words.append("\(outcome.onKnownNodes) on the log's nodes") }
    if packed > 0 { words.append("\(packed) placed \(haveNodes ? "by best fit" : "anywhere")") }
    if !waiting.isEmpty { words.append(text(waiting, "waiting, because no place was left")) }
    if !rejected.isEmpty { words.append(text(rejected, "rejected, because none would ever do")) }
    return "of \(count) \(count == 1 ? "job that runs" : "jobs that run") at --from, "
      + words.joined(separator: ", ")
  }

  /// What some of the jobs that run at a warm start have still to run then, in device-milliseconds.
  func workToRun(_ some: [ID<Job>]) -> Int128 {
    guard let warmStart else { return 0 }
    let asked = Set(some.map(\.index))
    var work = Int128(0)
    for entry in warmStart.running where asked.contains(entry.job.index) {
      let job = jobs[Int(entry.job.index)]
      let left = entry.start + job.run - warmStart.begin
      work += Int128(weighsCores ? job.cores : job.gpus) * Int128(left.milliseconds)
    }
    return work
  }
}
