internal import Allot
internal import AllotPolicies

/// RLScheduler's table of heuristics: ten sequences of 1,024 jobs of a log, as published and anew.
///
/// Each sequence begins on an empty machine and counts all its jobs; a figure is the mean over the
/// sequences of the average bounded slowdown with tau 10 s.
public struct HeuristicTable: Sendable {
  /// One line: where the figures come from, and one for each heuristic.
  public struct Row: Sendable {
    /// The log.
    public var log: String
    /// Whether waiting jobs are backfilled.
    public var backfills: Bool
    /// Whose figures they are.
    public var source: String
    /// In the order of ``heuristics``.
    public var values: [Double]
  }

  /// The heuristics in the order of the published table.
  public static let heuristics = ["FCFS", "WFP3", "UNICEP", "SJF", "F1"]

  private static let orders: [any OrderPart] = [
    ArrivalByTimeOrder(), WFP3Order(), UnicepOrder(), ShortestFirstOrder(), F1Order(),
  ]

  /// The first jobs of the sequences that the published script draws with seed 1.
  private static let starts = [
    1_981, 2_756, 4_299, 8_850, 3_316, 2_714, 5_228, 7_762, 4_022, 7_085,
  ]
  private static let length = 1_024

  /// A log of the published table.
  private struct Published {
    var name: String
    var most = Int.max
    var plain: [Double]
    var backfilled: [Double]
  }

  private static let published = [
    "lublin_256": Published(
      name: "Lublin-1",
      plain: [7273.77, 19753.53, 22274.74, 277.35, 258.37],
      backfilled: [235.82, 133.87, 307.23, 73.31, 75.07]
    ),
    "SDSC-SP2-1998-4.2-cln": Published(
      name: "SDSC-SP2",
      most: 10_000,
      plain: [1727.54, 3000.88, 1848.45, 2680.55, 1232.06],
      backfilled: [1595.12, 1083.12, 548.01, 2167.84, 1098.22]
    ),
    "HPC2N-2002-2.2-cln": Published(
      name: "HPC2N",
      most: 10_000,
      plain: [297.18, 426.99, 609.77, 157.71, 118.01],
      backfilled: [127.38, 97.39, 175.12, 122.04, 71.95]
    ),
    "lublin_256_new2": Published(
      name: "Lublin-2",
      plain: [7842.47, 9523.18, 11265.31, 787.89, 698.34],
      backfilled: [247.61, 318.35, 379.59, 91.99, 148.25]
    ),
  ]

  /// The table's lines for one log, without and with backfilling: as published where it was, with
  /// the wait read as the published code reads it, and with the true wait.
  ///
  /// - Throws: ``InputError`` for what can not be read and for a log that is too short.
  public static func rows(path: String) throws(InputError) -> [Row] {
    let known = published[SequenceLog.name(of: path)]
    let log = try SequenceLog(path: path, most: known?.most ?? .max)
    let needed = (starts.max() ?? 0) + length
    guard log.jobs.count >= needed else {
      throw InputError(
        file: path,
        "the log has \(log.jobs.count) usable jobs",
        remedy: "the protocol's sequences reach to job \(needed)"
      )
    }
    var rows: [Row] = []
    for backfills in [false, true] {
      func add(_ source: String, _ values: [Double]) {
        let name = known?.name ?? log.name
        rows.append(Row(log: name, backfills: backfills, source: source, values: values))
      }
      if let known { add("published", backfills ? known.backfilled : known.plain) }
      add("wait misread", figures(of: log, backfills: backfills) { job, _ in -1_000 - job })
      add("true wait", figures(of: log, backfills: backfills) { job, now in now - job })
    }
    return rows
  }

  /// The figure of each heuristic; `wait` gives the wait from a submit time and the present, in
  /// milliseconds.
  private static func figures(
    of log: SequenceLog,
    backfills: Bool,
    wait: (_ submit: Int64, _ now: Int64) -> Int64
  ) -> [Double] {
    orders.map { order in
      var sum = 0.0
      for start in starts {
        sum += CommittedHead.averageSlowdown(
          log.jobs[start..<start + length],
          processors: log.processors,
          backfills: backfills
        ) { job, now in
          let waited = wait(job.submit.milliseconds, now.milliseconds)
          return order.key(
            of: JobView(
              job,
              wait: SimDuration(milliseconds: waited),
              capacity: log.processors
            )
          )
        }
      }
      return sum / Double(starts.count)
    }
  }
}

/// The submit time as a key: arrival order where ties can not be left to the queue.
private struct ArrivalByTimeOrder: JobOrder {
  var name: String { "fcfs" }

  func key(of job: JobView) -> Double { Double(job.submit.milliseconds) }
}
