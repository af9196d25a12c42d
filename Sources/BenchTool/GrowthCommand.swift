import ArgumentParser

/// `allot-bench growth`: what a job costs as jobs, waiting jobs, nodes and tenants grow, as CSV.
struct GrowthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "growth",
    abstract: "Print the cost of a job as one size grows, as CSV for plots."
  )

  @Option(help: "Runs of each point; the fastest counts.")
  var rounds = 3

  func run() throws {
    print("axis,case,size,microseconds_per_job,node_tests_per_pass,kilobytes")
    for jobs in [10_000, 30_000, 100_000, 300_000, 1_000_000] {
      for name in ["easy-count", "easy-nodes", "quota-nodes"] {
        try point("jobs", name, size: jobs, jobs: jobs)
      }
    }
    // At three times the load the queue stays as deep as it was at first.
    for backlog in [100, 1_000, 10_000, 100_000] {
      for name in ["easy-count", "easy-nodes", "quota-nodes", "reclaim-nodes"] {
        let options = ["--backlog", "\(backlog)", "--load", "3"]
        try point("waiting jobs", name, size: backlog, jobs: backlog + 20_000, options)
      }
    }
    for nodes in [64, 256, 1_250, 5_000] {
      for name in ["easy-nodes", "quota-nodes"] {
        try point("nodes", name, size: nodes, jobs: 50_000, ["--nodes", "\(nodes)"])
      }
    }
    for users in [1, 5, 50, 500] {
      for name in ["fair-count", "quota-nodes", "reclaim-nodes"] {
        try point("users", name, size: 60 * users, jobs: 50_000, ["--users", "\(users)"])
      }
    }
  }

  private func point(
    _ axis: String,
    _ name: String,
    size: Int,
    jobs: Int,
    _ options: [String] = []
  ) throws {
    var best: Measurement?
    for _ in 0..<max(1, rounds) {
      let run = try Measurement(of: ["case", name, "--jobs", "\(jobs)"] + options)
      if best.map({ run.seconds < $0.seconds }) ?? true { best = run }
    }
    guard let best else { return }
    let cost = best.seconds / Double(jobs) * 1e6
    let tests = Double(best.nodeTests) / Double(max(best.passes, 1))
    print("\(axis),\(name),\(size),\(cost),\(tests),\(best.kilobytes)")
  }
}
