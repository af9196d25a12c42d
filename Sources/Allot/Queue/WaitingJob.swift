/// A waiting job as the queue tree sees it.
package struct WaitingJob {
  /// The order inside the leaf above the trace position; lower goes first.
  package var key: Int64
  /// The pools in which it could ever start, one bit each.
  package var pools: UInt64
  /// The job.
  package var job: ID<Job>
  /// Its devices; of several components, those of the largest.
  package var gpus: Int32
  /// Its limit in whole seconds, rounded down, so that a filter never refuses wrongly.
  package var limitSeconds: Int32
  /// The cores on each of its nodes, in the pool where they are fewest; 0 where none are asked for.
  package var cores: Int32 = 0
  /// Its components, by their position in the world; −1 for an ordinary job.
  package var gang: Int32 = -1
  /// The node of the queue tree whose leaf holds it; the tree fills it in.
  package var leafNode: Int32 = 0

  /// A job under a key.
  package init(key: Int64, job: ID<Job>, gpus: Int32, limitSeconds: Int32, pools: UInt64) {
    self.key = key
    self.job = job
    self.gpus = gpus
    self.limitSeconds = limitSeconds
    self.pools = pools
  }

  /// Where it stands in its leaf.
  package var rank: Rank { Rank(key: key, job: job.index) }

  package static func < (a: WaitingJob, b: WaitingJob) -> Bool { a.rank < b.rank }

  /// A place in the order of a leaf: the job's key, then its trace position.
  package struct Rank: Comparable {
    package var key: Int64
    package var job: Int32

    /// The place of a job under a key.
    package init(key: Int64, job: Int32) {
      self.key = key
      self.job = job
    }

    /// Before every job.
    package static let first = Rank(key: .min, job: .min)
    /// Behind every job.
    package static let end = Rank(key: .max, job: .max)

    package static func < (a: Rank, b: Rank) -> Bool {
      a.key != b.key ? a.key < b.key : a.job < b.job
    }
  }
}
