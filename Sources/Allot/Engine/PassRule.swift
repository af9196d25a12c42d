/// When the scheduler looks at the queue within one instant.
public enum PassRule: String, Sendable, CaseIterable {
  /// All completions and arrivals of the instant first, then one pass.
  case instant
  /// Submissions in file order, then terminations in start order, a pass after each.
  ///
  /// The rule of the pyss simulator, for parity with published schedules. Processors that are due
  /// back at the instant may be promised before their job has ended. Counted machines only, and
  /// only policies without limits and preemption.
  case event
}
