/// What is told of jobs that had not ended when a log was made, the same for every format.
extension Trace {
  /// Tells how many jobs still waited.
  mutating func remarkPending(_ jobs: Int) {
    guard jobs > 0 else { return }
    remarks.append(
      "\(jobs) \(jobs == 1 ? "job" : "jobs") still waited when the log was made; nothing says how "
        + "long they would run, and they are left out."
    )
  }

  /// Tells how many jobs still ran, and with how much work they count, in milliseconds.
  mutating func remarkRunning(
    _ jobs: Int,
    _ work: (devices: Double, cores: Double),
    _ rule: RunningAtExport
  ) {
    guard jobs > 0 else { return }
    remarks.append(
      "\(jobs) \(jobs == 1 ? "job" : "jobs") still ran when the log was made; by --running "
        + "\(rule.rawValue) they count with \(HoursText.text(milliseconds: work.devices)) "
        + "GPU-hours and \(HoursText.text(milliseconds: work.cores)) core-hours."
    )
  }
}
