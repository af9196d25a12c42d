import AllotHost

/// What `host.json` holds: where and how a result was made, which must not change it.
struct HostRecord: Encodable {
  /// A worker of a comparison.
  struct Worker: Encodable {
    /// Where it was to run.
    let place: WorkerPlacement.Worker
    /// What became of its binding.
    let binding: BindingOutcome
  }

  /// The command line.
  let commandLine: [String]
  /// The workers in order; empty for a single replay.
  let workers: [Worker]
  /// How long reading took.
  let readingMilliseconds: Int64
  /// How long replaying took.
  let replayingMilliseconds: Int64
}
