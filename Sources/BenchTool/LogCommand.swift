import Allot
import AllotBenchmarks
import AllotFiles
import AllotPolicies
import ArgumentParser

/// `allot-bench log`: replays a real log on mere processors and prints what the replay alone cost.
struct LogCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Replay a real log once, without results, and print its cost as JSON."
  )

  @Argument(help: "The log.")
  var trace: String

  @Option(help: "The processors of the machine.")
  var processors: Int

  @Option(help: "A policy preset.")
  var policy = "easy"

  @Flag(help: "Look after each event instead of once an instant.")
  var eventRule = false

  func run() throws {
    guard let policy = PolicyPresets.named(policy) else {
      throw ValidationError("there is no preset '\(policy)'")
    }
    var options = ReplayOptions()
    options.trace = trace
    options.processors = processors
    let world = try ReplayInputs(options).world
    try Measurement.print(jobs: world.jobs.count) {
      let result = try world.replay(under: policy, passRule: eventRule ? .event : .instant)
      return (result.digest.hexadecimal, result.counters)
    }
  }
}
