/// What the engine keeps of a job that has devices.
struct RunningJob {
  var job: ID<Job>
  /// The machine pool that it runs in.
  var pool: Int
  /// When it started; the distant future while its place is held for it and victims still use it.
  var start = SimTime.distantFuture
  /// When it gives its devices back at the latest: at its limit, or at the end of its grace.
  var expectedEnd: SimTime
  /// When it is evicted, if it has not ended by then; nil unless it is a victim in its grace.
  var leaves: SimTime?
  /// The ledger's potential at its start.
  var potential = 0.0
  /// The devices that it gives back: fewer than its own where a claimant takes over the others.
  var gpus: Int32
  /// Where they are; empty in pools that are mere counts.
  var slots: [NodeSlot]
  /// The record of the same job in another pool; negative for none.
  var next: Int32 = -1
  /// True once its devices are back although its end is not yet handled (event rule only).
  var isReleased = false
}
