/// Which of the jobs that may be taken back yield first.
public enum VictimOrder: String, Sendable, CaseIterable {
  /// The latest start, whosever it is.
  case latestStart = "latest-start"
  /// Of tenants below one parent the last in the policy's order, as it stands without what has been
  /// taken and with nobody waiting for it; in its queue the least urgent job, among equals the
  /// latest start. Where queues are compared, those with a lower tenant above them and the claimant
  /// yield before others. Where tenants do not take turns all jobs are of one queue.
  case lastInLine = "last-in-line"
}
