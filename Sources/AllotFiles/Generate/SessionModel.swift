package import Allot

/// How many jobs come together: a sweep of like jobs, or the tries of one debugging hour.
///
/// Jobs of one user come in sessions (Zakay and Feitelson). The count is geometric; the gaps are
/// lognormal. The trace is open: gaps count from the run, never from a simulated wait.
package struct SessionModel: Sendable, Equatable {
  /// Cases of a thousand in which another job follows.
  package var more: Int
  /// The most jobs of one session.
  package var most: Int
  /// The time between two submits, or from an end to the next submit.
  package var gap: RunModel
  /// Whether the next job is only submitted after the one before has ended.
  package var isSequential: Bool

  /// Sessions of one job.
  package static let single = SessionModel(
    more: 0,
    most: 1,
    gap: RunModel(median: 60, sigma: 0, range: 60...60),
    isSequential: false
  )

  /// Sweeps: jobs of one size, seconds apart.
  package static let sweep = SessionModel(
    more: 550,
    most: 48,
    gap: RunModel(median: 15, sigma: 1, range: 1...600),
    isSequential: false
  )

  /// Tries: the next one after the last one ended and its owner thought for some minutes.
  package static let tries = SessionModel(
    more: 700,
    most: 24,
    gap: RunModel(median: 240, sigma: 1, range: 15...7_200),
    isSequential: true
  )

  /// The number of jobs of one session.
  package func count(from stream: inout RandomStream) -> Int {
    var count = 1
    while count < most && stream.chance(more, in: 1_000) {
      count += 1
    }
    return count
  }
}
