internal import Allot

/// How much work accounts can count.
enum WorkSize {
  /// No job runs longer, in seconds: a hundred years, of which every hour is a row of tables.
  private static let longestRun: Int64 = 3_155_760_000

  /// Refuses runs that are no runs, and work that is beyond what accounts can count: 2⁶²
  /// device-milliseconds at a time.
  static func check(
    _ jobs: [Job],
    _ trace: Trace,
    _ rows: [Int32],
    on cluster: Cluster
  ) throws(InputError) {
    if let longest = jobs.firstIndex(where: { $0.run > SimDuration(seconds: Self.longestRun) }) {
      let name = trace.rows[Int(rows[longest])].name.text(in: trace.texts)
      throw InputError(
        file: trace.file,
        "job '\(name)' runs for more than a hundred years",
        remedy: "look at its run time: is it in the unit that the format has?"
      )
    }
    let most = Double(Int64.max) / 2
    let span = (jobs.last?.submit ?? .zero) - (jobs.first?.submit ?? .zero)
    var longest = span.milliseconds
    for job in jobs {
      longest = max(longest, job.limit.milliseconds)
      let units = Double(max(job.gpus, job.cores))
      guard units * Double(job.limit.milliseconds) < most else { throw tooLarge(trace) }
    }
    guard Double(cluster.gpus) * Double(longest) < most else { throw tooLarge(trace) }
  }

  private static func tooLarge(_ trace: Trace) -> InputError {
    InputError(
      file: trace.file,
      "a job, or the machine over the longest run, is more than 4.6 × 10^15 device-seconds of work",
      remedy: "look at its run times, limits and sizes: are they in the units of the format?"
    )
  }
}
