import Allot
import AllotBenchmarks
import AllotCampaign
import AllotHost
import AllotMetrics
import ArgumentParser
import Glibc

/// `allot-bench campaign`: many replays of one world on the cores of this machine.
struct CampaignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign",
    abstract: "Replay one case many times on several workers and print wall seconds as JSON."
  )

  @OptionGroup var size: CaseOptions

  @Option(help: "Replays in all.")
  var replays = 64

  @Option(help: "Workers.")
  var workers = 1

  func validate() throws {
    if replays < 1 || workers < 1 { throw ValidationError("numbers are at least one") }
  }

  func run() throws {
    let bench = try size.benchmark()
    let world = try size.world()
    let host = try HostTopology()
    let campaign = Campaign(
      placement: WorkerPlacement(host: host, requested: workers),
      host: host
    )
    let policies = Array(repeating: bench.policy, count: replays)
    try Measurement.print(jobs: size.jobs * replays, on: CLOCK_MONOTONIC) {
      let measured = MeasuredWorld(world: world)
      let finished = campaign.run(policies, on: measured) { ($0.summary.digest, $0.counters) }
      return try finished.outcomes[0][0].get()
    }
  }
}
