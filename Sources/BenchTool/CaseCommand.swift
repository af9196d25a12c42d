import Allot
import AllotBenchmarks
import AllotMetrics
import ArgumentParser

/// `allot-bench case`: replays one case once and prints what it cost as JSON.
struct CaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case",
    abstract: "Replay one case once and print its cost as JSON."
  )

  @OptionGroup var size: CaseOptions

  @Flag(help: "Only make the world, so that its cost can be taken off.")
  var worldOnly = false

  @Flag(help: "With the standard figures of a replay.")
  var figures = false

  func run() throws {
    let bench = try size.benchmark()
    let world = try size.world()
    if worldOnly { return }
    try Measurement.print(jobs: size.jobs) {
      if figures {
        let replay = try Replay(MeasuredWorld(world: world), policy: bench.policy)
        return (replay.summary.digest, replay.counters)
      }
      let result = try bench.replay(world)
      return (result.digest.hexadecimal, result.counters)
    }
  }
}

/// Which case at which size.
struct CaseOptions: ParsableArguments {
  @Argument(help: "The case: \(BenchmarkCase.all.map(\.name).joined(separator: ", ")).")
  var name: String

  @Option(help: "Jobs in all.")
  var jobs = 20_000

  @Option(help: "Jobs that are there from the start.")
  var backlog = 0

  @Option(help: "The part of the machine that the work would fill, once the backlog is there.")
  var load = 0.95

  @Option(help: "Nodes of eight devices (default: the case's own).")
  var nodes: Int?

  @Option(help: "Users in each of the 60 organisations.")
  var users = 50

  func validate() throws {
    if jobs < 1 || backlog < 0 || backlog > jobs || load <= 0 || users < 1 || nodes ?? 1 < 1 {
      throw ValidationError("numbers are at least one, and the backlog is no more than the jobs")
    }
  }

  func benchmark() throws -> BenchmarkCase {
    guard let bench = BenchmarkCase.named(name) else {
      let names = BenchmarkCase.all.map(\.name).joined(separator: ", ")
      throw ValidationError("there is no case '\(name)'; there are \(names)")
    }
    return bench
  }

  func world() throws -> World {
    try benchmark().world(jobs: jobs, backlog: backlog, load: load, nodes: nodes, users: users)
  }
}
