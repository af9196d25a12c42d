package import Allot

/// One sequence of jobs under the rules of RLScheduler's simulator, which are not those of `allot`.
///
/// The job of the lowest key is chosen. If it does not fit it is committed: time goes on event by
/// event, an arrival before a completion of the same second, until it fits, and later arrivals can
/// not overtake it. With backfilling, the instant at which it is expected to fit is computed once
/// from requests; before each event every waiting job that fits and is requested to end strictly
/// before that instant starts, in submission order. Only then the queue is sorted again.
package struct CommittedHead {
  private struct Running {
    var end: Int64
    var requestedEnd: Int64
    var processors: Int32
  }

  private let jobs: ArraySlice<Job>
  private let key: (Job, _ now: SimTime) -> Double
  private let backfills: Bool
  private var free: Int32
  private var now: Int64
  private var next: Int
  private var queue: [Int] = []
  private var running: [Running] = []
  private var slowdowns = 0.0

  /// The average bounded slowdown of a sequence that begins on an empty machine.
  package static func averageSlowdown(
    _ jobs: ArraySlice<Job>,
    processors: Int,
    backfills: Bool,
    key: (Job, _ now: SimTime) -> Double
  ) -> Double {
    withoutActuallyEscaping(key) { key in
      var replay = CommittedHead(jobs, processors, backfills, key)
      return replay.run()
    }
  }

  private init(
    _ jobs: ArraySlice<Job>,
    _ processors: Int,
    _ backfills: Bool,
    _ key: @escaping (Job, _ now: SimTime) -> Double
  ) {
    self.jobs = jobs
    self.key = key
    self.backfills = backfills
    free = Int32(processors)
    now = jobs.first?.submit.milliseconds ?? 0
    next = jobs.startIndex
  }

  private mutating func run() -> Double {
    while true {
      while queue.isEmpty {
        if next == jobs.endIndex { return slowdowns / Double(jobs.count) }
        advance()
      }
      let (key, time) = (key, SimTime(milliseconds: now))
      sortQueue { key($0, time) }
      let head = queue[0]
      let latest = backfills && jobs[head].gpus > free ? expectedStart(of: head) : .min
      while jobs[head].gpus > free {
        if backfills { backfill(behind: head, before: latest) }
        advance()
      }
      start(head)
    }
  }

  /// Ties keep their places, as in the original's stable sort.
  private mutating func sortQueue(_ key: (Job) -> Double) {
    let keyed = queue.enumerated().map { (key(jobs[$1]), $0, $1) }
    queue = keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  private mutating func sortRunning(_ time: (Running) -> Int64) {
    let timed = running.enumerated().map { (time($1), $0, $1) }
    running = timed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }

  private mutating func expectedStart(of head: Int) -> Int64 {
    sortRunning(\.requestedEnd)
    var left = free
    for job in running {
      left += job.processors
      if left >= jobs[head].gpus { return job.requestedEnd }
    }
    return now
  }

  private mutating func backfill(behind head: Int, before latest: Int64) {
    sortQueue { Double($0.submit.milliseconds) }
    for job in queue where job != head && jobs[job].gpus <= free {
      if now + jobs[job].limit.milliseconds < latest { start(job) }
    }
  }

  /// The next event: an arrival, or a completion before it.
  private mutating func advance() {
    sortRunning(\.end)
    let completion = running.first?.end ?? .max
    if next < jobs.endIndex && jobs[next].submit.milliseconds <= completion {
      now = max(now, jobs[next].submit.milliseconds)
      queue.append(next)
      next += 1
    } else {
      now = max(now, completion)
      free += running.removeFirst().processors
    }
  }

  private mutating func start(_ index: Int) {
    let job = jobs[index]
    free -= job.gpus
    running.append(
      Running(
        end: now + job.run.milliseconds,
        requestedEnd: now + job.limit.milliseconds,
        processors: job.gpus
      )
    )
    let response = Double(now - job.submit.milliseconds + job.run.milliseconds)
    slowdowns += max(1, response / Double(max(job.run.milliseconds, 10_000)))
    queue.removeAll { $0 == index }
  }
}
