/// The running jobs of a pool in the order in which their limits end.
///
/// A sorted array: pools run thousands of jobs, not millions, and a shadow is a scan from the front.
/// Insert and remove are `O(log n)` comparisons and one move.
public struct ExpectedEnds: Sendable {
  /// A running job and when its limit ends.
  public struct Entry: Sendable, Equatable {
    /// When the job would be killed at its limit.
    public var end: SimTime
    /// The job.
    public var job: ID<Job>
    /// Its devices.
    public var gpus: Int32

    static func < (a: Entry, b: Entry) -> Bool {
      a.end != b.end ? a.end < b.end : a.job < b.job
    }
  }

  /// The running jobs, earliest limit end first, ties by trace position.
  public private(set) var entries: [Entry] = []

  /// No running jobs.
  public init() {}

  /// Adds a job that starts.
  public mutating func insert(_ job: ID<Job>, end: SimTime, gpus: Int32) {
    let entry = Entry(end: end, job: job, gpus: gpus)
    entries.insert(entry, at: position(of: entry))
  }

  /// Removes a job that ends or is evicted.
  public mutating func remove(_ job: ID<Job>, end: SimTime) {
    let index = position(of: Entry(end: end, job: job, gpus: 0))
    precondition(
      index < entries.count && entries[index].job == job,
      "only a running job can be removed"
    )
    entries.remove(at: index)
  }

  private func position(of entry: Entry) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle] < entry { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
