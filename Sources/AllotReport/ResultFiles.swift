public import Allot
public import AllotMetrics

/// Writes the files of one replay: `jobs.csv`, `runs.csv`, `summary.json`, `manifest.json`, and the
/// tables of its figures, large ones compressed.
public struct ResultFiles {
  private let world: World
  private let labels: any JobLabels
  private let manifest: Manifest
  private let compress: @Sendable ([UInt8]) -> [UInt8]

  /// Tables of figures above this size are compressed.
  private static let largest = 8 << 20

  /// Files of replays of one world; the manifest's policy and digest are filled in for each, and
  /// `compress` makes a gzip file of bytes.
  public init(
    world: World,
    labels: any JobLabels,
    manifest: Manifest,
    compress: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.world = world
    self.compress = compress
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
    for file in replay.files {
      let isLarge = file.bytes.count > Self.largest
      let bytes = isLarge ? compress(file.bytes) : file.bytes
      try folder.write(prefix + file.name + (isLarge ? ".gz" : ""), bytes)
    }
    try folder.write(prefix + "summary.json", try JSONText.bytes(replay.summary))
    var manifest = manifest
    manifest.policy = policyText
    manifest.digest = replay.summary.digest
    try folder.write(prefix + "manifest.json", try JSONText.bytes(manifest))
  }
}
