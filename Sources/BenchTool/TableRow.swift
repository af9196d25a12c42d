import Foundation

/// One row of the table in `docs/performance.md`.
struct TableRow {
  /// What one run gave: a figure in the row's unit, and the largest resident set.
  struct Cost {
    var figure: Double
    var kilobytes: Int
  }

  let name: String
  /// What is to be reached.
  let aim: String
  let unit: String
  var isLargest = false
  let measure: () throws -> Cost

  /// Every row; those of the real log only where it is given.
  static func all(hpc2n: String?) -> [TableRow] {
    var rows = [
      million("EASY, a count", "easy-count", aim: "0.5 s, 100 MB"),
      million(
        "the same, 100,000 waiting",
        "easy-count",
        backlog: 100_000,
        aim: "3 × the instructions"
      ),
      million("EASY, 1,250 nodes", "easy-nodes", aim: "2 s"),
      million("the same, 100,000 waiting", "easy-nodes", backlog: 100_000, aim: "3.5 s"),
      million("fair share and quotas, nodes", "quota-nodes", aim: "3 s"),
      million("the same, 100,000 waiting", "quota-nodes", backlog: 100_000, aim: "5 s"),
      million("the same, 30,000 users", "quota-nodes", users: 500, aim: "2 × 3,000 users"),
      million(
        "EASY, a count, ten million jobs",
        "easy-count",
        jobs: 10_000_000,
        aim: "6 s, 800 MB"
      ),
      million(
        "EASY, nodes, devices and cores apart, 10,000 waiting",
        "cores-nodes",
        jobs: 20_000,
        backlog: 10_000,
        aim: "0.4 s"
      ),
      million(
        "age, fair share and size, 100,000 of 200,000 jobs waiting",
        "factors-count",
        jobs: 200_000,
        backlog: 100_000,
        aim: "4 s"
      ),
      campaign,
      TableRow(name: "start-up of `allot --help`", aim: "15 ms", unit: "ms") {
        let run = try ChildProcess([allot, "--help"])
        return Cost(figure: run.seconds * 1_000, kilobytes: run.kilobytes)
      },
    ]
    if let hpc2n { rows += logRows(hpc2n) }
    return rows
  }

  /// The jobs of HPC2N-2002-2.2-cln.
  private static let jobsOfHPC2N = 202_871.0

  /// The program beside this one.
  private static var allot: String {
    URL(fileURLWithPath: ChildProcess.own).deletingLastPathComponent()
      .appendingPathComponent("allot").path
  }

  private static func million(
    _ name: String,
    _ bench: String,
    jobs: Int = 1_000_000,
    backlog: Int = 0,
    users: Int = 50,
    aim: String
  ) -> TableRow {
    TableRow(name: name, aim: aim, unit: "s", isLargest: jobs > 1_000_000) {
      let run = try Measurement(of: [
        "case", bench, "--jobs", "\(jobs)", "--backlog", "\(backlog)", "--users", "\(users)",
      ])
      return Cost(figure: run.seconds, kilobytes: run.kilobytes)
    }
  }

  private static var campaign: TableRow {
    let name = "64 replays of 100,000 jobs, two workers against one"
    return TableRow(name: name, aim: "1.8 ×", unit: "×") {
      let runs = try ["1", "2"].map { workers in
        let size = ["--jobs", "100000", "--replays", "64", "--workers", workers]
        return try Measurement(of: ["campaign", "easy-count"] + size)
      }
      return Cost(figure: runs[0].seconds / runs[1].seconds, kilobytes: runs[1].kilobytes)
    }
  }

  private static func logRows(_ log: String) -> [TableRow] {
    func row(_ policy: String, _ options: [String], aim: String) -> TableRow {
      let rule = options.isEmpty ? "" : ", event rule"
      let name = "HPC2N `\(policy)`\(rule), replay only"
      return TableRow(name: name, aim: aim, unit: "jobs/s") {
        let command = ["log", log, "--processors", "240", "--policy", policy] + options
        let run = try Measurement(of: command)
        return Cost(figure: Double(run.jobs) / run.seconds, kilobytes: run.kilobytes)
      }
    }
    return [
      TableRow(
        name: "HPC2N `easy`: `allot replay` whole, with `jobs.csv`",
        aim: "1,000,000 jobs/s, 60 MB",
        unit: "jobs/s"
      ) {
        let folder = FileManager.default.temporaryDirectory
          .appendingPathComponent("allot-bench-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try ChildProcess([
          allot, "replay", "--trace", log, "--processors", "240", "--policy", "easy", "--out",
          folder,
        ])
        return Cost(figure: jobsOfHPC2N / run.seconds, kilobytes: run.kilobytes)
      },
      row("easy", [], aim: "2,500,000 jobs/s"),
      row("conservative", [], aim: "400,000 jobs/s"),
      row("conservative", ["--event-rule"], aim: "400,000 jobs/s"),
    ]
  }
}
