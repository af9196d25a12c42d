internal import Allot

extension SlurmRecord {
  /// Takes over when the job was submitted and ran, and says how it ended, or why it is left out.
  mutating func settle(_ when: SacctTimes.Row, running: RunningAtExport) {
    var eligible = when.eligible
    if let could = eligible, let start = when.start, could > start, when.submit != nil {
      // What started could start: a time behind it is of another run, or of a wrong clock.
      eligible = nil
      altered.append(.eligibleAfterStart)
    }
    if let submit = eligible ?? when.submit ?? when.eligible {
      row.submit = SimTime(seconds: submit)
    } else {
      reason = .submitNotKnown
    }
    row.start = when.start.map { SimTime(seconds: $0) }
    submitted = when.submit ?? when.eligible
    end = when.end
    if end == nil, isFinal, let start = when.start, let elapsed = when.elapsed {
      end = start + (elapsed + when.suspended) / 1_000
    }
    suspended = SimDuration(milliseconds: max(0, when.suspended))
    if eligible != nil, when.submit != eligible { altered.append(.submitFromEligible) }
    let elapsed = when.elapsed ?? 0
    row.run = SimDuration(milliseconds: max(0, elapsed))
    switch state {
    case .pending: reason = .pending
    case .running:
      if running == .drop { reason = .stillRunning }
      if running == .limit, let limit = row.limit { row.run = limit }
    case .ended(let ending), .requeued(let ending): row.ending = ending
    case .resized: row.ending = .completed
    }
    if reason != nil { return }
    if when.start == nil, elapsed == 0 {
      // Only a job that was cancelled may have ended without having started.
      let isOver = row.ending == .cancelled || when.elapsed == 0
      reason = isOver ? .neverStarted : .startNotKnown
    } else if isFinal, elapsed <= 0 {
      reason = .runNotPositive
    } else if row.gpus == 0, row.cores == 0 {
      reason = .noResources
    }
  }
}
