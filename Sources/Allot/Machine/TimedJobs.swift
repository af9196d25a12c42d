/// The running jobs of a pool in the order of a time: when their limits end, or when they started.
///
/// A sorted array: pools run thousands of jobs, not millions; a shadow is a scan from the front of
/// the ends, and a search for victims one from the back of the starts. Insert and remove are `O(log
/// n)` comparisons and one move.
public struct TimedJobs: Sendable {
  /// A running job and its time.
  public struct Entry: Sendable, Equatable {
    /// The time that orders it.
    public var time: SimTime
    /// The job.
    public var job: ID<Job>
    /// Its devices.
    public var gpus: Int32

    static func < (a: Entry, b: Entry) -> Bool {
      a.time != b.time ? a.time < b.time : a.job < b.job
    }
  }

  /// The running jobs, earliest time first, ties by trace position.
  public private(set) var entries: [Entry] = []

  /// No running jobs.
  public init() {}

  /// Adds a job that starts.
  public mutating func insert(_ job: ID<Job>, at time: SimTime, gpus: Int32) {
    let entry = Entry(time: time, job: job, gpus: gpus)
    entries.insert(entry, at: position(of: entry))
  }

  /// Removes a job that ends or is evicted.
  public mutating func remove(_ job: ID<Job>, at time: SimTime) {
    entries.remove(at: index(of: job, at: time))
  }

  /// Changes the devices that a job gives back.
  public mutating func change(_ job: ID<Job>, at time: SimTime, gpus: Int32) {
    entries[index(of: job, at: time)].gpus = gpus
  }

  /// The positions of the entries with a time.
  public func entries(at time: SimTime) -> Range<Int> {
    let first = position(of: Entry(time: time, job: ID(0), gpus: 0))
    var end = first
    while end < entries.count && entries[end].time == time { end += 1 }
    return first..<end
  }

  private func index(of job: ID<Job>, at time: SimTime) -> Int {
    let index = position(of: Entry(time: time, job: job, gpus: 0))
    precondition(
      index < entries.count && entries[index].job == job,
      "only a running job can be removed or changed"
    )
    return index
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
