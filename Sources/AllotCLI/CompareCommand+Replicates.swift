import Allot
import AllotCampaign
import AllotFiles
import AllotHost
import AllotMetrics
import AllotReport

/// A comparison on many traces, of which it says what holds.
extension CompareCommand {
  /// How many replicates are made between two looks at the intervals, whatever the workers.
  private static let batch = 4

  /// Compares policies on replicates.
  func compare(_ replicates: Replicates) throws {
    let clock = ContinuousClock()
    let begin = clock.now
    let policies = try loadPolicies()
    guard policies.count > 1 else {
      throw UsageError("replicates tell policies apart: name two or more with --policy")
    }
    let replicated = try ReplicatedInputs(inputs.given(), replicates)
    for remark in replicated.remarks { Terminal.tell(remark) }
    let first = try replicated.inputs(of: 0)
    for policy in policies {
      try first.world.checkWalls(under: policy)
      for sentence in first.world.idleTerms(under: policy) { Terminal.tell(sentence) }
    }
    let host = try HostTopology()
    let placement = WorkerPlacement(host: host, requested: workers, binds: !noBind)
    let middle = clock.now
    func replay(_ folder: OutputFolder?) throws -> (study: ReplicateStudy, [BindingOutcome]) {
      try run(policies, replicated, on: Campaign(placement: placement, host: host), folder)
    }
    let study: ReplicateStudy
    if let out {
      study = try ResultWriter.write(to: out, replaces: output.replace) { folder in
        let (made, bindings) = try replay(folder)
        try write(made, policies, replicates, first, to: folder)
        let record = HostRecord(
          placement,
          bindings,
          reading: middle - begin,
          replaying: clock.now - middle
        )
        return (record, made)
      }
    } else {
      study = try replay(nil).study
    }
    try print(study, policies, replicated, first)
  }

  /// Makes replicates until there are as many as were asked for, or intervals are narrow enough.
  private func run(
    _ policies: [Policy],
    _ replicated: ReplicatedInputs,
    on campaign: Campaign,
    _ folder: OutputFolder?
  ) throws -> (ReplicateStudy, [BindingOutcome]) {
    let keepsJobs = replication.keepJobs
    let depth = metrics.depthOfTenants
    let figures = try metrics.figures(writesFiles: keepsJobs)
    let compared = figures.flatMap { $0.metrics }
    guard !compared.isEmpty else {
      throw UsageError("--metrics \(metrics.metrics) leaves nothing to compare")
    }
    let most = replication.atMost ?? replicated.count
    let progress = Progress(total: most * policies.count)
    var summaries: [[Summary]] = []
    var bindings: [BindingOutcome] = []
    while true {
      let next = summaries.isEmpty ? replicated.count : min(summaries.count + Self.batch, most)
      let finished = campaign.run(
        policies,
        replicates: summaries.count..<next,
        figures: figures
      ) { position in
        let inputs = try replicated.inputs(of: position)
        return Replicate(
          measured: inputs.measured(depthOfTenants: depth),
          source: (inputs: inputs, name: replicated.replicates.name(of: position))
        )
      } keeping: { replay, replicate, policy in
        progress.add(1)
        if keepsJobs, let folder {
          let name = replicate.source.name.replacing(" ", with: "-")
          let files = replicate.source.inputs.resultFiles(replicate: replicate.source.name)
          try files.write(
            replay,
            policyText: PolicyFile.text(of: policies[policy]),
            to: folder,
            prefix: "\(policies[policy].name)/\(name)/"
          )
        }
        return replay.summary
      }
      if bindings.isEmpty { tell(finished.bindings) }
      bindings = finished.bindings
      summaries += try finished.outcomes.map { try $0.map { try kept($0) } }
      let study = ReplicateStudy(summaries, metrics: compared)
      let isNarrow =
        try replication.part().map { study.precision(within: $0).isReached } ?? true
      if isNarrow || summaries.count >= most {
        progress.end()
        return (study, bindings)
      }
    }
  }

  private func write(
    _ study: ReplicateStudy,
    _ policies: [Policy],
    _ replicates: Replicates,
    _ first: ReplayInputs,
    to folder: OutputFolder
  ) throws {
    let files = try comparison(study, replicates)
    try folder.write("comparison.json", try JSONText.bytes(files.json))
    try folder.write("comparison.csv", files.differences)
    try folder.write("replicates.csv", files.replicates)
    for (place, policy) in policies.enumerated() {
      var digest = Digest()
      for summary in study.summaries {
        for byte in summary[place].digest.utf8 { digest.add(UInt64(byte)) }
      }
      var manifest = first.manifest(pass: .instant)
      manifest.policy = PolicyFile.text(of: policy)
      manifest.digest = digest.hexadecimal
      manifest.settings["replicates"] = replicates.words(count: study.summaries.count)
      try folder.write("\(policy.name)/manifest.json", try JSONText.bytes(manifest))
    }
  }

  private func comparison(
    _ study: ReplicateStudy,
    _ replicates: Replicates
  ) throws -> ReplicatedComparison {
    ReplicatedComparison(
      study,
      replicatedBy: replicates.words(count: study.summaries.count),
      names: study.summaries.indices.map { replicates.name(of: $0) },
      stopped: try stopped(study)
    )
  }

  /// Why a sequential comparison ended; nil where the number of replicates was given.
  private func stopped(_ study: ReplicateStudy) throws -> String? {
    guard let part = try replication.part(), let most = replication.atMost else { return nil }
    return study.precision(within: part)
      .sentence(within: "±\(replication.until ?? "") of the ratio", atMost: most)
  }

  private func print(
    _ study: ReplicateStudy,
    _ policies: [Policy],
    _ replicated: ReplicatedInputs,
    _ first: ReplayInputs
  ) throws {
    let replicates = replicated.replicates
    if json { return Terminal.print(bytes: try JSONText.bytes(comparison(study, replicates).json)) }
    let report = ReplicateReport(
      study,
      title: first.title(of: replicated.words, synthetic: replicated.basis.log?.synthetic)
        + policies.flatMap(PolicyOptions.bounds),
      device: first.device,
      replicatedBy: replicates.words(count: study.summaries.count),
      remarks: [replicates.caution, try stopped(study)].compactMap { $0 }
    )
    Terminal.print(report.text)
    if let out { Terminal.tell("results: \(out)") }
  }
}

extension Replicates {
  /// How so many replicates were made, in words.
  func words(count: Int) -> String {
    let (first, last) = (number(of: 0), number(of: count - 1))
    return switch self {
    case .seeds: "seeds \(first)..\(last)"
    case .resample: "users' weeks resampled, \(first)..\(last)"
    case .shake(_, let amount):
      "submits moved by up to \(DurationText.format(amount)), \(first)..\(last)"
    }
  }
}

extension Replicates {
  /// What their verdicts do not tell.
  fileprivate var caution: String? {
    guard case .shake = self else { return nil }
    return "Moved submits tell what hangs on the instants of this log, not what another month says."
  }
}

extension ReplicatedInputs {
  /// What is replicated, in words.
  var words: String {
    guard case .seeds = replicates else {
      return basis.log.map { "\($0.file) (\($0.format), \($0.rows.count) jobs)" } ?? ""
    }
    let made = basis.options.generation ?? Generation()
    let load = Double(made.load.millionths) / 1_000_000
    return "Synthetic traces of \(made.days) days at an offered load of \(load)"
  }
}

extension ReplayInputs {
  /// The files of replays of these inputs, which may be a replicate with a name.
  func resultFiles(pass: PassRule = .instant, replicate: String? = nil) -> ResultFiles {
    var manifest = manifest(pass: pass)
    manifest.settings["replicate"] = replicate
    return ResultFiles(
      world: world,
      labels: self,
      manifest: manifest,
      compress: Gzip.compress
    )
  }
}
