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

extension HostRecord {
  /// The record of a comparison by workers.
  init(
    _ placement: WorkerPlacement,
    _ bindings: [BindingOutcome],
    reading: Duration,
    replaying: Duration
  ) {
    commandLine = CommandLine.arguments
    workers = zip(placement.workers, bindings).map { Worker(place: $0, binding: $1) }
    readingMilliseconds = reading.milliseconds
    replayingMilliseconds = replaying.milliseconds
  }
}
