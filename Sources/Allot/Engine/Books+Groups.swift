/// Limits beside the tree, which are of groups of jobs.
extension Books {
  /// The largest job of a set of groups that their limits do not stop in a pool, or a larger one.
  ///
  /// It stands apart, so that searches where nobody has such limits stay short.
  @inline(never)
  func cap(of set: ID<LimitSet>, in pool: Int) -> Int32 {
    groups[0].largest(set, model: modelOfPool[pool], held: held)
  }

  /// True where limits of its groups let a job start in a pool now.
  func admits(_ job: Job, in frame: PoolFrame) -> Bool {
    groups.isEmpty || groups[0].admit(job.limits, frame.need(of: job), held: held)
  }

  /// The same for a gang each component of which has a pool.
  func admits(_ gang: Gang, in pools: [Int], _ frames: [PoolFrame]) -> Bool {
    groups.isEmpty
      || groups[0].admit(gang.parts[0].limits, gang.need(in: pools, frames), held: held)
  }

  /// True where a job could start in a pool if its groups held nothing.
  func couldEverAdmit(_ job: Job, in frame: PoolFrame) -> Bool {
    groups.isEmpty || groups[0].couldEverHold(job.limits, frame.need(of: job))
  }

  /// The same for a gang each component of which has a pool.
  func couldEverAdmit(_ gang: Gang, in pools: [Int], _ frames: [PoolFrame]) -> Bool {
    groups.isEmpty
      || groups[0].couldEverHold(gang.parts[0].limits, gang.need(in: pools, frames))
  }
}
