/// A waiting job as the queue tree sees it.
struct WaitingJob {
  /// The order inside the leaf above the trace position; lower goes first.
  var key: Int64
  /// The job.
  var job: ID<Job>
  /// Its devices.
  var gpus: Int32
  /// Its limit in whole seconds, rounded down, so that a filter never refuses wrongly.
  var limitSeconds: Int32
  /// The pools in which it could ever start, one bit each.
  var pools: UInt64
  /// The node of the queue tree whose leaf holds it; the tree fills it in.
  var leafNode: Int32 = 0

  static func < (a: WaitingJob, b: WaitingJob) -> Bool {
    a.key != b.key ? a.key < b.key : a.job < b.job
  }
}
