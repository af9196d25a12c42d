/// Who was evicted in a pass, and is not visited in it until others have had their turn.
struct PassVictims {
  /// The last pass in which each job was evicted; empty where nobody is ever.
  private var evicted: [Int32]
  private var pass: Int32 = 1
  /// True where nobody was evicted in this pass, or all of them may be visited again.
  private(set) var isEmpty = true

  init(jobs: Int) { evicted = Array(repeating: 0, count: jobs) }

  /// True for a job that was evicted in this pass.
  @inline(__always)
  func contains(_ job: ID<Job>) -> Bool {
    !isEmpty && evicted[Int(job.index)] == pass
  }

  mutating func insert(_ job: ID<Job>) {
    evicted[Int(job.index)] = pass
    isEmpty = false
  }

  /// Lets all of them be visited again: another pass, or a further look of this one.
  mutating func removeAll() {
    guard !isEmpty else { return }
    pass += 1
    isEmpty = true
  }

  mutating func makeRoom(forJobs more: Int) {
    evicted += repeatElement(0, count: more)
  }
}
