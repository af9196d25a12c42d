public import Allot
public import AllotMetrics

/// Writes the files of one replay: `jobs.csv`, `runs.csv`, `summary.json` and `manifest.json`.
public struct ResultFiles {
  private let world: World
  private let labels: any JobLabels
  private let manifest: Manifest

  /// Files of replays of one world; the manifest's policy and digest are filled in for each.
  public init(world: World, labels: any JobLabels, manifest: Manifest) {
    self.world = world
    self.labels = labels
    self.manifest = manifest
  }

  /// Writes the files into a folder, below `prefix` (empty, or ending in `/`).
  public func write(
    _ replay: Replay,
    policyText: String,
    to folder: OutputFolder,
    prefix: String = ""
  ) throws {
    let table = JobsTable(world: world, results: replay.results, labels: labels)
    try folder.write(prefix + "jobs.csv", table.jobs())
    if let runs = table.runs() { try folder.write(prefix + "runs.csv", runs) }
    try folder.write(prefix + "summary.json", try JSONText.bytes(replay.summary))
    var manifest = manifest
    manifest.policy = policyText
    manifest.digest = replay.summary.digest
    try folder.write(prefix + "manifest.json", try JSONText.bytes(manifest))
  }
}

/// What `comparison.json` holds: the summaries of every policy, in the order given.
public struct Comparison: Encodable, Sendable {
  /// The summaries.
  public var policies: [Summary]

  /// A comparison of replays of one world.
  public init(_ policies: [Summary]) {
    self.policies = policies
  }
}
