internal import Allot

/// The work that a population still has to submit, in GPU-seconds, and the jobs that it has.
///
/// The job that would exceed the budget is shortened to fit, so that the offered load is met
/// exactly but for less than a second of that gang; its limit stays.
package struct WorkBudget: Sendable {
  /// The window's length in seconds: nothing is submitted later.
  package let window: Int
  /// The jobs so far, in the order in which they were drawn.
  package private(set) var jobs: [GeneratedJob] = []
  /// Whether nothing more fits.
  package private(set) var isSpent = true
  private var remaining = 0

  /// A budget without work.
  package init(window: Int) {
    self.window = window
  }

  /// Adds work, beside what rounding has left over.
  package mutating func grant(_ work: Int) {
    remaining += work
    isSpent = remaining <= 0
  }

  /// Adds a job unless it comes after the window or the budget is spent.
  package mutating func add(_ job: GeneratedJob) {
    guard job.submit < window && !isSpent else { return }
    let affordable = remaining / job.gpus
    if job.run < affordable {
      jobs.append(job)
      remaining -= job.run * job.gpus
      return
    }
    isSpent = true
    guard affordable > 0 else { return }
    var last = job
    last.run = affordable
    if last.ending == .limit && last.run < last.limit { last.ending = .cancelled }
    jobs.append(last)
    remaining -= last.run * last.gpus
  }
}
