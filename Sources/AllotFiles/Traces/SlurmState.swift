internal import Allot

/// What the state of a record of Slurm's accounting says about its job.
enum SlurmState {
  /// It ended, in this way.
  case ended(Job.Ending)
  /// It ended, and was put back into the queue.
  case requeued(Job.Ending)
  /// It gave back a part of what it held, and ran on as another record.
  case resized
  /// It held its resources when the log was made.
  case running
  /// It waited when the log was made.
  case pending

  /// The state of a cell, behind which text may stand: `CANCELLED by 1000`.
  ///
  /// Of a job that a failed node or another job stopped, the record of the next run tells whether
  /// it was put back.
  init?(_ cell: Cell) {
    let letters = cell.bytes.prefix { $0 != 0x20 && $0 != 0x2B }
    let word = Cell(UnsafeRawBufferPointer(rebasing: letters))
    if word.equals("COMPLETED") {
      self = .ended(.completed)
      return
    }
    switch word.text {
    case "FAILED", "OUT_OF_MEMORY", "DEADLINE": self = .ended(.failed)
    case "NODE_FAIL", "BOOT_FAIL", "LAUNCH_FAILED", "RECONFIG_FAIL": self = .requeued(.failed)
    case "CANCELLED", "REVOKED": self = .ended(.cancelled)
    case "PREEMPTED", "REQUEUED": self = .requeued(.cancelled)
    case "TIMEOUT": self = .ended(.limit)
    case "RESIZING": self = .resized
    case "RUNNING", "SUSPENDED", "COMPLETING", "STOPPED", "SIGNALING", "STAGE_OUT", "POWER_UP_NODE",
      "UPDATE_DB":
      self = .running
    case "PENDING", "CONFIGURING", "REQUEUE_HOLD", "REQUEUE_FED", "RESV_DEL_HOLD", "SPECIAL_EXIT":
      self = .pending
    default: return nil
    }
  }

  /// Every state that is known, the usual ones first.
  static let names = [
    "COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "OUT_OF_MEMORY", "NODE_FAIL", "PREEMPTED",
    "RUNNING", "PENDING", "SUSPENDED", "REQUEUED", "RESIZING", "DEADLINE", "BOOT_FAIL", "REVOKED",
    "LAUNCH_FAILED", "RECONFIG_FAIL", "COMPLETING", "STOPPED", "SIGNALING", "STAGE_OUT",
    "POWER_UP_NODE", "UPDATE_DB", "CONFIGURING", "REQUEUE_HOLD", "REQUEUE_FED", "RESV_DEL_HOLD",
    "SPECIAL_EXIT",
  ]

  /// What to do about a word that is no state.
  static func remedy(for word: String) -> String {
    if let nearest = DidYouMean.suggestion(for: word, among: names) {
      return "write \(nearest) in its place, if that is meant"
    }
    return "write the state in its place that means the same: " + names.joined(separator: ", ")
  }
}
