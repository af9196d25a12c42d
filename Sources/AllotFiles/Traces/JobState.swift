internal import Allot

/// What a log says of a job's state: how it ended, or that it had not.
enum JobState: Equatable, Sendable {
  /// It ended.
  case ended(Job.Ending)
  /// It still ran when the log was made.
  case running
  /// It had not started.
  case waiting

  /// The state that a word means in the logs that are known; nil for others.
  ///
  /// Capitals do not count.
  init?(word: String) {
    let slurm = Array(word.uppercased().utf8).withUnsafeBytes { SlurmState(Cell($0)) }
    switch slurm {
    case .ended(let ending), .requeued(let ending): self = .ended(ending)
    case .resized: self = .ended(.completed)
    case .running: self = .running
    case .pending: self = .waiting
    case nil:
      switch word.lowercased() {
      case "complete", "succeeded", "success", "finished", "done", "pass", "passed":
        self = .ended(.completed)
      case "fail", "error": self = .ended(.failed)
      case "canceled", "killed", "terminated": self = .ended(.cancelled)
      case "limit": self = .ended(.limit)
      case "waiting", "queued": self = .waiting
      default: return nil
      }
    }
  }
}
