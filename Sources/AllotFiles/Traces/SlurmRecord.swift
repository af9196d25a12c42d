internal import Allot

/// One record of Slurm's accounting: a job, or a part of one, in the words of any export.
struct SlurmRecord {
  /// What it says of a job; the name is set when it is known which job it is of.
  var row: TraceRow
  /// The id without the number of a component.
  var id: TraceRow.Name
  /// The number of the component of a heterogeneous job.
  var component: Int32?
  /// How many tasks of an array it stands for.
  var tasks = 1
  /// What its state says.
  var state: SlurmState
  /// When it was submitted, in seconds of the log's clock, whenever it could start; nil where that
  /// is not known.
  var submitted: Int64?
  /// When it ended, in seconds of the log's clock; nil where that is not known.
  var end: Int64?
  /// For how long it was suspended.
  var suspended = SimDuration.zero
  /// Why it is left out, whatever else the log says; nil where it is usable.
  var reason: TraceBuilder.DropReason?
  /// In what ways its row is not what the log says.
  var altered: [TraceBuilder.AlterReason] = []
  /// Parts of devices that it held and that are not modelled: shards, and per cent of MPS.
  private(set) var partsOfDevices: (shards: Int32, mps: Int32) = (0, 0)
  /// The line of the file.
  var line: Int

  /// Takes over how much memory it held in MiB, or that this can not be true.
  mutating func setMemory(_ mebibytes: Int64) {
    if let memory = Int32(exactly: mebibytes) {
      row.memory = memory
    } else {
      altered.append(.memoryOutOfRange)
    }
  }

  /// Takes over what it held of devices in parts, which may be all that it held.
  mutating func setParts(shards: Int32, mps: Int32) {
    guard shards > 0 || mps > 0 else { return }
    partsOfDevices = (shards, mps)
    altered.append(.partsOfDevices)
    if reason == .noResources { reason = .partOfDevice }
  }

  /// Whether another record with the same id, later in the file or submitted later, is about the
  /// same submission.
  func isRepeated(by other: SlurmRecord) -> Bool {
    guard row.submit == other.row.submit, row.user == other.row.user else { return false }
    guard let start = row.start, let otherStart = other.row.start else { return true }
    return start == otherStart
  }

  /// Whether the job ran again as another record with the same id.
  func isRequeued(as next: SlurmRecord) -> Bool {
    guard case .requeued = state else { return false }
    return isContinued(by: next)
  }

  /// Whether the job ran on, of another size, as another record with the same id.
  func isResized(as next: SlurmRecord) -> Bool {
    guard case .resized = state else { return false }
    return isContinued(by: next)
  }

  /// Whether another record with the same id begins where this one ends.
  ///
  /// Slurm submits what it puts back anew once the nodes are cleaned up, so that no user's job of
  /// an id that came round again can be taken for it.
  private func isContinued(by next: SlurmRecord) -> Bool {
    guard row.user == next.row.user, row.project == next.row.project else { return false }
    guard let end, let submit = next.submitted else { return true }
    return 0...Self.mostSecondsOfCleaningUp ~= submit - end
  }

  /// Ten minutes: epilogs and steps that can not be killed take minutes (UnkillableStepTimeout),
  /// and ids come round after weeks at the soonest.
  private static let mostSecondsOfCleaningUp: Int64 = 600

  /// True where the log says how it ended.
  var isFinal: Bool {
    switch state {
    case .ended, .requeued, .resized: true
    case .running, .pending: false
    }
  }
}
