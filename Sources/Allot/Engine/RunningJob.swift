/// What the engine keeps of a running job.
struct RunningJob {
  var job: ID<Job>
  /// The machine pool that it runs in.
  var pool: Int
  var start: SimTime
  /// When it would be killed at its limit.
  var expectedEnd: SimTime
  /// The ledger's potential at its start.
  var potential: Double
  /// What it holds; empty in pools that are mere counts.
  var slots: [NodeSlot]
  /// True once its devices are back although its end is not yet handled (event rule only).
  var isReleased = false
}
