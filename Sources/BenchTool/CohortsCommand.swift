import Allot
import AllotBenchmarks
import AllotPolicies
import ArgumentParser

/// `allot-bench cohorts`: replays Kueue's own performance scenario and prints what it cost as JSON.
struct CohortsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cohorts",
    abstract: "Replay Kueue's performance scenario, 15,000 jobs, and print its cost as JSON."
  )

  @Option(help: "The policy: a preset's name.")
  var policy = "kueue"

  func run() throws {
    guard let policy = PolicyPresets.named(policy) else {
      throw ValidationError("there is no policy preset '\(policy)'")
    }
    let world = CohortScenario.world()
    try Measurement.print(jobs: world.jobs.count) {
      let result = try world.replay(under: policy)
      return (result.digest.hexadecimal, result.counters)
    }
  }
}
